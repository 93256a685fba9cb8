"""Which figure of a company's accounts an amount is: revenue, profit, loss, debt."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

from levees.reader.surface import Cues, Reasons, Span, cue_lists, sentence_at, sentence_index, within

METRICS = ("revenue", "net_income", "net_loss", "operating_income", "ebitda", "recurring_revenue", "orders", "debt", "cash",
           "guidance_revenue")
_OF = re.compile(r"\s*(?:\([^)]{0,30}\)\s*)?(?:de\s|d[’']|en\s|du\s|des\s)(?:[\w’'-]+\s){0,1}$")
_NEGATIVE = re.compile(r"négati|dans le rouge|déficitaire", re.IGNORECASE)
_WEAK = frozenset("réalise réalisé activité produits loyers gain doit réserves revenu abonnement abonnements facture primes ca contrats "
                  "vendu vend rapporté".split())


@lru_cache(maxsize=1)
def _cues() -> Cues:
    return Cues(cue_lists("metrics"))


def metric_of(reading: Any, amount: Span, *, planned: bool = False) -> Reasons:
    """How well each metric fits an amount, from the nouns around it; `planned` turns revenue into `guidance_revenue`.

    >>> from types import SimpleNamespace as S
    >>> text = "Alba a perdu 3 M€ pour 40 M€ de ventes."
    >>> sums = [S(start=13, end=17), S(start=23, end=28)]
    >>> article = S(text=text, sentences=[(0, len(text))], amounts=sums)
    >>> [metric_of(article, (a.start, a.end)).best() for a in sums]
    ['net_loss', 'revenue']
    """
    start, end = sentence_at(reading, amount[0])
    text = reading.text[start:end]
    sums = [(a.start - start, a.end - start) for a in within(reading.amounts, start, end) if a.end <= amount[0] or a.start >= amount[1]]
    at, to = amount[0] - start, amount[1] - start
    scores: dict[str, float] = {}
    where: dict[str, Span] = {}
    guided = planned
    named = [(n.start - start, n.end - start) for n in getattr(reading, "names", ()) if start <= n.start < end]
    hits = [h for h in _cues().find(text) if not any(a <= h.start and h.end <= b for a, b in named)]
    again = [h for h in hits if h.value == "again"]
    for hit in hits:
        if hit.value == "guidance":
            guided = guided or (hit.end <= at and at - hit.end < 45 and not any(hit.end <= a < at for a, _ in sums))
        if hit.value in ("again", "guidance"):
            continue
        score = 0.0
        if hit.end <= at:
            score = _before(text, hit, at, sums, again) * _free(text, hit, sums)
        elif hit.start >= to:
            score = _after(text, hit, to, sums)
        if text[hit.start : hit.end].lower() in _WEAK:
            score *= 0.5
        if score > scores.get(hit.value, 0.0):
            scores[hit.value], where[hit.value] = score, (hit.start + start, hit.end + start)
    if max(scores.values(), default=0.0) < 0.08 and guided:
        scores["guidance_revenue"] = 0.4  # « il en espère 200 l'an prochain »: what one hopes for and does not name is sales
    elif max(scores.values(), default=0.0) < 0.08:
        _inherit(reading, amount, scores, where)
    other = scores.pop("other", 0.0)
    if other:
        scores = {k: v * (1 - 0.5 * other) for k, v in scores.items()}
    if scores.get("net_income") and _NEGATIVE.search(text[max(0, at - 40) : at]):
        scores["net_loss"], where["net_loss"] = scores.pop("net_income"), where["net_income"]
    if planned and not scores:
        scores["guidance_revenue"] = 0.3
    if guided and scores.get("revenue"):
        scores["guidance_revenue"], where["guidance_revenue"] = scores.pop("revenue"), where["revenue"]
    return Reasons({k: min(v, 1.0) for k, v in scores.items()}, where)


def _before(text: str, hit: Any, at: int, sums: list[Span], again: list[Any]) -> float:
    """A noun before the amount: fades with distance, at clause ends and at other amounts that nothing ties to it."""
    score: float = math.exp(-(at - hit.end) / 80)
    last = hit.end
    for a, b in sums:
        if hit.end <= a < at and not ("(" in text[hit.end : a] and ")" in text[b:at]):
            tied = any(b <= x.start < at for x in again)
            score *= 0.8 if tied else 0.3
            last = b
    between = text[hit.end : at]
    score *= 0.35 ** len(re.findall(r"[;:]\s", between)) * 0.85 ** between.count(", ")
    if last == hit.end and re.search(r"\bet\b|\bmais\b|\bpour\b|\bsur\b", between):
        score *= 0.8
    return score


def _free(text: str, hit: Any, sums: list[Span]) -> float:
    """« 248 millions de bénéfice sur 4 milliards »: a noun that completes one amount seldom names the next."""
    return 0.3 if any(b <= hit.start and _OF.fullmatch(text[b : hit.start]) for _, b in sums) else 1.0


def _after(text: str, hit: Any, to: int, sums: list[Span]) -> float:
    """A noun after the amount: its complement (« 12 M€ de ventes »), else weaker than one before."""
    between = text[to : hit.start]
    if _OF.fullmatch(between):
        return 1.2
    score: float = 0.55 * math.exp(-len(between) / 30)
    score *= 0.3 ** sum(hit.start > a >= to for a, _ in sums) * 0.3 ** len(re.findall(r"[;:]\s", between)) * 0.6 ** between.count(", ")
    return float(score) * (0.6 if re.search(r"\bet\b|\bmais\b|\bpour\b", between) else 1.0)


def _inherit(reading: Any, amount: Span, scores: dict[str, float], where: dict[str, Span]) -> None:
    """Nothing in the sentence names the figure: the sentence before may."""
    here = sentence_index(reading, amount[0])
    for back in (1, 2):
        if here - back < 0 or not reading.sentences:
            return
        a, b = reading.sentences[here - back]
        hits = [h for h in _cues().find(reading.text[a:b]) if h.value in METRICS]
        if hits:
            hit = hits[-1]
            if 0.25 / back > scores.get(hit.value, 0.0):
                scores[hit.value], where[hit.value] = 0.25 / back, (a + hit.start, a + hit.end)
            return
