"""Expressions of time: TIMEX3 values (ISO-TimeML), with intervals and decades (`202X`) as documented extensions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from levees.schema.base import Grounded


class DateMod(StrEnum):
    """TIMEX3's `mod` values that the French press needs."""

    START = "START"
    MID = "MID"
    END = "END"
    APPROX = "APPROX"
    BEFORE = "BEFORE"
    AFTER = "AFTER"
    ON_OR_BEFORE = "ON_OR_BEFORE"
    ON_OR_AFTER = "ON_OR_AFTER"


class Grain(StrEnum):
    """The calendar unit that an expression names."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    DURATION = "duration"
    SET = "set"
    VAGUE = "vague"


class TimeExpression(Grounded):
    """A date, a period, a duration or a vague reference, as said; resolved only as far as `published` allows.

    `first_day` and `last_day` are inclusive, absent where they cannot be known.

    >>> TimeExpression(text="au T3 2024", value="2024-Q3", grain="quarter").value
    '2024-Q3'
    """

    value: str
    mod: DateMod | None = None
    grain: Grain | None = None
    first_day: date | None = None
    last_day: date | None = None
