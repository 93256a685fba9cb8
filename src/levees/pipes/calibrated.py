"""The judge's chances put straight for one kind of text: what a pack's `calibration.yml` says of each event type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from levees.reader.network import TYPES

ALL = "all"  # the weights of types that have none of their own
Straight = Mapping[str, tuple[float, float]]  # of an event type: constant, and weight of the judge's log-odds


class Calibrated:
    """A judge whose log-odds are shifted and stretched by type (Platt 1999).

    >>> x = np.zeros((1, len(TYPES)), np.float32); x[0, 0] = 1
    >>> Calibrated(lambda rows: np.full(len(rows), 0.5), {"all": (1.0, 1.0)})(x).round(2)
    array([0.73])
    """

    def __init__(self, judge: Callable[[np.ndarray], np.ndarray], straight: Straight) -> None:
        self.judge, self.straight = judge, straight
        rest = straight.get(ALL, (0.0, 1.0))
        rows = [straight.get("LeadershipChange" if t.startswith("LC.") else t, rest) for t in TYPES]
        self._constant, self._weight = (np.array([row[i] for row in rows]) for i in (0, 1))

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """[P] chances of rows of features, whose first columns tell the type."""
        chance = np.clip(self.judge(x), 1e-6, 1 - 1e-6)
        kind = x[:, : len(TYPES)].argmax(1)
        z = self._constant[kind] + self._weight[kind] * np.log(chance / (1 - chance))
        return np.asarray(1 / (1 + np.exp(-z)))
