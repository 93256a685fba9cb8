"""Is this article about deals at all? A linear model over the mean of its words' vectors (as fastText has it, Joulin et al. 2017).

The networks look at words where they stand; this looks at all of them at once, names and figures left out, and the judge weighs it.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np


def mean_vector(doc: Any) -> np.ndarray:
    """[300] mean of the unit vectors of a Doc's small-letter words of three letters or more; zeros where none has a vector."""
    vectors = doc.vocab.vectors
    rows = np.array([vectors.key2row.get(t.orth, -1) for t in doc if t.is_lower and t.is_alpha and len(t) > 2], dtype=np.int64)
    rows = rows[rows >= 0]
    if not len(rows):
        return np.zeros(vectors.data.shape[1], np.float32)
    found = np.asarray(vectors.data[rows], np.float32)
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    return np.asarray(found.mean(0))


class Topic:
    """Log-odds that an article tells of an event."""

    def __init__(self, weights: np.ndarray, bias: float) -> None:
        self.weights, self.bias = weights.astype(np.float32), float(bias)

    def __call__(self, doc: Any) -> float:
        """Of a Doc; 0.0 where its vocabulary has no static vectors."""
        mean = mean_vector(doc)
        return float(mean @ self.weights + self.bias) if len(mean) == len(self.weights) else 0.0


@lru_cache(maxsize=1)
def shipped_topic() -> Topic:
    """The model that ships with levees (`models/reader/topic.py` trains it)."""
    with as_file(files("levees.data") / "fr" / "topic.npz") as path, np.load(path) as data:
        return Topic(data["weights"], data["bias"])
