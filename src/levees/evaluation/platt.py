"""Chances put straight: logistic regression on a few log-odds (Platt 1999), held near what one would believe without data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def fit(x: np.ndarray, right: np.ndarray, prior: Sequence[float], strength: float = 5.0) -> list[float]:
    """Weights [constant, one a column of x] of a logistic regression; `strength` pulls them to `prior`, as so many doubtful cases would.

    Newton's method, steps halved where they do not help, on the log-likelihood with a normal prior: few data move the weights little.

    >>> fit(np.zeros((0, 1)), np.zeros(0), [0.0, 1.0])
    [0.0, 1.0]
    """
    start = np.asarray(prior, float)
    rows = np.column_stack([np.ones(len(x)), x])
    w, pull = start.copy(), strength * np.eye(len(start))

    def loss(w: np.ndarray) -> float:
        z = rows @ w
        return float(np.sum(np.logaddexp(0, z) - right * z) + 0.5 * (w - start) @ pull @ (w - start))

    now = loss(w)
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(rows @ w, -30, 30)))
        slope = rows.T @ (right - p) - pull @ (w - start)
        step = np.linalg.solve(rows.T @ (rows * (p * (1 - p))[:, None]) + pull, slope)
        while (then := loss(w + step)) > now and np.abs(step).max() >= 1e-8:
            step = step / 2  # where chances are near 0 or 1 a whole step goes too far
        if np.abs(step).max() < 1e-8:
            break
        w, now = w + step, then
    return [float(v) for v in w]


def calibration_error(chance: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """The expected calibration error (Naeini et al. 2015): how far chance and share of right ones lie apart, by bins of equal width.

    >>> calibration_error(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    0.0
    """
    which = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [(which == b).sum() * abs(chance[which == b].mean() - right[which == b].mean()) for b in range(bins) if (which == b).any()]
    return float(sum(gaps) / max(len(chance), 1))
