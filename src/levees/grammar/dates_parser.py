"""From words to nodes: leaf rules, then what wraps them (début / mi / fin, « clos fin mars », « entre … et … », « à 15h30 »)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from levees.grammar import (  # noqa: F401  (they register their rules)
    dates_rules_clock,
    dates_rules_days,
    dates_rules_durations,
    dates_rules_periods,
    dates_rules_press,
    dates_rules_relative,
)
from levees.grammar.dates_lexer import Tokens, value
from levees.grammar.dates_model import Node, charset
from levees.grammar.dates_patterns import char_sets, patterns, starters
from levees.grammar.dates_phrases import phrase_nodes
from levees.grammar.dates_rules import BOOK, ordinal, part_of_day

DAYLIKE = ("day", "bare_day", "weekday", "weekday_day", "rel", "shift", "same", "holiday")
CALENDAR = (
    "day",
    "month",
    "year",
    "quarter",
    "half",
    "season",
    "weekday",
    "weekday_day",
    "decade",
    "century",
    "pair",
    "holiday",
    "bare_day",
    "rel",
    "nth_weekday",
    "time",
)


# after « six mois après », these begin no event: « cédée quatre ans après à Millimax »
_NO_EVENT = frozenset("à par chez avec pour en dans coup et jour dont qui sur au".split())


class Parser:
    """One text's words read once, left to right."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.phrases = phrase_nodes(tokens)
        self.p = patterns()
        self.du_chars = charset("du")
        self.entre, self.openers, self.day_chars, self.mods = (frozenset(c) for c in char_sets())

    def nodes(self) -> Iterator[Node]:
        """Nodes in order of the text, not overlapping."""
        i = 0
        positions: Iterable[int] = (m.start() for m in starters().finditer(self.tokens.classes))
        if self.phrases:
            positions = sorted({*positions, *self.phrases})
        for k in positions:
            if k < i:
                continue
            node = self.expression(k)
            if node is not None:
                if node.kind != "none":
                    yield node
                i = node.j

    def expression(self, i: int) -> Node | None:
        """A point, or an interval of two."""
        t = self.tokens
        c = t.classes[i]
        if c in self.entre:
            return self.between(i)
        if c in self.openers:
            k = self.p["art"].match(t.classes, i + 1).end()  # type: ignore[union-attr]
            if c in self.du_chars and (days := self.bare_days(k, "to")):
                return days
            left = self.left_end(k)
            if left is not None and (m := self.p["to"].match(t.classes, left.j)):
                right = self.point(m.end())
                if right is not None and _joins(left, right):
                    return Node("interval", i + 1, right.j, left=left, right=right)
            return self.point(i)
        if c in self.day_chars and (days := self.days(i)):
            return days
        left = self.point(i)
        if left is None or left.kind not in CALENDAR or left.j >= len(t.classes):
            return left
        for key in ("dash", "to"):
            if key == "to" and left.kind not in ("month", "day", "weekday_day", "quarter"):
                continue
            if (
                (m := self.p[key].match(t.classes, left.j))
                and (right := self.point(m.end()))
                and right.kind == left.kind
                and left.year is None
                and right.kind in ("month", "quarter", "day")
            ):
                return Node("interval", left.i, right.j, left=left, right=right)
            if (
                key == "dash"
                and m
                and right_kind(right := self.point(m.end())) == left.kind
                and left.kind in ("month", "day", "year", "quarter", "half", "time")
                and right
            ):
                return Node("interval", left.i, right.j, left=left, right=right)
        return left

    def between(self, i: int) -> Node | None:
        """« entre X et Y »."""
        t = self.tokens
        k = self.p["art"].match(t.classes, i + 1).end()  # type: ignore[union-attr]
        if k < len(t.classes) and t.classes[k] in charset("day_number") + charset("first") and (days := self.days(k, "et")):
            return days
        if days := self.bare_days(k, "et"):
            return days
        left = self.left_end(k)
        if left is not None and (m := self.p["et"].match(t.classes, left.j)):
            right = self.point(m.end())
            if right is not None and right.kind == left.kind == "time":
                return Node("interval", i + 1, right.j, left=left, right=right)
            if right is not None and right.kind != "duration" and (_joins(left, right) or left.kind == "number"):
                return Node("interval", i + 1, right.j, left=left, right=right)
        return None

    def bare_days(self, k: int, join: str) -> Node | None:
        """« du 13 au 18 », « entre le 13 et le 15 »: days of a month named before, or at hand; nothing counted may follow."""
        t = self.tokens
        m = self.p["bare_" + join].match(t.classes, k)
        if m is None:
            return None
        a, b = ordinal(t.words[m.start("a")]), ordinal(t.words[m.start("b")])
        if not 1 <= a < b <= 31:
            return None
        return Node("bare_days", m.start("a"), m.end(), day=a, count=b)

    def left_end(self, k: int) -> Node | None:
        """The first member of an interval; a bare year or day counts here."""
        t = self.tokens
        if k >= len(t.classes):
            return None
        if t.classes[k] in charset("year4") and not (k + 1 < len(t.classes) and t.classes[k + 1] in charset("dash") + charset("slash")):
            return Node("year", k, k + 1, ("abs", int(t.words[k])))
        node = self.point(k)
        if node is None and t.classes[k] in charset("day_number") + charset("first"):
            return Node("bare_day", k, k + 1, day=ordinal(t.words[k]))
        return node

    def days(self, i: int, _: str = "") -> Node | None:
        """« 4 au 22 mai », « 4 et 5 mai », « 4-5 mai 2024 »."""
        t = self.tokens
        m = self.p["days"].match(t.classes, i)
        if m is None or t.words[i - 1 : i] == [","]:
            return None
        right = BOOK.read(t, m.start("b"))
        if right is None or right.kind != "day":
            return None
        a = ordinal(t.words[i])
        left = Node("day", i, i + 1, right.year, month=right.month, day=a)
        return Node("interval", i, right.j, left=left, right=right) if a < right.day else None

    def point(self, i: int, depth: int = 0) -> Node | None:
        """A leaf with its modifier, closing date and time of day."""
        t = self.tokens
        if i >= len(t.classes) or (t.classes[i] == "x" and i not in self.phrases):
            return None
        node = self.phrases.get(i) or self.around_holiday(i) or (self.modified(i, depth + 1) if depth < 2 else None)
        if node is None:
            node = BOOK.read(t, i)
        if node is None:
            return None
        if node.kind == "duration" and node.n and depth < 2 and (m := self.p["offset"].match(t.classes, node.j)):
            return self.offset(node, m, depth)
        if node.kind == "fiscal":
            return self.closed(node, depth + 1) if depth < 2 else None
        if node.kind in DAYLIKE and (m := self.p["time"].match(t.classes, node.j)):
            if m["c"]:
                digits = re.findall(r"\d+", " ".join(t.words[m.start("c") : m.end()]))
                h, mn = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
                if h < 25 and mn < 60:
                    return node.to(m.end(), time=f"T{h:02}:{mn:02}")
            elif node.kind != "same" and (not node.time or node.time == "TNI"):
                return node.to(m.end(), time=part_of_day(t, m.end() - 1))
        return node

    def around_holiday(self, i: int) -> Node | None:
        """« le week-end de Pâques », « le pont de l'Ascension »: the week-end of the holiday's week."""
        t = self.tokens
        if not self.phrases or (m := self.p["bridge"].match(t.classes, i)) is None:
            return None
        k = next((k for k in (m.end(), m.end() + 1) if k in self.phrases and self.phrases[k].kind == "holiday"), None)
        return replace(self.phrases[k], i=i, unit="WE") if k is not None else None

    def offset(self, node: Node, m: re.Match[str], depth: int) -> Node:
        """« deux jours après Noël » counts from the date; « six mois après sa série B », with no date, back from publication."""
        t, n = self.tokens, node.n if m["after"] else -node.n
        start = self.p["art"].match(t.classes, m.end()).end()  # type: ignore[union-attr]
        inner = self.point(start, depth + 1)
        if inner is not None and inner.kind in (*CALENDAR, "offset") and inner.kind != "bare_day":
            return Node("offset", node.i, inner.j, n=n, unit=node.unit, mod=node.mod, left=inner)
        nothing = start >= len(t.words) or t.words[m.end()] in _NO_EVENT or (t.classes[start] != "x" and t.words[start] in (",", "."))
        if not m["after"] or nothing:
            return node
        if dated := self.p["dated_event"].match(t.classes, m.end()):
            y = dated.end() - 1
            return node.to(m.end() - 1, kind="offset", n=n, left=Node("year", y, y + 1, ("abs", int(t.words[y]))))
        return node.to(m.end() - 1, kind="after_event")

    def modified(self, i: int, depth: int) -> Node | None:
        """« fin 2023 », « mi-avril », « au début de la semaine prochaine », « première moitié de 2024 »."""
        t = self.tokens
        if t.classes[i] not in self.mods or (m := self.p["mod"].match(t.classes, i)) is None:
            return None
        if m["part"]:
            return self.part(m, depth)
        mod = str(value(t.words[i]))
        k = m.end()
        for start in dict.fromkeys((m.start("link") if m["link"] else k, k, m.end("mod"))):
            if (
                start < len(t.classes)
                and t.words[start] not in ("de", "d")
                and (inner := self.point(start, depth))
                and inner.kind in (*CALENDAR, "fiscal", "adjacent", "same", "first_of", "interval", "named")
                and not inner.time
            ):
                if inner.kind == "year" and inner.mod:
                    continue
                return replace(inner, i=i, mod=mod)
        if t.words[k - 1] in ("de", "d", "du") and (u := self.p["unit"].match(t.classes, k)):
            return self.current(i, k, u, mod)
        return None

    def current(self, i: int, k: int, u: re.Match[str], mod: str) -> Node | None:
        """« fin de l'année », « début du mois », « fin de semaine »."""
        t = self.tokens
        w = t.words[u.start("unit")]
        if t.classes[u.end() : u.end() + 1] in (charset("year4"), charset("fiscal")) and (inner := self.point(u.start("unit"), 1)):
            return replace(inner, i=i, mod=mod)
        if w == "mois" and t.words[u.end() : u.end() + 1] in (["de"], ["d"]):
            inner = self.point(u.end() + 1, 1)
            return replace(inner, i=i, mod=mod) if inner and inner.kind == "month" else None
        if w.endswith("s") and w != "mois" or w in ("journée", "jour", "siècle", "décennie"):
            return None
        return Node("current", i, u.end(), unit="Y" if w == "exercice" else str(value(w)), mod=mod)

    def part(self, m: re.Match[str], depth: int) -> Node | None:
        """« seconde moitié de l'année », « première quinzaine de mai », « derniers jours de mars »."""
        t = self.tokens
        rank = ordinal(t.words[m.start("rank")])
        of = t.words[m.start("of")]
        inner = None
        for start in dict.fromkeys((m.start("plink") if t.words[m.start("plink")] == "du" else m.end(), m.end(), m.end() + 1)):
            if start < len(t.classes) and (start <= m.end() or t.classes[start - 1] in charset("art")):
                inner = inner or self.point(start, depth)
        if (
            inner is None
            and (u := self.p["unit"].match(t.classes, m.end()))
            and of not in ("mois", "semaine", "jours", "jour")
            or (inner is None and (u := self.p["unit"].match(t.classes, m.end())) and of.endswith("s"))
        ):
            inner = self.current(m.start(), m.end(), u, "START") if u else None
        if inner is None or inner.kind not in (*CALENDAR, "current", "fiscal", "adjacent", "same"):
            return None
        if of == "jour" and inner.kind in ("month", "year", "current", "rel") and rank in (1, -1) and not inner.mod:
            return Node("edge_day", m.start(), inner.j, left=inner, n=rank)
        if of == "quinzaine":
            return Node("fortnight", m.start(), inner.j, left=inner, n=rank) if inner.kind == "month" else None
        if of == "moitié" and inner.kind in ("year", "current", "pair", "rel", "fiscal") and (inner.unit in ("", "Y")):
            return Node("half_of", m.start(), inner.j, left=inner, n=2 if rank in (2, -1) else 1)
        if (
            rank not in (1, 2, -1)
            or of.endswith("aine")
            or (of not in ("moitié", "tiers") and not of.endswith("s"))
            or of == "mois"
            and t.words[m.start("rank")] in ("premier", "dernier")
        ):
            return None
        return replace(inner, i=m.start(), mod="START" if rank == 1 else "END")

    def closed(self, node: Node, depth: int) -> Node | None:
        """A fiscal stretch with its closing date, if one follows."""
        t = self.tokens
        if (
            (m := self.p["clos"].match(t.classes, node.j))
            and (end := self.point(m.end(), depth))
            and end.kind in ("month", "day", "weekday_day", "year")
        ):
            return node.to(end.j, left=end)
        if node.year is not None:
            return Node("pair" if node.year[0] == "pair" else "year", node.i, node.j, node.year, value="fiscal")
        return (
            None
            if node.count != 12
            or t.words[node.i - 1 : node.i] not in (["sur"], ["cours"], ["de"], ["pour"])
            or t.words[node.i] not in ("l", "son", "cet")
            else Node("current", node.i, node.j, unit="Y", value="fiscal")
        )


def right_kind(node: Node | None) -> str:
    """Kind of a node that may be absent."""
    return node.kind if node else ""


def _joins(left: Node, right: Node) -> bool:
    if left.kind == "bare_day":
        return right.kind == "day"
    if left.kind == right.kind == "weekday":
        return True
    if left.kind in ("weekday_day",):
        return right.kind in ("day", "weekday_day")
    return (
        left.kind in CALENDAR
        and right.kind in (*CALENDAR, "rel", "current")
        and not (left.kind == "year") ^ (right.kind == "year")
        or {left.kind, right.kind} <= {"year", "month", "quarter", "half", "rel", "pair", "day"}
    )
