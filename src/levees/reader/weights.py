"""A trained network on disk: large matrices in eighths of what they take in memory, a byte a number with one scale a row or column."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

LARGE = 4096  # entries from which on a matrix is kept as bytes
SCALE = ":scale"
TINY = 6.2e-5  # the least that float16 holds in full


def packed(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays as they are stored: matrices as int8 with scales (Jacob et al. 2018, symmetric), what is small as float16.

    >>> kept = packed({"w": np.linspace(-1, 1, 4096).reshape(64, 64)})
    >>> kept["w"].dtype, kept["w:scale"].shape, float(abs(unpacked(kept)["w"] - np.linspace(-1, 1, 4096).reshape(64, 64)).max()) < 0.005
    (dtype('int8'), (64, 1), True)
    """
    out: dict[str, np.ndarray] = {}
    for name, x in arrays.items():
        if x.ndim != 2 or x.size < LARGE:
            out[name] = x.astype(np.float16)
            continue
        _, whole, scale = min((_bytes(x, axis) for axis in (1, 0)), key=lambda found: found[0])
        out[name], out[name + SCALE] = whole, scale
    return out


def unpacked(stored: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays as float32."""
    return {
        name: x.astype(np.float32) * (stored[name + SCALE].astype(np.float32) if name + SCALE in stored else np.float32(1))
        for name, x in stored.items()
        if not name.endswith(SCALE)
    }


def load_weights(path: Path) -> dict[str, np.ndarray]:
    """One trained network: arrays by name."""
    with np.load(path) as data:
        return unpacked({name: data[name] for name in data.files})


def _bytes(x: np.ndarray, axis: int) -> tuple[float, np.ndarray, np.ndarray]:
    """(squared error, bytes, scales) with one scale for each line along an axis."""
    scale = np.maximum(np.abs(x).max(axis, keepdims=True) / 127, TINY).astype(np.float16).astype(np.float32)
    whole = np.clip(np.round(x / scale), -127, 127)
    return float(((whole * scale - x) ** 2).sum()), whole.astype(np.int8), scale.astype(np.float16)
