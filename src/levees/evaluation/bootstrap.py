"""How far the figures would move with other articles: bootstrap intervals, resampled by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Interval = tuple[float, float]
SAMPLES = 1000


def intervals(counts: Sequence[Counter[tuple[str, ...]]], types: Sequence[str], *, seed: int = 0) -> dict[str, dict[str, Interval]]:
    """95 % intervals of the event, strict and slot F1 of each type and of `ALL`.

    Articles are drawn with replacement, since the events of one article rise and fall together.
    """
    if not counts:
        return {}
    draws = np.random.default_rng(seed).multinomial(len(counts), [1 / len(counts)] * len(counts), size=SAMPLES)
    return {name: _of_types(counts, draws, group) for name, group in [*((t, [t]) for t in types), ("ALL", list(types))]}


def _of_types(counts: Sequence[Counter[tuple[str, ...]]], draws: NDArray[np.int64], types: list[str]) -> dict[str, Interval]:
    def drawn(what: str, outcome: str) -> NDArray[np.int64]:
        sums: NDArray[np.int64] = draws @ np.array([sum(n[what, t, outcome] for t in types) for n in counts])
        return sums

    found, false, missed = (drawn("event", outcome) for outcome in ("tp", "fp", "fn"))
    size = 2 * found + false + missed
    slot_tp, slot_fp, slot_fn = (drawn("slot", outcome) for outcome in ("tp", "fp", "fn"))
    return {
        "event": _interval(2 * found, size),
        "strict": _interval(2 * drawn("strict", "tp"), size),
        "slot": _interval(2 * slot_tp, 2 * slot_tp + slot_fp + slot_fn),
    }


def _interval(twice_right: NDArray[np.int64], size: NDArray[np.int64]) -> Interval:
    # a draw without a single event of the type says nothing about it
    seen = size > 0
    if not seen.any():
        return 0.0, 0.0
    low, high = np.percentile(twice_right[seen] / size[seen], [2.5, 97.5])
    return float(low), float(high)
