"""Stopping when asked: SIGINT and SIGTERM end a run at a moment when nothing is half written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Stop:
    """While entered, SIGINT and SIGTERM raise KeyboardInterrupt, though never within `held`: there they wait for its end."""

    def __init__(self) -> None:
        self._holding = self._asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        # only the main thread may take signals; elsewhere they stay with whoever has them
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """A stretch that is not interrupted."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._asked:
            self._asked = False
            raise KeyboardInterrupt

    def _on_signal(self, number: int, frame: object) -> None:
        if self._holding:
            self._asked = True
        else:
            raise KeyboardInterrupt
