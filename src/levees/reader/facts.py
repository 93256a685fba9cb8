"""What the cues of factuality say of an anchor, as inputs of the closed-slot head."""

from __future__ import annotations

from typing import Any

import numpy as np

from levees.factuality.assess import assess
from levees.factuality.model import Factuality

STATUS = ("completed", "ongoing", "planned", "cancelled")
CERTAINTY = ("asserted", "reported", "denied", "hypothetical")


def assessed(reading: Any, start: int, end: int) -> Factuality:
    """The cues around characters start to end of a Reading."""
    return assess(reading.text, reading.sentences, start, end, doc=reading.doc, names=reading.names)


def as_inputs(fact: Factuality) -> np.ndarray:
    """[8] scores of status, then of certainty."""
    return np.array([fact.status_scores.get(s, 0.0) for s in STATUS] + [fact.certainty_scores.get(c, 0.0) for c in CERTAINTY], np.float32)
