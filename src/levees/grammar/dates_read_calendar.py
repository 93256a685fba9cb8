"""Resolving calendar dates: days, weekdays, weeks, months, quarters, years."""

from __future__ import annotations

from datetime import date, timedelta

from levees.grammar import dates_calendar as cal
from levees.grammar.dates_calendar import Stretch
from levees.grammar.dates_model import Node
from levees.grammar.dates_phrases import holiday, nth_weekday
from levees.grammar.dates_resolve import Make, Reading, Resolver, attempt, reader


@reader("day")
def _day(r: Resolver, node: Node) -> Reading | None:
    if node.day > (29 if node.month == 2 else 30 if node.month in (4, 6, 9, 11) else 31):
        return None
    reading = r.pick(lambda y: cal.day(date(y, node.month, node.day)), node, f"XXXX-{node.month:02}-{node.day:02}", "day")
    if node.weekday and node.year is None and r.pub and r.pub.first and reading and reading.stretch.first:
        return _of_weekday(r, node, reading)
    return reading


def _of_weekday(r: Resolver, node: Node, reading: Reading) -> Reading:
    """« mardi 3 janvier »: of the years around publication, the one in which it is a Tuesday."""
    assert r.pub and r.pub.first and reading.stretch.first
    if reading.stretch.first.isoweekday() == node.weekday:
        return reading
    p = r.pub.first
    days = [attempt(lambda y=y: cal.day(date(y, node.month, node.day))) for y in (p.year - 1, p.year, p.year + 1)]  # type: ignore[misc]
    fit = [s for s in days if s and s.first and s.first.isoweekday() == node.weekday and abs((s.first - p).days) < 550]
    return Reading(min(fit, key=lambda s: abs(((s.first or p) - p).days)), anchor="published") if fit else reading


@reader("month")
def _month(r: Resolver, node: Node) -> Reading | None:
    if node.value == "heading" and (y := _title_year(r)):
        return Reading(cal.month(y, node.month), anchor="previous")
    if node.year is None and not node.value and not node.mod and (s := _beside(r, node)):
        return Reading(s, anchor="previous")
    if r.heading and node.year is None:
        return Reading(cal.month(r.heading, node.month), anchor="previous")
    return r.pick(lambda y: cal.month(y, node.month), node, f"XXXX-{node.month:02}", "month")


def _beside(r: Resolver, node: Node) -> Stretch | None:
    """« en mars et avril », « mars, avril et mai »: the month after the one right before it."""
    last, w = r.last, r.tokens.words
    if r.last_end != node.i - 1 or w[node.i - 1] not in ("et", "ou", ",", "puis"):
        return None
    if last is None or last.first is None or last.grain != "month":
        return None
    return cal.month(last.first.year + (node.month < last.first.month), node.month)


def _title_year(r: Resolver) -> int | None:
    """The year that a text's first words name (« Rétro 2020 »)."""
    for w in r.tokens.words[:40]:
        if len(w) == 4 and w.isdigit() and "1900" <= w <= "2100":
            return int(w)
    return None


@reader("quarter")
def _quarter(r: Resolver, node: Node) -> Reading | None:
    return _part(r, node, 3)


@reader("half")
def _half(r: Resolver, node: Node) -> Reading | None:
    return _part(r, node, 6)


def _part(r: Resolver, node: Node, size: int) -> Reading | None:
    """A quarter or a half; of a fiscal year astride two, the months counted from its start."""
    n, letter = int(node.n), "Q" if size == 3 else "H"
    if node.year and node.year[0] == "pair":
        y = node.year[1]
        start = r.closing % 12 + 1 if r.closing else 4
        return Reading(cal.months(cal.month(y, start + size * (n - 1)), size))
    make: Make = (lambda y: cal.quarter(y, n)) if size == 3 else (lambda y: cal.half(y, n))
    reading = r.pick(make, node, f"XXXX-{letter}{n}", "quarter" if size == 3 else "half")
    if reading and node.year is None and r.pub and r.pub.first and reading.past and reading.past == reading.stretch.value:
        s = reading.stretch
        if (
            s.first
            and s.last
            and s.last > r.pub.first
            and (r.pub.first - s.first).days < 45
            and r.tense(node) == "past"
            and r.pub.first >= s.first
        ):
            earlier = make(s.first.year - 1)
            if earlier:
                return Reading(earlier, past=earlier.value, future=s.value, anchor="published")
    return reading


