"""From nodes to values: what a node means given the date of publication, the dates named before it, and the tense of its clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from levees.grammar import dates_calendar as cal
from levees.grammar.dates_calendar import Stretch
from levees.grammar.dates_hedges import hedge
from levees.grammar.dates_lexer import Tokens
from levees.grammar.dates_model import Node
from levees.grammar.dates_tense import tense

Make = Callable[[int], Stretch | None]
Judge = Callable[[int, int, str | None], str | None]
"""From an expression's offsets and the lexical cue of its tense to the cue to believe; a pipe with a parse brings one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolved node."""

    stretch: Stretch
    mod: str | None = None
    past: str | None = None
    future: str | None = None
    anchor: str | None = None


_DATED = ("day", "month", "quarter", "half", "season")


def attempt(make: Callable[[], Stretch | None]) -> Stretch | None:
    """A stretch, or None where the calendar has no such day."""
    try:
        return make()
    except (ValueError, OverflowError):
        return None


READERS: dict[str, Callable[[Resolver, Node], Reading | None]] = {}


def reader(kind: str) -> Callable[[Callable[[Resolver, Node], Reading | None]], Callable[[Resolver, Node], Reading | None]]:
    """Register the function that resolves a kind of node."""

    def register(function: Callable[[Resolver, Node], Reading | None]) -> Callable[[Resolver, Node], Reading | None]:
        READERS[kind] = function
        return function

    return register


