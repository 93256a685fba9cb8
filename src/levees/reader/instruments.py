"""In what form money comes, and on what basis a company is valued."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

from levees.reader.surface import Cues, Reasons, Span, cue_lists, sentence_at, within

INSTRUMENTS = ("equity", "debt", "convertible", "grant", "mixed")
_OF = re.compile(r"\s*(?:de|d[’']|en|sous forme (?:de|d[’'])|par|au moyen (?:de|d[’'])|via|,? dont)?\s*(?:une?\s|des\s|l[’'])?\s*$")

_PART = re.compile(r"[^.;]{0,30}?[,(:]\s*(?:dont|moitié|pour moitié|pour un tiers|pour partie|mêlant|combinant)\s[^.;]{3,90}")


@lru_cache(maxsize=2)
def _cues(name: str) -> Cues:
    return Cues(cue_lists(name))


def _nearness(reading: Any, amount: Span, name: str, reach: float) -> Reasons:
    start, end = sentence_at(reading, amount[0])
    text = reading.text[start:end]
    at, to = amount[0] - start, amount[1] - start
    sums = [(a.start - start, a.end - start) for a in within(reading.amounts, start, end) if a.end <= amount[0] or a.start >= amount[1]]
    scores: dict[str, float] = {}
    where: dict[str, Span] = {}
    named = [(n.start - start, n.end - start) for n in getattr(reading, "names", ()) if start <= n.start < end and n.kind != "exchange"]
    for hit in _cues(name).find(text):
        if any(a <= hit.start and hit.end <= b for a, b in named):
            continue
        if hit.end <= at:
            between = text[hit.end : at]
            score = math.exp(-len(between) / reach) * 0.3 ** sum(hit.end <= a < at for a, _ in sums)
        elif hit.start >= to:
            between = text[to : hit.start]
            score = math.exp(-len(between) / reach) * 0.3 ** sum(to <= a < hit.start for a, _ in sums)
            if _OF.fullmatch(between):
                score = 1.0
        else:
            continue
        score *= 0.4 ** len(re.findall(r"[;:]\s", between)) * 0.8 ** between.count(", ")
        if score > scores.get(hit.value, 0.0):
            scores[hit.value], where[hit.value] = score, (hit.start + start, hit.end + start)
    return Reasons(scores, where)


def instrument_of(reading: Any, amount: Span) -> Reasons:
    """How well each instrument fits the money at an anchor; no score where the words around say nothing.

    >>> from types import SimpleNamespace as S
    >>> text = "Alba obtient un prêt de 3 M€."
    >>> instrument_of(S(text=text, sentences=[(0, 29)], amounts=[]), (24, 28)).best()
    'debt'
    """
    found = _nearness(reading, amount, "instruments", 40)
    scores = dict(found.scores)
    mixed = scores.pop("mixed", 0.0)
    if scores.get("convertible") and scores.get("debt", 0.0) <= scores["convertible"] * 1.2:
        scores.pop("debt", None)
    kinds = [k for k in ("equity", "debt", "grant", "convertible") if scores.get(k, 0.0) > 0.2]
    if mixed and len(kinds) > 1:
        scores["mixed"] = min(1.0, 0.4 + mixed)
    part = _PART.match(reading.text[amount[1] : sentence_at(reading, amount[0])[1]])
    if part and any(h.value != "mixed" for h in _cues("instruments").find(part[0])):
        scores["mixed"] = 1.0
    return Reasons(scores, found.where)


def basis_of(reading: Any, amount: Span) -> Reasons:
    """How well each basis fits a valuation.

    >>> from types import SimpleNamespace as S
    >>> text = "Alba vaut 3 M€ post-money."
    >>> basis_of(S(text=text, sentences=[(0, 26)], amounts=[]), (10, 14)).best()
    'post_money'
    """
    found = _nearness(reading, amount, "basis", 60)
    hint = 0.6 * found.scores.pop("market_cap_weak", 0.0)
    if hint > found.scores.get("market_cap", 0.0):
        found.scores["market_cap"], found.where["market_cap"] = hint, found.where["market_cap_weak"]
    found.where.pop("market_cap_weak", None)
    return found
