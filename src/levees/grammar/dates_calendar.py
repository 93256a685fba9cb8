"""Calendar arithmetic on TIMEX3 values: stretches of days with a grain, moved and joined; nothing here reads text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_VALUE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?|-Q([1-4])|-H([12])|-W(\d\d)|-(SP|SU|FA|WI))?")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days: TIMEX3 value, grain, first and last day (inclusive; absent where unknown)."""

    value: str
    grain: str
    first: date | None = None
    last: date | None = None


def last_of_month(year: int, month: int) -> date:
    """Last day of a month.

    >>> last_of_month(2024, 2)
    datetime.date(2024, 2, 29)
    """
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def day(d: date) -> Stretch:
    """One day."""
    return Stretch(d.isoformat(), "day", d, d)


def month(year: int, number: int) -> Stretch:
    """One calendar month; months outside 1 to 12 run over into the years around.

    >>> month(2024, 0).value
    '2023-12'
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Stretch(f"{year:04}-{number:02}", "month", date(year, number, 1), last_of_month(year, number))


def quarter(year: int, number: int) -> Stretch:
    """One quarter; numbers outside 1 to 4 run over."""
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    return Stretch(f"{year:04}-Q{number}", "quarter", date(year, 3 * number - 2, 1), last_of_month(year, 3 * number))


def half(year: int, number: int) -> Stretch:
    """One half-year; numbers outside 1 to 2 run over."""
    year, number = year + (number - 1) // 2, (number - 1) % 2 + 1
    return Stretch(f"{year:04}-H{number}", "half", date(year, 6 * number - 5, 1), last_of_month(year, 6 * number))


def season(year: int, code: str) -> Stretch:
    """One meteorological season; winter bears the year in which it begins.

    >>> season(2023, "WI").last
    datetime.date(2024, 2, 29)
    """
    first, last = SEASONS[code]
    return Stretch(f"{year:04}-{code}", "season", date(year, first, 1), last_of_month(year + (last < first), last))


def year(number: int) -> Stretch:
    """One calendar year."""
    return Stretch(f"{number:04}", "year", date(number, 1, 1), date(number, 12, 31))


def week(d: date) -> Stretch:
    """The ISO week that holds a day."""
    y, w, n = d.isocalendar()
    monday = d - timedelta(days=n - 1)
    return Stretch(f"{y:04}-W{w:02}", "week", monday, monday + timedelta(days=6))


def weekend(d: date) -> Stretch:
    """The Saturday and Sunday of the ISO week that holds a day."""
    w = week(d)
    assert w.last is not None
    return Stretch(w.value + "-WE", "day", w.last - timedelta(days=1), w.last)


def decade(number: int) -> Stretch:
    """The decade of a year: 2015 and 2010 give 201X."""
    first = number // 10 * 10
    return Stretch(f"{first // 10:03}X", "decade", date(first, 1, 1), date(first + 9, 12, 31))


def century(number: int) -> Stretch:
    """The century of a given ordinal: the 19th is 18XX, from 1801 to 1900."""
    return Stretch(f"{number - 1:02}XX", "century", date(100 * number - 99, 1, 1), date(100 * number, 12, 31))


def interval(left: Stretch, right: Stretch) -> Stretch:
    """From the first day of one stretch to the last of another, named by a calendar unit's value only when both sides are given.

    >>> interval(month(2023, 10), month(2024, 3)).value
    '2023-10/2024-03'
    """
    return Stretch(f"{left.value}/{right.value}", "interval", left.first, right.last)


def months(first: Stretch, count: int) -> Stretch:
    """`count` months from the month of a stretch on."""
    assert first.first is not None
    a = month(first.first.year, first.first.month)
    b = month(first.first.year, first.first.month + count - 1)
    return a if count == 1 else interval(a, b)


def parse(value: str) -> Stretch | None:
    """Read a TIMEX3 calendar value back; None for anything else.

    >>> parse("2024-Q3").last
    datetime.date(2024, 9, 30)
    """
    if value.count("/") == 1:
        a, b = (parse(v) for v in value.split("/"))
        return interval(a, b) if a and b else None
    m = _VALUE.fullmatch(value)
    if m is None:
        return None
    y = int(m[1])
    try:
        if m[3]:
            return day(date(y, int(m[2]), int(m[3])))
        if m[2]:
            return month(y, int(m[2])) if 1 <= int(m[2]) <= 12 else None
        if m[4]:
            return quarter(y, int(m[4]))
        if m[5]:
            return half(y, int(m[5]))
        if m[6]:
            return week(date.fromisocalendar(y, int(m[6]), 1))
        return season(y, m[7]) if m[7] else year(y)
    except ValueError:
        return None


def add_months(d: date, count: int) -> date:
    """The same day some months away, or the last day of that month where it has no such day."""
    y, m = d.year + (d.month - 1 + count) // 12, (d.month - 1 + count) % 12 + 1
    return date(y, m, min(d.day, last_of_month(y, m).day))


UNIT_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}


def around(d: date, unit: str) -> Stretch:
    """The calendar unit (D, W, M, Q, H, Y, DE, CE) that holds a day."""
    match unit:
        case "D":
            return day(d)
        case "W":
            return week(d)
        case "M":
            return month(d.year, d.month)
        case "Q":
            return quarter(d.year, (d.month + 2) // 3)
        case "H":
            return half(d.year, (d.month + 5) // 6)
        case "DE":
            return decade(d.year)
        case "CE":
            return century((d.year + 99) // 100)
    return year(d.year)


def shift(base: Stretch, count: float, unit: str) -> Stretch | None:
    """Move a stretch by so many units: the result has the unit's grain, or the base's own where that is finer than a year moved by years.

    >>> shift(month(2019, 6), 3, "M").value, shift(year(2018), 2, "Y").value, shift(quarter(2023, 2), -1, "Y").value
    ('2019-09', '2020', '2022-Q2')
    """
    if base.first is None:
        return None
    try:
        if unit in ("D", "W"):
            if base.grain not in ("day", "week"):
                return None
            moved = base.first + timedelta(days=round(count * (7 if unit == "W" else 1)))
            return day(moved) if base.grain == "day" or unit == "D" else week(moved)
        if unit not in UNIT_MONTHS:
            return None
        n = round(count * UNIT_MONTHS[unit])
        first = add_months(base.first, n)
        match base.grain:
            case "day":
                return around(first, "Y" if unit in ("DE", "CE", "ML") else unit)
            case "week":
                return around(first, "M" if unit == "M" else "Y")
            case "month" | "quarter" | "half" | "season":
                if unit == "Y" and base.grain != "month":
                    return _like(base, first)
                if (unit, base.grain) in (("Q", "quarter"), ("H", "half"), ("Q", "half")):
                    return around(first, unit)
                return around(first, "M" if n % 12 else ("M" if unit == "M" else "Y"))
            case "year" | "decade" | "century":
                return around(first, unit if unit in ("DE", "CE") else "Y") if n % 12 == 0 else around(first, "Y")
            case "interval" if base.last is not None and n % 12 == 0:
                return _like(base, first)
    except (ValueError, OverflowError):
        return None
    return None


def _like(base: Stretch, first: date) -> Stretch | None:
    assert base.first is not None
    moved = first.year - base.first.year
    return parse(re.sub(r"\d{4}", lambda m: f"{int(m[0]) + moved:04}", base.value))