class Resolver:
    """Resolves the nodes of one text in order; remembers the last date named."""

    def __init__(self, tokens: Tokens, published: str | None, judge: Judge | None = None) -> None:
        self.tokens = tokens
        self.judge = judge
        self.pub = cal.parse(published) if published else None
        if self.pub is not None and self.pub.grain not in ("day", "month", "year"):
            self.pub = None
        self.last: Stretch | None = None
        self.last_past: Stretch | None = None
        self.last_end = -1  # word after the last date
        self.weekday: Stretch | None = None  # the last date, where it was a weekday or counted from publication
        self.period: Stretch | None = None  # the last quarter, half, year or interval
        self.heading: int | None = None  # the year of months that head paragraphs
        self.text_year: int | None = None
        self.closing = 0

    # ------------------------------------------------------------ entry

    def read(self, node: Node) -> Reading | None:
        """The reading of a node; calendar readings become the anchor of what follows."""
        handler = READERS.get(node.kind)
        try:
            reading = handler(self, node) if handler else None
        except (ValueError, OverflowError):  # beyond the years 1 to 9999
            return None
        if reading is None:
            return None
        if node.mod and reading.mod is None:
            reading = replace(reading, mod=node.mod)
        if reading.mod is None and node.i and reading.stretch.grain not in ("set", "vague"):
            reading = replace(reading, mod=hedge(self.tokens, node.i, duration=reading.stretch.grain == "duration"))
        if node.time:
            s = reading.stretch
            if s.grain == "day":
                reading = replace(reading, stretch=Stretch(s.value + node.time, "time", s.first, s.last))
        s = reading.stretch
        if s.first is not None:
            self.last, self.last_end = cal.day(s.first) if s.grain == "time" else s, node.j
            if self.pub is None or self.pub.last is None or s.first <= self.pub.last:
                self.last_past = self.last
            if node.kind in ("weekday", "rel", "weekday_day") and s.grain in ("day", "time"):
                self.weekday = self.last
            elif s.grain in ("quarter", "half", "year", "interval", "month"):
                self.period = s
        return reading

    def base(self, node: Node) -> Stretch | None:
        """The date named before, from which « plus tard », « la même année » count; in a clause of the past, none to come."""
        if self.last is not self.last_past and self.tense(node) not in ("future", "intent"):
            return self.last_past
        return self.last

    def survey(self, nodes: list[Node]) -> None:
        """Note the year that a text is about: of its headings; without a date of publication, the one that its dates bear most often."""
        months = [n.month for n in nodes if n.kind == "month" and n.value == "heading"]
        if len(months) > 1 and self.pub and self.pub.first and self.pub.grain != "year":
            self.heading = self.pub.first.year - (max(months) > self.pub.first.month)
        if self.pub is None:
            years = [
                m.year[1]
                for n in nodes
                for m in (n, n.right)
                if m and m.year and m.year[0] == "abs" and (m.kind in _DATED or self.tokens.words[m.i] == "année")
            ]
            self.text_year = Counter(years).most_common(1)[0][0] if years else None

    def tense(self, node: Node) -> str | None:
        """Tense of the clause around a node."""
        t = self.tokens
        start, end = t.starts[node.i], t.end(node.j - 1)
        cue = tense(t.text, start, end)
        return self.judge(start, end, cue) if self.judge else cue

    # ------------------------------------------------------------ picking a year

    def pick(self, make: Make, node: Node, blank: str, grain: str) -> Reading | None:
        """The stretch of the year that a node names or implies."""
        ref, pub, last = node.year, self.pub, self.last

        def done(y: int, anchor: str | None) -> Reading | None:
            s = attempt(lambda: make(y))
            return Reading(s, anchor=anchor) if s else None

        def first_such(years: range, ok: Callable[[Stretch], bool]) -> Stretch | None:
            for y in years:
                s = attempt(lambda y=y: make(y))  # type: ignore[misc]
                if s and ok(s):
                    return s
            return None

        if ref is not None:
            kind, n = ref
            if kind in ("abs", "pair"):
                return done(n, None)
            if kind == "off" and pub and pub.first:
                return done(pub.first.year + n, "published")
            if kind == "anchor" and last and last.first:
                return done(last.first.year + n, "previous")
            if kind == "after" and last and last.first and last.last:
                a, b = last.first, last.last
                years = range(a.year, a.year + 9) if n > 0 else range(b.year, b.year - 9, -1)
                s = first_such(years, lambda s: bool(s.first and s.last and (s.first > a and s.first > b if n > 0 else s.last < a)))
                return Reading(s, anchor="previous") if s else None
            if kind == "dir" and pub and pub.first and pub.last:
                p, q = pub.first, pub.last
                years = range(q.year, q.year - 9, -1) if n < 0 else range(p.year, p.year + 9)
                s = first_such(years, lambda s: bool(s.first and s.last and (s.last < p if n < 0 else s.first > q)))
                return Reading(s, anchor="published") if s else None
            return Reading(Stretch(blank, grain))
        if pub is None or pub.first is None or pub.last is None:
            if self.text_year or (last and last.first and last.grain in _DATED):
                return done(self.text_year or last.first.year, "previous")  # type: ignore[union-attr]
            return Reading(Stretch(blank, grain))
        p, q = pub.first, pub.last
        before = first_such(range(q.year, q.year - 9, -1), lambda s: bool(s.first and s.first <= q))
        after = first_such(range(p.year, p.year + 9), lambda s: bool(s.last and s.last >= p))
        if before is None or after is None or before == after:
            s = before or after
            return Reading(s, past=s.value, future=s.value, anchor="published") if s else None
        chosen = self.side(node, before, after, grain)
        return Reading(chosen, past=before.value, future=after.value, anchor="published")

    def side(self, node: Node, before: Stretch, after: Stretch, grain: str) -> Stretch:
        """Which of two stretches around publication is meant, by the tense of the clause and by which is nearer."""
        assert self.pub and self.pub.first and self.pub.last and before.first and before.last and after.first
        gone, ahead = (self.pub.first - before.last).days, (after.first - self.pub.last).days
        nearest = after if ahead < gone else before
        if node.value == "this":
            return before if self.pub.first - before.first <= after.first - self.pub.first else after
        match self.tense(node):
            case "future":
                return before if gone < 3 and grain in ("quarter", "half", "interval") else after
            case "intent":
                return before if grain in ("quarter", "half", "interval") and gone < 100 or grain == "month" and gone < 60 else after
            case "ahead":
                return after if grain == "season" else nearest
            case "due" | "present":
                return nearest
            case "past" if grain == "day" and ahead <= 21 and gone > 250:
                return after  # « ils ont suspendu leur grève du 3 janvier », said in December
            case "past":
                return before
            case "remote" if grain != "day":
                return before
        if self.bare(node):
            return after
        if grain == "day" or grain == "season":
            return nearest
        return after if grain == "month" and ahead <= 25 and gone > 200 else before

    def bare(self, node: Node) -> bool:
        """Is the text nothing but the expression (« lundi », « le 15 »)? Said on its own, a date is one to come."""
        return len(self.tokens.words) - (node.j - node.i) <= 1

    def moved(self, d: date, n: int, unit: str) -> Reading | None:
        """The unit so many units away from the one that holds a day."""
        base = cal.around(d, unit)
        if unit in ("D", "W"):
            s = attempt(lambda: cal.around(d + timedelta(days=n * (7 if unit == "W" else 1)), unit))
        else:
            s = attempt(lambda: cal.around(cal.add_months(base.first or d, n * cal.UNIT_MONTHS[unit]), unit))
        return Reading(s, anchor="published") if s else None

    def since(self, node: Node, s: Stretch) -> str | None:
        """For « depuis 2017 »: the stretch from there up to publication; « depuis janvier » is the year so far."""
        pub, w = self.pub, self.tokens.words
        if pub is None or pub.first is None or s.first is None or s.first > pub.first or pub.grain == "year" and s.grain != "year":
            return None
        before = w[max(0, node.i - 2) : node.i]
        founded = w[node.i - 1 : node.i] == ["en"] and "depuis" in w[max(0, node.i - 6) : node.i]
        if "depuis" not in before and not founded and w[node.i] != "depuis":
            return None
        here = cal.month(pub.first.year, pub.first.month)
        if s.grain == "year":
            return f"{s.value}/{pub.first.year}" if s.first.year < pub.first.year else None
        if s.first == pub.first.replace(month=1, day=1):
            return str(pub.first.year)
        if s.grain in ("month", "season", "quarter", "half"):
            start = cal.month(s.first.year, s.first.month)
            return f"{start.value}/{here.value}" if start != here else None
        return f"{s.value}/{pub.value}" if s.grain == "day" and pub.grain == "day" else None

    def begun(self, node: Node) -> str | None:
        """For « depuis six semaines », « vingt ans d'existence »: when that began."""
        w = self.tokens.words
        if node.kind != "duration" or not node.n or not (
            "depuis" in w[max(0, node.i - 3) : node.i] or w[node.j : node.j + 2] == ["d", "existence"]
        ):
            return None
        reading = READERS["ago"](self, Node("ago", node.i, node.j, n=-node.n, unit=node.unit))
        return reading.stretch.value if reading and reading.stretch.first else None
