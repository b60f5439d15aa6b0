"""Turns at what does one thing after the other: each server's requests in their order, and the
servers by turns. So whoever asks in one waits little for a flood of questions in another."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 2
"""Requests that have their turn at once: one that is worked on, and the next at hand."""


class Turns:
    """Gives turns. `of` is the server whose request it is, 0 for those of none."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._waiting: dict[int, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, of: int) -> AsyncIterator[None]:
        """Wait for a turn, and have it during the block."""
        if self._free and not self._waiting:
            self._free -= 1
        else:
            await self._wait(of)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, of: int) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(of, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Give the turn to the first who waits in the server that was served the longest ago."""
        while self._waiting:
            of = next(iter(self._waiting))
            queue = self._waiting.pop(of)
            turn = queue.popleft()
            if queue:
                self._waiting[of] = queue
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
