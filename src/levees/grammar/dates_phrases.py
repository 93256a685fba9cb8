"""Phrases and holidays that the pattern grammar cannot take word by word; data in `data/fr/dates_phrases.yml`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from importlib import resources

import yaml

from levees.grammar import dates_calendar as cal
from levees.grammar.dates_lexer import Tokens, lex
from levees.grammar.dates_model import Node
from levees.grammar.dates_rules import year_suffix

Phrase = tuple[int, tuple[str, ...], str, str, bool]
"""Offset of the key word in the phrase, its words, kind of node, value, whether capitals count."""


@cache
def _phrases() -> dict[str, list[Phrase]]:
    """Phrases under their longest word."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(resources.files("levees").joinpath("data/fr/dates_phrases.yml").read_text(encoding="utf-8"), loader)
    cased = set(raw["cased"])
    table: dict[str, list[Phrase]] = {}
    groups = (
        [("vague", v, p) for v, p in raw["vague"].items()]
        + [("holiday", v, p) for v, p in raw["holidays"].items()]
        + [("named", v, p) for v, p in raw["named"].items()]
        + [("none", "", raw["none"])]
    )
    for kind, val, phrases in groups:
        for phrase in phrases:
            words = tuple(lex(phrase).words)
            key = max(words, key=len)
            table.setdefault(key, []).append((words.index(key), words, kind, str(val), phrase in cased))
    for entries in table.values():
        entries.sort(key=lambda e: -len(e[1]))
    return table


def phrase_nodes(tokens: Tokens) -> dict[int, Node]:
    """Nodes of the phrases in a text, by the word at which they begin.

    >>> phrase_nodes(lex("À terme, le groupe…"))[0].value
    'FUTURE_REF'
    """
    table = _phrases()
    out: dict[int, Node] = {}
    words = tokens.words
    keys = table.keys() & set(words)
    if not keys:
        return out
    hits = []
    for k in [k for k, w in enumerate(words) if w in keys]:
        for offset, phrase, kind, val, cased in table[words[k]]:
            i = k - offset
            if kind == "holiday" and not _PLACES.isdisjoint(words[max(0, i - 2) : max(0, i)]):
                continue  # « l'église Saint-Jean »
            if i >= 0 and tuple(words[i : i + len(phrase)]) == phrase and not (cased and not _proper(tokens, k, i)):
                hits.append((i, -len(phrase), kind, val))
                break
    end = 0
    for i, minus, kind, val in sorted(hits):  # of two that begin at one word the longer: « Saint-Jean-Baptiste »
        j = i - minus
        if i < end:
            continue
        if kind == "holiday":
            ref, j = year_suffix(tokens, j)
            out[i] = Node("holiday", i, j, ref, value=val)
        else:
            out[i] = Node(kind, i, j, value=val)
        end = j
    return out


_PLACES = frozenset(
    "église cathédrale basilique chapelle paroisse abbaye rue place avenue boulevard quai pont porte quartier collège lycée école clinique "
    "hôpital groupe société gare stade salle fort".split()
)


def _proper(tokens: Tokens, k: int, i: int) -> bool:
    """Has the key word its capital, and no other capital before it that makes both a person's name (« Maya Noël »)?"""
    if not tokens.text[tokens.starts[k]].isupper():
        return tokens.words[k] in ("noël", "pâques", "halloween", "pentecôte")  # nothing but holidays, even without their capital
    if i < 2:
        return i == 0 or tokens.classes[0] != "x"
    before = tokens.text[tokens.starts[i - 1] : tokens.end(i - 1)]
    return not (before[0].isupper() and before.isalpha() and tokens.words[i - 2] not in (".", "\x01") and len(before) > 1)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's algorithm).

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> cal.Stretch | None:
    """The day of a holiday in a year, from its rule in the data.

    >>> holiday("easter+50", 2024).value, holiday("11/4/4", 2024).value, holiday("05-25<1", 2024).value, holiday("09/7/1+4", 2024).value
    ('2024-05-20', '2024-11-28', '2024-05-20', '2024-09-05')
    """
    if m := re.fullmatch(r"(\d\d)-(\d\d)", rule):
        return cal.day(date(year, int(m[1]), int(m[2])))
    if m := re.fullmatch(r"easter([+-]\d+)", rule):
        return cal.day(easter(year) + timedelta(days=int(m[1])))
    if m := re.fullmatch(r"(\d\d)-(\d\d)<(\d)", rule):  # the last such weekday before a day
        day = date(year, int(m[1]), int(m[2]))
        return cal.day(day - timedelta(days=(day.isoweekday() - int(m[3]) - 1) % 7 + 1))
    if m := re.fullmatch(r"(\d\d/\d/\d)\+(\d)", rule):  # so many days after such a weekday
        base = holiday(m[1], year)
        return cal.day(base.first + timedelta(days=int(m[2]))) if base and base.first else None
    month, weekday, rank = rule.split("/")
    if rank in ("black", "cyber"):
        thursday = holiday("11/4/4", year)
        return cal.day(thursday.first + timedelta(days=1 if rank == "black" else 4)) if thursday and thursday.first else None
    return nth_weekday(year, int(month), int(weekday), int(rank))


def nth_weekday(year: int, month: int, weekday: int, rank: int) -> cal.Stretch | None:
    """The rank-th such weekday of a month, -1 for the last; None where the month has none.

    >>> nth_weekday(2024, 3, 1, 1).value
    '2024-03-04'
    """
    first, last = date(year, month, 1), cal.last_of_month(year, month)
    if rank < 0:
        return cal.day(last - timedelta(days=(last.isoweekday() - weekday) % 7))
    d = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (rank - 1))
    return cal.day(d) if d <= last else None
