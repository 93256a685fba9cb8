"""Figures beside those by type: by rule, by confidence (reliability, expected calibration error), of one prediction against another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from levees.evaluation.align import align
from levees.evaluation.score import Counts, Prf, count_article, prf
from levees.evaluation.slots import well_formed

Row = Mapping[str, Any]
SAMPLES = 1000


class Judged(NamedTuple):
    """One predicted event: who found it, how sure it was, and whether it is right."""

    article: str
    type: str
    rule: str
    confidence: float | None
    right: bool


class Bin(NamedTuple):
    """Predictions of like confidence: their bounds, number, mean confidence and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Comparison:
    """Two predictions of the same articles: event F1 of each, the 95 % interval of the difference, articles that differ."""

    first: Prf
    second: Prf
    interval: tuple[float, float]
    better: list[str]
    worse: list[str]


def judge(gold: Sequence[Row], pred: Iterable[Row]) -> list[Judged]:
    """Every predicted event, right or wrong; what gold calls optional is left out.

    >>> row = {"id": "1", "text": "Alba", "events": [{"type": "Founding", "company": {"name": "Alba"}, "confidence": 0.9}]}
    >>> judge([row], [row])[0].right
    True
    """
    by_id = {row.get("id"): row for row in pred}
    out = []
    for row in gold:
        events = [e for e in (by_id.get(row["id"]) or {}).get("events") or [] if well_formed(e)]
        pairs, _, false = align(row["events"], events)
        for p in pairs:
            if not p.gold.get("optional"):
                out.append(_judged(row["id"], p.pred, bool(p.core)))
        out += [_judged(row["id"], event, False) for event in false]
    return out


def by_rule(judged: Iterable[Judged]) -> dict[str, tuple[int, int]]:
    """Right and all predictions of each rule, those with most first."""
    out: dict[str, tuple[int, int]] = {}
    for one in judged:
        right, count = out.get(one.rule, (0, 0))
        out[one.rule] = right + one.right, count + 1
    return dict(sorted(out.items(), key=lambda item: (-item[1][1], item[0])))


def reliability(judged: Iterable[Judged], *, bins: int = 10) -> list[Bin]:
    """The reliability table: predictions by confidence, in bins of equal width; empty ones are left out."""
    groups: dict[int, list[Judged]] = {}
    for one in judged:
        if one.confidence is not None:
            groups.setdefault(min(int(one.confidence * bins), bins - 1), []).append(one)
    return [Bin(k / bins, (k + 1) / bins, len(g), float(np.mean([j.confidence for j in g])), float(np.mean([j.right for j in g])))
            for k, g in sorted(groups.items())]


def calibration_error(table: Sequence[Bin]) -> float:
    """The expected calibration error: how far confidence and share of right ones lie apart, weighted by number.

    >>> round(calibration_error([Bin(0.5, 0.6, 10, 0.55, 0.5), Bin(0.9, 1.0, 10, 0.95, 1.0)]), 3)
    0.05
    """
    total = sum(b.count for b in table)
    return sum(b.count * abs(b.confidence - b.right) for b in table) / total if total else 0.0


def above(rows: Iterable[Row], least: float) -> list[dict[str, Any]]:
    """The rows without events less confident than `least` (0 to 1); events that say nothing of it stay."""
    def sure(event: Mapping[str, Any]) -> bool:
        return event.get("confidence") is None or event["confidence"] >= least

    return [{**row, "events": list(filter(sure, row.get("events") or []))} for row in rows]


def curve(gold: Sequence[Row], pred: Sequence[Row], *, steps: int = 10) -> list[tuple[float, Prf]]:
    """What asking for more confidence does to precision, recall and F1 of events."""
    return [(k / steps, _prf(_counts(gold, above(pred, k / steps)))) for k in range(steps)]


def compare(gold: Sequence[Row], first: Sequence[Row], second: Sequence[Row], *, seed: int = 0) -> Comparison:
    """Hold two predictions against gold; the interval is by paired bootstrap over articles."""
    mine, theirs = _counts(gold, first), _counts(gold, second)
    moved = [_event(b, "tp") - _event(b, "fp") - _event(a, "tp") + _event(a, "fp") for a, b in zip(mine, theirs, strict=True)]
    draws = np.random.default_rng(seed).multinomial(len(gold), [1 / max(len(gold), 1)] * len(gold), size=SAMPLES)
    low, high = np.percentile(_f1s(draws, theirs) - _f1s(draws, mine), [2.5, 97.5])
    names = [str(row["id"]) for row in gold]
    return Comparison(_prf(mine), _prf(theirs), (float(low), float(high)),
                      [n for n, d in zip(names, moved, strict=True) if d > 0], [n for n, d in zip(names, moved, strict=True) if d < 0])


def _judged(article: str, event: Mapping[str, Any], right: bool) -> Judged:
    return Judged(article, event["type"], event.get("rule") or "–", event.get("confidence"), right)


def _counts(gold: Sequence[Row], pred: Iterable[Row]) -> list[Counts]:
    by_id = {row.get("id"): row for row in pred}
    return [count_article(row, by_id.get(row["id"]), []) for row in gold]


def _event(counts: Counts, outcome: str) -> int:
    return sum(n for key, n in counts.items() if key[0] == "event" and key[2] == outcome)


def _prf(counts: Sequence[Counts]) -> Prf:
    return prf(*(sum(_event(n, outcome) for n in counts) for outcome in ("tp", "fp", "fn")))


def _f1s(draws: Any, counts: Sequence[Counts]) -> Any:
    tp, fp, fn = (draws @ np.array([_event(n, outcome) for n in counts]) for outcome in ("tp", "fp", "fn"))
    return 2 * tp / np.maximum(2 * tp + fp + fn, 1)
