"""From nodes to values: what a node means given the date of publication, the dates named before it, and the tense of its clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from levees.grammar import dates_calendar as cal
from levees.grammar.dates_calendar import Stretch
from levees.grammar.dates_lexer import Tokens
from levees.grammar.dates_model import Node
from levees.grammar.dates_phrases import holiday, nth_weekday
from levees.grammar.dates_tense import tense

Make = Callable[[int], Stretch | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolved node."""

    stretch: Stretch
    mod: str | None = None
    past: str | None = None
    future: str | None = None
    anchor: str | None = None


_DATED = ("day", "month", "quarter", "half", "season")
_COARSER = {
    "Y": ("year", "quarter", "half", "interval"),
    "Q": ("quarter", "month"),
    "H": ("half", "quarter"),
    "W": ("week",),
    "M": ("month",),
}


def attempt(make: Callable[[], Stretch | None]) -> Stretch | None:
    """A stretch, or None where the calendar has no such day."""
    try:
        return make()
    except (ValueError, OverflowError):
        return None


class Resolver:
    """Resolves the nodes of one text in order; remembers the last date named."""

    def __init__(self, tokens: Tokens, published: str | None) -> None:
        self.tokens = tokens
        self.pub = cal.parse(published) if published else None
        if self.pub is not None and self.pub.grain not in ("day", "month", "year"):
            self.pub = None
        self.last: Stretch | None = None
        self.last_past: Stretch | None = None
        self.text_year: int | None = None
        self.closing = 0

    # ------------------------------------------------------------ entry

    def read(self, node: Node) -> Reading | None:
        """The reading of a node; calendar readings become the anchor of what follows."""
        handler = getattr(self, "_" + node.kind, None)
        reading: Reading | None = handler(node) if handler else None
        if reading is None:
            return None
        if node.mod and reading.mod is None:
            reading = replace(reading, mod=node.mod)
        if node.time:
            s = reading.stretch
            if s.grain == "day":
                reading = replace(reading, stretch=Stretch(s.value + node.time, "time", s.first, s.last))
        s = reading.stretch
        if s.first is not None:
            self.last = cal.day(s.first) if s.grain == "time" else s
            if self.pub is None or self.pub.last is None or s.first <= self.pub.last:
                self.last_past = self.last
        return reading

    def base(self, node: Node) -> Stretch | None:
        """The date named before, from which « plus tard », « la même année » count; in a clause of the past, none to come."""
        if self.last is not self.last_past and self.tense(node) not in ("future", "intent"):
            return self.last_past
        return self.last

    def survey(self, nodes: list[Node]) -> None:
        """Note the year that a text without a date of publication is about: the one that its months and quarters bear most often."""
        if self.pub is None:
            years = [
                n.year[1]
                for n in nodes
                for n in (n, n.right)
                if n and n.year and n.year[0] == "abs" and (n.kind in _DATED or self.tokens.words[n.i] == "année")
            ]
            self.text_year = Counter(years).most_common(1)[0][0] if years else None

    def tense(self, node: Node) -> str | None:
        """Tense of the clause around a node."""
        t = self.tokens
        return tense(t.text, t.starts[node.i], t.end(node.j - 1))

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
        cue = self.tense(node)
        chosen = after if cue in ("future", "intent") else before
        if cue == "intent" and before.grain in ("quarter", "half", "interval") and before.last and p - before.last < timedelta(days=100):
            chosen = before
        if node.value == "this" and before.first and after.first:
            chosen = before if p - before.first <= after.first - p else after
        if cue is None and grain == "day" and after.first and p < after.first <= p + timedelta(days=21):
            chosen = after
        return Reading(chosen, past=before.value, future=after.value, anchor="published")

    # ------------------------------------------------------------ calendar dates

    def _day(self, node: Node) -> Reading | None:
        if node.day > (29 if node.month == 2 else 30 if node.month in (4, 6, 9, 11) else 31):
            return None
        return self.pick(lambda y: cal.day(date(y, node.month, node.day)), node, f"XXXX-{node.month:02}-{node.day:02}", "day")

    def _month(self, node: Node) -> Reading | None:
        if node.value == "heading" and (y := self.title_year()):
            return Reading(cal.month(y, node.month), anchor="previous")
        return self.pick(lambda y: cal.month(y, node.month), node, f"XXXX-{node.month:02}", "month")

    def title_year(self) -> int | None:
        """The year that a text's first words name (« Rétro 2020 »)."""
        for w in self.tokens.words[:40]:
            if len(w) == 4 and w.isdigit() and "1900" <= w <= "2100":
                return int(w)
        return None

    def _quarter(self, node: Node) -> Reading | None:
        return self._part(node, 3)

    def _half(self, node: Node) -> Reading | None:
        return self._part(node, 6)

    def _part(self, node: Node, size: int) -> Reading | None:
        """A quarter or a half; of a fiscal year astride two, the months counted from its start."""
        n, letter = int(node.n), "Q" if size == 3 else "H"
        if node.year and node.year[0] == "pair":
            y = node.year[1]
            start = self.closing % 12 + 1 if self.closing else 4
            return Reading(cal.months(cal.month(y, start + size * (n - 1)), size))
        make: Make = (lambda y: cal.quarter(y, n)) if size == 3 else (lambda y: cal.half(y, n))
        reading = self.pick(make, node, f"XXXX-{letter}{n}", "quarter" if size == 3 else "half")
        if reading and node.year is None and self.pub and self.pub.first and reading.past and reading.past == reading.stretch.value:
            s = reading.stretch
            if (
                s.first
                and s.last
                and s.last > self.pub.first
                and (self.pub.first - s.first).days < 45
                and self.tense(node) == "past"
                and self.pub.first >= s.first
            ):
                earlier = make(s.first.year - 1)
                if earlier:
                    return Reading(earlier, past=earlier.value, future=s.value, anchor="published")
        return reading

    def _season(self, node: Node) -> Reading | None:
        blank = f"XXXX-{node.value}"
        if node.n and self.pub and self.pub.first:
            p = self.pub.first
            y = p.year - (node.value == "WI" and p.month <= 8)
            return Reading(cal.season(y, node.value), anchor="published")
        return self.pick(lambda y: cal.season(y, node.value), node, blank, "season")

    def _year(self, node: Node) -> Reading | None:
        if node.year is None:
            return None
        kind, n = node.year
        if kind == "abs":
            return Reading(cal.year(n))
        return self.pick(cal.year, node, "XXXX", "year")

    def _pair(self, node: Node) -> Reading | None:
        if node.year is None:
            return None
        y = node.year[1]
        if self.closing and self.closing != 12:
            return Reading(cal.months(cal.month(y, self.closing + 1), 12))
        return Reading(cal.interval(cal.year(y), cal.year(y + 1)))

    def _decade(self, node: Node) -> Reading:
        return Reading(cal.decade(int(node.n)))

    def _century(self, node: Node) -> Reading:
        return Reading(cal.century(int(node.n)))

    def _nth_weekday(self, node: Node) -> Reading | None:
        return self.pick(lambda y: nth_weekday(y, node.month, node.weekday, int(node.n)), node, f"XXXX-{node.month:02}", "day")

    def _holiday(self, node: Node) -> Reading | None:
        blank = f"XXXX-{node.value}" if node.value[0] in "01" and "-" in node.value else "XXXX"
        return self.pick(lambda y: holiday(node.value, y), node, blank, "day")

    def _week_of(self, node: Node) -> Reading | None:
        return self.pick(lambda y: cal.week(date(y, node.month, node.day)), node, "XXXX-WXX", "week")

    def _bare_day(self, node: Node) -> Reading | None:
        base = self.last if self.last and self.last.grain in ("month", "day") else None
        if base is None or base.first is None:
            return None
        first = base.first
        s = attempt(lambda: cal.day(date(first.year, first.month, node.day)))
        return Reading(s, anchor="previous") if s else None

    def _fortnight(self, node: Node) -> Reading | None:
        inner = self.read(node.left) if node.left else None
        if inner is None or inner.stretch.first is None or inner.stretch.last is None:
            return inner and Reading(inner.stretch, mod="START" if node.n == 1 else "END")
        a, b = inner.stretch.first, inner.stretch.last
        left, right = (a, a.replace(day=15)) if node.n == 1 else (a.replace(day=16), b)
        return replace(inner, stretch=cal.interval(cal.day(left), cal.day(right)), past=None, future=None)

    def _half_of(self, node: Node) -> Reading | None:
        inner = self.read(node.left) if node.left else None
        if inner is None or inner.stretch.first is None or inner.stretch.grain != "year":
            return inner and Reading(inner.stretch, mod="START" if node.n == 1 else "END")
        return Reading(cal.half(inner.stretch.first.year, int(node.n)), anchor=inner.anchor)

    # ------------------------------------------------------------ weekdays

    def _weekday(self, node: Node) -> Reading | None:
        w, blank = node.weekday, Stretch(f"XXXX-WXX-{node.weekday}", "day")
        if node.value == "anchor":
            if self.last is None or self.last.first is None or self.last.last is None or self.last.grain != "day":
                return Reading(blank)
            d = self.last.first
            step = (w - d.isoweekday()) % 7 or 7 if node.n > 0 else -((d.isoweekday() - w) % 7 or 7)
            return Reading(cal.day(d + timedelta(days=step)), anchor="previous")
        if self.pub is None or self.pub.grain != "day" or self.pub.first is None:
            return Reading(blank)
        p = self.pub.first
        back = p - timedelta(days=(p.isoweekday() - w) % 7)
        ahead = p + timedelta(days=(w - p.isoweekday()) % 7)
        if node.value == "in":
            return Reading(cal.day(ahead + timedelta(days=7 * int(node.n))), anchor="published")
        if node.value == "week":
            monday = p - timedelta(days=p.isoweekday() - 1)
            return Reading(cal.day(monday + timedelta(days=7 * int(node.n) + w - 1)), anchor="published")
        if node.n:
            d = (back if back < p else p - timedelta(days=7)) if node.n < 0 else (ahead if ahead > p else p + timedelta(days=7))
            return Reading(cal.day(d), anchor="published")
        if node.value == "this":
            chosen = back if (p - back) <= (ahead - p) else ahead
        else:
            chosen = ahead if back != ahead and self.tense(node) in ("future", "intent") else back
        return Reading(cal.day(chosen), past=back.isoformat(), future=ahead.isoformat(), anchor="published")

    def _weekday_day(self, node: Node) -> Reading | None:
        blank = Stretch(f"XXXX-WXX-{node.weekday}", "day")
        if self.pub is None or self.pub.first is None:
            return Reading(blank)
        best: date | None = None
        middle = self.pub.first if self.pub.grain == "day" else self.pub.first + timedelta(days=14)
        for off in range(-7, 8):
            m = cal.month(middle.year, middle.month + off)
            s = attempt(lambda m=m: cal.day(m.first.replace(day=node.day)))  # type: ignore[misc,union-attr]
            if s and s.first and s.first.isoweekday() == node.weekday and (best is None or abs(s.first - middle) < abs(best - middle)):
                best = s.first
        return Reading(cal.day(best), anchor="published") if best else Reading(blank)

    def _weekend(self, node: Node) -> Reading | None:
        if self.pub is None or self.pub.grain != "day" or self.pub.first is None:
            return Reading(Stretch("XXXX-WXX-WE", "day"))
        p = self.pub.first
        n = int(node.n) * 7
        if not n and self.tokens.words[node.i] not in ("ce", "cet") and p.isoweekday() < 6 and self.tense(node) not in ("future", "intent"):
            n = -7
        if not n and self.tokens.words[node.i] == "ce" and p.isoweekday() <= 2 and self.tense(node) == "past":
            n = -7
        return Reading(cal.weekend(p + timedelta(days=n)), anchor="published")

    # ------------------------------------------------------------ from the date of publication

    def _rel(self, node: Node) -> Reading | None:
        unit, n, pub = node.unit, int(node.n), self.pub
        blank = {
            "D": "XXXX-XX-XX",
            "W": "XXXX-WXX",
            "M": "XXXX-XX",
            "Q": "XXXX-QX",
            "H": "XXXX-HX",
            "Y": "XXXX",
            "DE": "XXXX",
            "CE": "XXXX",
        }.get(unit, "XXXX")
        grain = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "H": "half", "Y": "year"}.get(unit, "interval")
        if pub is None or pub.first is None:
            return Reading(Stretch("PRESENT_REF", "vague")) if node.value == "today" else Reading(Stretch(blank, grain))
        need = {"D": ("day",), "W": ("day",), "M": ("day", "month"), "Q": ("day", "month"), "H": ("day", "month")}.get(
            unit, ("day", "month", "year")
        )
        if pub.grain not in need:
            return Reading(Stretch("PRESENT_REF", "vague")) if node.value == "today" else Reading(Stretch(blank, grain))
        if node.value == "elapsed" and unit in ("Y",) and pub.grain != "year" and pub.first.month >= 11:
            n = 0
        return self._moved(pub.first, n, unit)

    def _moved(self, d: date, n: int, unit: str) -> Reading | None:
        base = cal.around(d, unit)
        if unit in ("D", "W"):
            s = attempt(lambda: cal.around(d + timedelta(days=n * (7 if unit == "W" else 1)), unit))
        else:
            s = attempt(lambda: cal.around(cal.add_months(base.first or d, n * cal.UNIT_MONTHS[unit]), unit))
        return Reading(s, anchor="published") if s else None

    def _current(self, node: Node) -> Reading | None:
        """« fin de l'année », « sur l'exercice »: the year named just before in an account, else publication's."""
        if node.value == "anchor" and self.last and self.last.first and self.last.grain in _COARSER.get(node.unit, ()):
            return Reading(cal.around(self.last.first, node.unit), anchor="previous")
        if self.pub is None and self.last and self.last.first:
            return Reading(cal.around(self.last.first, node.unit), anchor="previous")
        return self._rel(node)

    def _ago(self, node: Node) -> Reading | None:
        pub, unit = self.pub, node.unit
        if (
            pub is None
            or pub.first is None
            or (unit in ("D", "W") and pub.grain != "day")
            or (unit in ("M", "Q", "H") and pub.grain == "year")
        ):
            return Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))
        s = cal.shift(pub, node.n, unit)
        if s is None:
            return Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))
        if unit == "W" and s.first:
            s = cal.week(s.first)
        elif unit in ("Q", "H") and s.first:
            s = cal.month(s.first.year, s.first.month)
        return Reading(s, anchor="published")

    def _counted(self, node: Node) -> Reading | None:
        """« les trois derniers mois », « les cinq prochaines années »: whole units before or after publication's."""
        pub, n, unit = self.pub, node.count, node.unit
        vague = Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))
        if pub is None or pub.first is None or (unit in ("D", "W") and pub.grain != "day") or (unit != "Y" and pub.grain == "year"):
            return vague
        first, last = (self._moved(pub.first, k, unit) for k in ((-n, -1) if node.n < 0 else (1, n)))
        if first is None or last is None:
            return vague
        return Reading(first.stretch if n == 1 else cal.interval(first.stretch, last.stretch), anchor="published")

    def _first_of(self, node: Node) -> Reading | None:
        """« les neuf premiers mois de 2022 »."""
        n = node.count
        if node.year and node.year[0] == "pair":
            return Reading(cal.months(cal.month(node.year[1], self.closing % 12 + 1 if self.closing else 4), n))
        reading = self.pick(lambda y: cal.months(cal.month(y, 1), n), node, f"P{n}M", "duration")
        if (
            reading
            and node.year is None
            and self.pub
            and self.pub.first
            and reading.stretch.last
            and reading.stretch.first
            and reading.stretch.first.year == self.pub.first.year
            and self.pub.first.month < n
            and self.tense(node) == "past"
        ):
            return Reading(cal.months(cal.month(self.pub.first.year - 1, 1), n), anchor="published")
        return reading

    def _last_of(self, node: Node) -> Reading | None:
        """« les trois derniers mois de 2012 »."""
        n = node.count * {"M": 1, "Q": 3, "H": 6}[node.unit]
        if node.year and node.year[0] == "off" and self.last and self.last.first and self.last.grain == "year":
            return Reading(cal.months(cal.month(self.last.first.year, 13 - n), n), anchor="previous")
        return self.pick(lambda y: cal.months(cal.month(y, 13 - n), n), node, f"P{n}M", "duration")

    # ------------------------------------------------------------ from the date named before

    def _shift(self, node: Node) -> Reading | None:
        vague = Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))
        base, anchor = self.base(node), "previous"
        if node.count:
            return Reading(Stretch("PAST_REF", "vague"))
        if node.value == "eve":
            if base is None or base.grain != "day":
                base, anchor = self.pub, "published"
        elif node.unit in ("D", "W") and (base is None or base.grain not in ("day", "week")):
            base, anchor = (self.pub, "published") if node.n < 0 else (None, "")
        elif base is None and node.n < 0:
            base, anchor = self.pub, "published"
        if base is None:
            return vague
        s = cal.shift(base, node.n, node.unit)
        if s is not None and node.unit == "W" and s.first:
            s = cal.week(s.first)
        return Reading(s, anchor=anchor) if s else vague

    def _same(self, node: Node) -> Reading | None:
        base, unit = self.base(node), node.unit
        if base is None or base.first is None:
            return None
        if node.year is not None:
            kind, n = node.year
            y = n if kind == "abs" else (self.pub.first.year if kind == "off" and self.pub and self.pub.first else base.first.year) + n
            if unit != "P":
                base = cal.around(base.first, unit)
            s = cal.shift(base, y - base.first.year, "Y")
            return Reading(s, anchor="previous") if s else None
        if unit == "P":
            return Reading(base, anchor="previous")
        if unit in ("D", "W") and base.grain != "day" and not (unit == "W" and base.grain == "week"):
            return None
        return Reading(cal.around(base.first, unit), anchor="previous")

    def _adjacent(self, node: Node) -> Reading | None:
        base, anchor = self.base(node), "previous"
        if base is None or base.first is None or (node.unit == "D" and base.grain != "day"):
            if self.pub is None or node.n > 0:
                return Reading(
                    Stretch({"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "Q": "XXXX-QX", "H": "XXXX-HX"}.get(node.unit, "XXXX"), "vague")
                )
            base, anchor = self.pub, "published"
        if base.first is None:
            return None
        if base.grain == "interval" and node.unit == "Y" and base.last and (base.last - base.first).days in range(360, 370):
            s = cal.shift(base, node.n, "Y")
            return Reading(s, anchor=anchor) if s else None
        moved = self._moved(base.first, int(node.n), node.unit)
        return replace(moved, anchor=anchor) if moved else None

    # ------------------------------------------------------------ stretches

    def _interval(self, node: Node) -> Reading | None:
        left, right = node.left, node.right
        if left is None or right is None:
            return None
        if left.year is None and right.year is not None and left.kind in ("day", "month", "quarter", "half", "season", "bare_day"):
            inherit = right.year
            left = replace(left, year=inherit)
        if left.kind == "bare_day":
            left = Node("day", left.i, left.j, right.year, month=right.month, day=left.day)
        elif left.kind == "weekday_day" and right.kind == "day":
            left = Node("day", left.i, left.j, right.year, month=right.month, day=left.day)
        if left.year is None and right.year is None and left.kind in ("month", "day", "quarter"):
            b = self.read(replace(right, i=node.i, j=node.j))
            if b is None or b.stretch.first is None:
                a = self.read(left)
            else:
                same_year = replace(left, year=("abs", b.stretch.first.year))
                a = self.read(same_year)
                if a and a.stretch.first and a.stretch.first > b.stretch.first:
                    a = self.read(replace(left, year=("abs", b.stretch.first.year - 1)))
        else:
            a = self.read(left)
            b = self.read(right)
            if (
                a
                and b
                and a.stretch.first
                and b.stretch.last
                and a.stretch.first > b.stretch.last
                and left.year == right.year
                and left.year
                and left.year[0] == "abs"
                and node.left
                and node.left.year is None
            ):
                a = self.read(replace(left, year=("abs", left.year[1] - 1)))
        if a is None or b is None:
            return None
        if a.stretch.first and b.stretch.last and a.stretch.first > b.stretch.last:
            return None
        s = cal.interval(a.stretch, b.stretch)
        if a.stretch.grain == "time":
            return Reading(replace(s, grain="time"), anchor=b.anchor)
        if a.stretch.grain == b.stretch.grain == "month" and s.first and s.last:
            s = _named(s)
        return Reading(s, anchor=b.anchor)

    def _fiscal(self, node: Node) -> Reading | None:
        """A stretch of `count` months up to a closing date."""
        end = self.read(node.left) if node.left else None
        if end is None or end.stretch.last is None or end.stretch.first is None:
            return end and Reading(end.stretch, mod=None)
        last = end.stretch.last
        if node.year is not None and node.left and node.left.year is None:
            last = cal.last_of_month(node.year[1] + (node.year[0] == "pair"), last.month)
        if node.count == 12:
            self.closing = last.month
        s = cal.months(cal.month(last.year, last.month - node.count + 1), node.count)
        return Reading(_named(s), anchor=end.anchor)

    def _duration(self, node: Node) -> Reading:
        return Reading(Stretch(node.value, "duration"))

    def _set(self, node: Node) -> Reading:
        return Reading(Stretch(node.value, "set"))

    def _vague(self, node: Node) -> Reading:
        return Reading(Stretch(node.value, "vague"))

    def _time(self, node: Node) -> Reading:
        d = self.last if self.last and self.last.grain == "day" else self.pub if self.pub and self.pub.grain == "day" else None
        day = d.value if d else "XXXX-XX-XX"
        return Reading(
            Stretch(day + node.time, "time", d.first if d else None, d.last if d else None),
            anchor="previous" if d is self.last and d else "published" if d else None,
        )


def _named(s: Stretch) -> Stretch:
    """A quarter, a half or a year by its own name, where an interval of months is one."""
    assert s.first is not None and s.last is not None
    for unit in ("Q", "H", "Y"):
        whole = cal.around(s.first, unit)
        if (whole.first, whole.last) == (s.first, s.last):
            return whole
    return s
