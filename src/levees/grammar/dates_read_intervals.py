"""Resolving intervals, fiscal years and parts of longer stretches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from levees.grammar import dates_calendar as cal
from levees.grammar.dates_calendar import Stretch
from levees.grammar.dates_model import Node
from levees.grammar.dates_read_calendar import bare_day
from levees.grammar.dates_resolve import Reading, Resolver, reader


@reader("bare_days")
def _bare_days(r: Resolver, node: Node) -> Reading | None:
    right = bare_day(r, Node("bare_day", node.i, node.j, day=node.count))
    if right is None or right.stretch.first is None:
        return None
    first = right.stretch.first.replace(day=node.day)
    return Reading(cal.interval(cal.day(first), right.stretch), anchor=right.anchor)


@reader("fortnight")
def _fortnight(r: Resolver, node: Node) -> Reading | None:
    inner = r.read(node.left) if node.left else None
    if inner is None or inner.stretch.first is None or inner.stretch.last is None:
        return inner and Reading(inner.stretch, mod="START" if node.n == 1 else "END")
    a, b = inner.stretch.first, inner.stretch.last
    left, right = (a, a.replace(day=15)) if node.n == 1 else (a.replace(day=16), b)
    return replace(inner, stretch=cal.interval(cal.day(left), cal.day(right)), past=None, future=None)


@reader("edge_day")
def _edge_day(r: Resolver, node: Node) -> Reading | None:
    """« le premier jour de 2024 », « le dernier jour du mois »."""
    inner = r.read(node.left) if node.left else None
    day = inner and (inner.stretch.first if node.n == 1 else inner.stretch.last)
    return Reading(cal.day(day), anchor=inner.anchor) if inner and day else None


@reader("half_of")
def _half_of(r: Resolver, node: Node) -> Reading | None:
    inner = r.read(node.left) if node.left else None
    if inner is None or inner.stretch.first is None or inner.stretch.grain != "year":
        return inner and Reading(inner.stretch, mod="START" if node.n == 1 else "END")
    return Reading(cal.half(inner.stretch.first.year, int(node.n)), anchor=inner.anchor)


@reader("interval")
def _interval(r: Resolver, node: Node) -> Reading | None:
    left, right = node.left, node.right
    if left is None or right is None:
        return None
    if left.year is None and right.year is not None and left.kind in ("day", "month", "quarter", "half", "season", "bare_day"):
        inherit = right.year
        left = replace(left, year=inherit)
    if left.kind == right.kind == "weekday" and left.weekday and right.weekday:
        a = r.read(left)
        if a is None or a.stretch.first is None:
            return a
        until = a.stretch.first + timedelta(days=(right.weekday - left.weekday) % 7)
        return Reading(cal.interval(a.stretch, cal.day(until)), anchor=a.anchor)
    if left.kind == "bare_day":
        left = Node("day", left.i, left.j, right.year, month=right.month, day=left.day)
    elif left.kind == "weekday_day" and right.kind == "day":
        left = Node("day", left.i, left.j, right.year, month=right.month, day=left.day)
    if left.year is None and right.year is None and left.kind in ("month", "day", "quarter"):
        b = r.read(replace(right, i=node.i, j=node.j))
        if b is None or b.stretch.first is None:
            a = r.read(left)
        else:
            same_year = replace(left, year=("abs", b.stretch.first.year))
            a = r.read(same_year)
            if a and a.stretch.first and a.stretch.first > b.stretch.first:
                a = r.read(replace(left, year=("abs", b.stretch.first.year - 1)))
    else:
        a = r.read(left)
        b = r.read(right)
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
            a = r.read(replace(left, year=("abs", left.year[1] - 1)))
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


@reader("fiscal")
def _fiscal(r: Resolver, node: Node) -> Reading | None:
    """A stretch of `count` months up to a closing date."""
    end = r.read(node.left) if node.left else None
    if end is None or end.stretch.last is None or end.stretch.first is None:
        return end and Reading(end.stretch, mod=None)
    last = end.stretch.last
    if node.year is not None and node.left and node.left.year is None:
        last = cal.last_of_month(node.year[1] + (node.year[0] == "pair"), last.month)
    if end.stretch.grain == "day" and last.day <= 7:
        last = cal.last_of_month(last.year, last.month - 1) if last.month > 1 else cal.last_of_month(last.year - 1, 12)
    if node.count == 12:
        r.closing = last.month
    s = cal.months(cal.month(last.year, last.month - node.count + 1), node.count)
    return Reading(_named(s), anchor=end.anchor)


def _named(s: Stretch) -> Stretch:
    """A quarter, a half or a year by its own name, where an interval of months is one."""
    assert s.first is not None and s.last is not None
    for unit in ("Q", "H", "Y"):
        whole = cal.around(s.first, unit)
        if (whole.first, whole.last) == (s.first, s.last):
            return whole
    return s