@reader("season")
def _season(r: Resolver, node: Node) -> Reading | None:
    blank = f"XXXX-{node.value}"
    if node.n and r.pub and r.pub.first:
        p = r.pub.first
        y = p.year - (node.value == "WI" and p.month <= 8)
        return Reading(cal.season(y, node.value), anchor="published")
    reading = r.pick(lambda y: cal.season(y, node.value), node, blank, "season")
    if reading and node.year is None and r.pub and r.pub.first and reading.past == reading.stretch.value and reading.stretch.first:
        s = reading.stretch
        if reading.past == reading.future and s.first and 0 <= (r.pub.first - s.first).days < 25 and r.tense(node) == "past":
            return Reading(cal.season(s.first.year - 1, node.value), anchor="published")
    return reading


@reader("year")
def _year(r: Resolver, node: Node) -> Reading | None:
    if node.year is None:
        return None
    kind, n = node.year
    if kind == "abs":
        return Reading(cal.year(n))
    return r.pick(cal.year, node, "XXXX", "year")


@reader("pair")
def _pair(r: Resolver, node: Node) -> Reading | None:
    if node.year is None:
        return None
    y = node.year[1]
    if r.closing and r.closing != 12:
        return Reading(cal.months(cal.month(y, r.closing + 1), 12))
    return Reading(cal.interval(cal.year(y), cal.year(y + 1)))


@reader("decade")
def _decade(r: Resolver, node: Node) -> Reading:
    return Reading(cal.decade(int(node.n)))


@reader("century")
def _century(r: Resolver, node: Node) -> Reading:
    return Reading(cal.century(int(node.n)))


@reader("nth_weekday")
def _nth_weekday(r: Resolver, node: Node) -> Reading | None:
    return r.pick(lambda y: nth_weekday(y, node.month, node.weekday, int(node.n)), node, f"XXXX-{node.month:02}", "day")


@reader("nth_week")
def _nth_week(r: Resolver, node: Node) -> Reading | None:
    def make(y: int) -> Stretch | None:
        monday = nth_weekday(y, node.month, 1, int(node.n))
        return cal.week(monday.first) if monday and monday.first else None

    return r.pick(make, node, "XXXX-WXX", "week")


@reader("day_of_month")
def _day_of_month(r: Resolver, node: Node) -> Reading | None:
    if r.pub is None or r.pub.first is None or r.pub.grain == "year":
        return None
    first = r.pub.first
    month = cal.month(first.year, first.month + int(node.n)).first or first
    s = attempt(lambda: cal.day(month.replace(day=node.day)))
    return Reading(s, anchor="published") if s else None


@reader("week_number")
def _week_number(r: Resolver, node: Node) -> Reading | None:
    n = int(node.n)
    return r.pick(lambda y: cal.week(date.fromisocalendar(y, n, 1)), node, f"XXXX-W{n:02}", "week")


@reader("day_part")
def _day_part(r: Resolver, node: Node) -> Reading | None:
    d = r.last if r.last and r.last.grain == "day" else r.pub if r.pub and r.pub.grain == "day" else None
    return Reading(d, anchor="previous" if d is r.last else "published") if d else None


@reader("holiday")
def _holiday(r: Resolver, node: Node) -> Reading | None:
    blank = f"XXXX-{node.value}" if node.value[0] in "01" and "-" in node.value else "XXXX"

    def make(y: int) -> Stretch | None:
        s = holiday(node.value, y)
        return cal.weekend(s.first) if s and s.first and node.unit == "WE" else s

    return r.pick(make, node, blank + "-WE" if node.unit and len(blank) == 4 else blank, "day")


@reader("week_of")
def _week_of(r: Resolver, node: Node) -> Reading | None:
    return r.pick(lambda y: cal.week(date(y, node.month, node.day)), node, "XXXX-WXX", "week")


@reader("bare_day")
def bare_day(r: Resolver, node: Node) -> Reading | None:
    """« le 20 »: of the month last named, else of one near publication."""
    base = r.last if r.last and r.last.grain in ("month", "day") else None
    if base is None or base.first is None:
        return _day_alone(r, node)
    first = base.first
    s = attempt(lambda: cal.day(date(first.year, first.month, node.day)))
    return Reading(s, anchor="previous") if s else None


