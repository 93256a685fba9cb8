"""When is a value right? Names, amounts, dates, numbers and words, each compared by its own measure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from levees.evaluation.slots import Kind

_LEGAL = re.compile(r"(?<=\w) (sa|sas|sasu|sarl|se|sca|scs|inc|corp|corporation|ltd|limited|llc|gmbh|ag|nv|plc|co|spa|bv|oy|ab|asa)$")
_LEADING = re.compile(r"^(l'|le |la |les |un |une |groupe )")
_INITIALS = re.compile(r"\b((?:[a-z]\.){2,})(?=\s|$)")
_STOP = frozenset("de du des d l la le les un une et en a au aux dans sur pour par chez the of".split())
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_MONTHS = re.compile(r"(\d{4})(|-\d\d|-Q\d|-H\d)")
_FIRST_AND_LAST_MONTH = {
    "": (1, 12),
    "-H1": (1, 6),
    "-H2": (7, 12),
    **{f"-{n:02}": (n, n) for n in range(1, 13)},
    **{f"-Q{n}": (3 * n - 2, 3 * n) for n in range(1, 5)},
}


def as_list(value: Any) -> list[Any]:
    """A value of gold as the list of its acceptable values."""
    return value if isinstance(value, list) else [value]


def accepts(gold: Any, pred: Any) -> bool:
    """Is the scalar one that gold accepts? Only gold may offer several; a list in a prediction is wrong."""
    return not isinstance(pred, list) and str(pred) in {str(value) for value in as_list(gold)}


@lru_cache(maxsize=20_000)
def norm(name: str) -> str:
    """The form in which names are compared: no case, accents, articles, « groupe », punctuation, final legal form.

    >>> norm("L'Oréal S.A."), norm("le groupe Alba")
    ('oreal', 'alba')
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("œ", "oe")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).strip()
    while (shorter := _LEADING.sub("", plain).strip()) and shorter != plain:
        plain = shorter
    plain = _INITIALS.sub(lambda m: m[1].replace(".", ""), plain)
    plain = re.sub(r"[^\w]+", " ", plain).replace("_", " ").strip()
    # a name made of nothing but signs is compared as it stands
    return _LEGAL.sub("", plain).strip() or plain or " ".join(name.casefold().split())


def number(value: Any) -> Decimal | None:
    """A decimal, whatever way it is written; None where it is none."""
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def same(kind: Kind, gold: Any, pred: Any) -> bool:
    """Does a predicted value of a slot count as gold's?"""
    if gold is None or pred is None:
        return gold is None and pred is None
    return _SAME[kind](gold, pred)


@lru_cache(maxsize=20_000)
def extent(value: str) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value or an interval of such values; None where it has none.

    >>> extent("2024-Q1")
    (datetime.date(2024, 1, 1), datetime.date(2024, 3, 31))
    """
    if value.count("/") == 1:
        first, last = (extent(part) for part in value.split("/"))
        return (first[0], last[1]) if first and last else None
    try:
        if m := _DAY.fullmatch(value):
            day = date(int(m[1]), int(m[2]), int(m[3]))
            return day, day
        if m := _WEEK.fullmatch(value):
            return date.fromisocalendar(int(m[1]), int(m[2]), 1), date.fromisocalendar(int(m[1]), int(m[2]), 7)
        if (m := _MONTHS.fullmatch(value)) and m[2] in _FIRST_AND_LAST_MONTH:
            year, (first_month, last_month) = int(m[1]), _FIRST_AND_LAST_MONTH[m[2]]
            return date(year, first_month, 1), date(year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        pass
    return None


def _same_party(gold: Mapping[str, Any], pred: Mapping[str, Any]) -> bool:
    names = {norm(name) for name in (gold.get("name", ""), gold.get("text", ""), *gold.get("aliases", []))} - {""}
    return norm(str(pred.get("name", ""))) in names


def _same_money(gold: Mapping[str, Any], pred: Mapping[str, Any]) -> bool:
    keys = {_money_key(gold), *map(_money_key, gold.get("alternatives", []))}
    if gold.get("converted"):
        keys.add(_money_key(gold["converted"]))
    return _money_key(pred) in keys


def _money_key(money: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None, str | None] | None:
    if not money:
        return None
    low, high = money.get("low"), money.get("high")
    if money.get("amount") is not None:
        low = high = money["amount"]
    return (None if low is None else number(low), None if high is None else number(high), money.get("currency"))


def _same_date(gold: Mapping[str, Any], pred: Mapping[str, Any]) -> bool:
    value = pred.get("value")
    if accepts(gold.get("value"), value):
        return True
    mine = extent(value) if isinstance(value, str) else None
    return mine is not None and mine in [extent(other) for other in as_list(gold.get("value")) if isinstance(other, str)]


def _same_number(gold: Any, pred: Any) -> bool:
    return not isinstance(pred, list) and number(pred) is not None and number(pred) in {number(value) for value in as_list(gold)}


def _same_words(gold: Any, pred: Any) -> bool:
    have = _words(pred)
    for reading in as_list(gold):
        want = _words(reading)
        shared = sum(any(a[:5] == b[:5] for b in have) for a in want)
        if want and have and 2 * shared / (len(want) + len(have)) >= 0.5:
            return True
    return False


def _words(value: Any) -> set[str]:
    return set(norm(str(value)).split()) - _STOP


_SAME = {"party": _same_party, "money": _same_money, "date": _same_date, "number": _same_number, "enum": accepts, "text": _same_words}
