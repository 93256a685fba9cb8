"""What tests of time share: only how it grows is held, never how long it is, since the machine may be slow or busy."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

import pytest

FLOOR = 0.003  # seconds; what is quicker than this is not measured but noise


def best_of(action: Callable[[], Any], rounds: int = 3) -> float:
    """The processor time of one call: the best of several, as other work only ever adds."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(rounds):
            begun = time.process_time()
            action()
            best = min(best, time.process_time() - begun)
    finally:
        gc.enable()
    return best


def check_growth(prepare: Callable[[int], Callable[[], Any]], size: int, *, doublings: int = 3, rounds: int = 3) -> None:
    """Fail where time grows much faster than size; `prepare(size)` gives the call that is timed. A square is 2 ** doublings too slow."""
    prepare(size)()
    small, large = (best_of(prepare(n), rounds) for n in (size, size * 2**doublings))
    if large > 3 * 2**doublings * max(small, FLOOR):  # once more before crying wolf
        small, large = (best_of(prepare(n), 2 * rounds) for n in (size, size * 2**doublings))
    assert large < 3 * 2**doublings * max(small, FLOOR), f"{small:.4f} s for {size}, {large:.4f} s for {size * 2**doublings}"


@pytest.fixture(name="best_of")
def _best_of() -> Callable[..., float]:
    return best_of


@pytest.fixture
def grows_linearly() -> Callable[..., None]:
    return check_growth
