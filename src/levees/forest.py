"""Boosted trees (Friedman 2001) kept as plain arrays: asking them needs NumPy only."""

from __future__ import annotations

import numpy as np


class Forest:
    """Boosted trees as arrays: every tree's nodes in one row, leaves pointing at themselves."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        trees, nodes = arrays["feature"].shape
        base = np.arange(trees, dtype=np.int32)[:, None] * nodes
        self.roots, self.depth = base[:, 0], int(arrays["depth"])
        self.feature, self.threshold, self.value = (arrays[k].ravel() for k in ("feature", "threshold", "value"))
        self.children = np.stack([(arrays["right"] + base).ravel(), (arrays["left"] + base).ravel()], 1).ravel().astype(np.int32)

    def scores(self, x: np.ndarray) -> np.ndarray:
        """[P] what the trees give rows of features, summed."""
        node = np.tile(self.roots, (len(x), 1))
        first = (np.arange(len(x)) * x.shape[1])[:, None]
        flat = np.ascontiguousarray(x).ravel()
        for _ in range(self.depth):
            left = flat.take(first + self.feature.take(node)) <= self.threshold.take(node)
            node = self.children.take(2 * node + left)
        return np.asarray(self.value.take(node).sum(1))

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """[P] probabilities of rows of features."""
        return np.asarray(1 / (1 + np.exp(-self.scores(x))))
