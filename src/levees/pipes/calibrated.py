"""The judge's chances put straight for one kind of text: what a pack's `calibration.yml` says of each event type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from levees.reader.network import TYPES
from levees.reader.proposals import Proposal

ALL = "all"  # the weights of types that have none of their own
Straight = Mapping[str, tuple[float, float]]  # of an event type: constant, and weight of the judge's log-odds


class Calibrated:
    """A judge whose log-odds are shifted and stretched by type (Platt 1999).

    >>> found = [Proposal("Valuation", 0, [0], None, None, 0.5)]
    >>> Calibrated(lambda found, _: np.full(len(found), 0.5), {"all": (1.0, 1.0)})(found, None).round(2)
    array([0.73])
    """

    def __init__(self, judge: Callable[[Sequence[Proposal], Any], np.ndarray], straight: Straight) -> None:
        self.judge, self.straight = judge, straight
        rest = straight.get(ALL, (0.0, 1.0))
        rows = [straight.get("LeadershipChange" if t.startswith("LC.") else t, rest) for t in TYPES]
        self._constant, self._weight = (np.array([row[i] for row in rows]) for i in (0, 1))

    def __call__(self, found: Sequence[Proposal], decoder: Any) -> np.ndarray:
        """[P] chances of proposals."""
        chance = np.clip(self.judge(found, decoder), 1e-6, 1 - 1e-6)
        kind = np.array([TYPES.index(p.type) for p in found], dtype=np.int64)
        z = self._constant[kind] + self._weight[kind] * np.log(chance / (1 - chance))
        return np.asarray(1 / (1 + np.exp(-z)))
