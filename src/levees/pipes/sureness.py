"""How likely a filled slot is right: the reader's chances, put straight by what such slots turned out to be worth.

The reader is surer of some slots than it is right; a slot can be no surer than its event. For each slot a logistic regression on both
chances (Platt 1999), fitted across folds by `benchmarks/slot_confidence.py`, says what the two are worth together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import yaml

Weights = Mapping[str, tuple[float, float, float]]  # of a slot: constant, weight of its own chance's log-odds, weight of the event's
PLAIN = (0.0, 1.0, 0.0)


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that ship with levees."""
    text = (files("levees.data") / "fr" / "slot_chances.yml").read_text(encoding="utf-8")
    return {slot: (float(w[0]), float(w[1]), float(w[2])) for slot, w in yaml.safe_load(text).items()}


def logit(chance: float) -> float:
    """The log-odds of a chance, kept within ±7.

    >>> logit(0.5), round(logit(1.0), 1)
    (0.0, 7.0)
    """
    return max(-7.0, min(7.0, math.log(max(chance, 1e-9) / max(1 - chance, 1e-9))))


def sureness(slot: str, own: float | None, event: float, weights: Weights) -> float:
    """The chance that a slot is right, of the reader's own chance (None where words alone filled it) and the event's.

    >>> sureness("date", 0.5, 0.9, {"date": (0.0, 1.0, 1.0)})
    0.9
    """
    a, b, c = weights.get(slot, PLAIN if own is not None else (0.0, 0.0, 1.0))
    return round(1 / (1 + math.exp(-(a + b * logit(0.5 if own is None else own) + c * logit(event)))), 3)
