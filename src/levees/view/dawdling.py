"""Connections that send no whole head of a request are closed: uvicorn would keep them, and its places, for ever."""

from __future__ import annotations

import asyncio
from typing import Any


def impatient(patience: float) -> type[asyncio.Protocol]:
    """uvicorn's HTTP protocol with a limit, in seconds, on how long the head of a request may take."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    class Impatient(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        late: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._between():
                if self.late is None:
                    self._wait()
            elif self.late is not None:
                self.late.cancel()
                self.late = None

        def connection_lost(self, exc: Exception | None) -> None:
            if self.late is not None:
                self.late.cancel()
            super().connection_lost(exc)

        def _between(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _wait(self) -> None:
            self.late = self.loop.call_later(patience, self._give_up)

        def _give_up(self) -> None:
            self.late = None
            if self._between() and not self.transport.is_closing():
                self.transport.close()

    return Impatient