def _day_alone(r: Resolver, node: Node) -> Reading | None:
    """« le 18 », with no month named before: of publication's month or one next to it."""
    if r.pub is None or r.pub.first is None or r.pub.grain != "day":
        return None
    p, found = r.pub.first, []
    for k in (-1, 0, 1):
        m = cal.add_months(p.replace(day=1), k)
        if s := attempt(lambda m=m: cal.day(m.replace(day=node.day))):  # type: ignore[misc]
            found.append(s)
    before = [s for s in found if s.first and s.first <= p]
    after = [s for s in found if s.first and s.first >= p]
    if not before or not after:
        return None
    cue = "future" if r.bare(node) else r.tense(node)
    near = after[0].first and before[-1].first and after[0].first - p < p - before[-1].first
    chosen = after[0] if cue in ("future", "intent", "ahead", "due", "present") or cue is None and near else before[-1]
    return Reading(chosen, past=before[-1].value, future=after[0].value, anchor="published")


@reader("weekday")
def _weekday(r: Resolver, node: Node) -> Reading | None:
    w, blank = node.weekday, Stretch(f"XXXX-WXX-{node.weekday}", "day")
    if node.value == "anchor":
        if r.last is None or r.last.first is None or r.last.last is None or r.last.grain != "day":
            return Reading(blank)
        d = r.last.first
        step = (w - d.isoweekday()) % 7 or 7 if node.n > 0 else -((d.isoweekday() - w) % 7 or 7)
        return Reading(cal.day(d + timedelta(days=step)), anchor="previous")
    if r.pub is None or r.pub.grain != "day" or r.pub.first is None:
        return Reading(blank)
    p = r.pub.first
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
        cue = r.tense(node) if back != ahead else None
        if cue is None and back != ahead and r.bare(node):
            cue = "future"
        chosen = ahead if cue in ("future", "intent", "ahead") or cue in ("present", "due") and ahead - p <= p - back else back
    return Reading(cal.day(chosen), past=back.isoformat(), future=ahead.isoformat(), anchor="published")


@reader("weekday_day")
def _weekday_day(r: Resolver, node: Node) -> Reading | None:
    blank = Stretch(f"XXXX-WXX-{node.weekday}", "day")
    if r.pub is None or r.pub.first is None:
        return Reading(blank)
    best: date | None = None
    middle = r.pub.first if r.pub.grain == "day" else r.pub.first + timedelta(days=14)
    for off in range(-7, 8):
        first = cal.add_months(middle.replace(day=1), off)
        s = attempt(lambda first=first: cal.day(first.replace(day=node.day)))  # type: ignore[misc]
        if s and s.first and s.first.isoweekday() == node.weekday and (best is None or abs(s.first - middle) < abs(best - middle)):
            best = s.first
    return Reading(cal.day(best), anchor="published") if best else Reading(blank)


@reader("weekend")
def _weekend(r: Resolver, node: Node) -> Reading | None:
    if r.pub is None or r.pub.grain != "day" or r.pub.first is None:
        return Reading(Stretch("XXXX-WXX-WE", "day"))
    p = r.pub.first
    n = int(node.n) * 7
    if not n and r.tokens.words[node.i] not in ("ce", "cet") and p.isoweekday() < 6 and r.tense(node) not in ("future", "intent"):
        n = -7
    if not n and r.tokens.words[node.i] == "ce" and p.isoweekday() <= 2 and r.tense(node) == "past":
        n = -7
    return Reading(cal.weekend(p + timedelta(days=n)), anchor="published")


@reader("duration")
def _duration(r: Resolver, node: Node) -> Reading:
    return Reading(Stretch(node.value, "duration"))


@reader("set")
def _set(r: Resolver, node: Node) -> Reading:
    return Reading(Stretch(node.value, "set"))


@reader("vague")
def _vague(r: Resolver, node: Node) -> Reading:
    return Reading(Stretch(node.value, "vague"))


@reader("time")
def _time(r: Resolver, node: Node) -> Reading:
    d = r.last if r.last and r.last.grain == "day" else r.pub if r.pub and r.pub.grain == "day" else None
    day = d.value if d else "XXXX-XX-XX"
    return Reading(
        Stretch(day + node.time, "time", d.first if d else None, d.last if d else None),
        anchor="previous" if d is r.last and d else "published" if d else None,
    )
