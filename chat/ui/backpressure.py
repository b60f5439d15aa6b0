"""Counts the requests that are being answered, and defers new ones when there are too many.

Discord waits 3 s for the first sign. The store answers one question after the other, so whoever
comes late in a crowd is told to wait before the work begins ("is thinking …").
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from chat.texts import replies as words
from lore.model.errors import LoreError

MANY = 8
"""How many may be under way before the next is deferred.

An answer takes 4 ms of the store's thread on the average (133,582 facts, questions of one to three
steps), so whoever is not deferred has some 30 ms of others' work before the own, and a first
response within 50 ms. At 100 a second hardly any is deferred; with 4 many were, each at the cost of
a second request, and none was answered sooner. Of 1,000 at once all have their first response
within 1.3 s; with no deferring, 235 to 488 of them had one in time (tests/bench/burst.py, 2 cores).
"""
SWAMPED = 2 * MANY
"""How many may be under way before a completion is left out: it cannot be deferred."""
RUSH = 32
"""How many may be in the middle of being deferred before work waits for them: it would take the
processor from them. It had made the last of 1,000 wait for 1.1 to 2.4 s."""
CALM_PATIENCE = 2.0
"""Seconds that work waits for that at most; it has a quarter of an hour."""


CROWD = 2_000
"""How many of one server may be under way before the next are refused with a sentence: each is kept
in memory, and Discord takes an answer to what was deferred for 15 minutes, in which a busy machine
still gives so many (100 ms each)."""
SLOW = 1.5
"""Seconds after which somebody is told to wait: a write waits for those before it."""


class _Late:
    """Defers an interaction once its work has taken too long."""

    def __init__(self, defer: Callable[[], Awaitable[None]]) -> None:
        self._defer = defer
        self._deferring: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(SLOW, self._begin)

    def _begin(self) -> None:
        self._deferring = asyncio.ensure_future(self._defer())

    async def over(self) -> None:
        """The work is done: leave it, or let what has begun come to its end.

        Raises:
            discord.HTTPException: where Discord refuses.
        """
        self._timer.cancel()
        if self._deferring is not None:
            await self._deferring


class Backpressure:
    """Counts what is under way, and lets deferrals go before work.

    `under_way` is how many requests are being answered.
    """

    def __init__(self, many: int = MANY) -> None:
        self._many = many
        self.under_way = 0
        self._of: Counter[int] = Counter()
        self._deferring = 0
        self._calm = asyncio.Event()
        self._calm.set()

    @property
    def crowded(self) -> bool:
        """Whether more is under way than can be answered at once."""
        return self.under_way > self._many

    @property
    def swamped(self) -> bool:
        """Whether what cannot be deferred would come too late."""
        return self.under_way > SWAMPED

    @asynccontextmanager
    async def answering(
        self, defer: Callable[[], Awaitable[None]] | None = None, *, of: int = 0
    ) -> AsyncIterator[None]:
        """Count the block as under way. Where there are too many, `defer` comes before it; where it
        takes long, because somebody writes much, `defer` comes meanwhile. `of` is the server, or
        the person outside any, that it is counted for; of 0 there may be any number.

        Raises:
            LoreError: where there are too many of one.
        """
        if of and self._of[of] >= CROWD:
            raise LoreError(words.CROWDED)
        self.under_way += 1
        self._of[of] += 1
        late: _Late | None = None
        try:
            if defer is not None and self.crowded:
                await self._defer(defer)
            elif defer is not None:
                late = _Late(defer)
            yield
        finally:
            self.under_way -= 1
            self._of[of] -= 1
            if not self._of[of]:
                del self._of[of]
            if late is not None:
                await late.over()

    async def _defer(self, defer: Callable[[], Awaitable[None]]) -> None:
        """Defer, and in a rush wait until the others are deferred, too."""
        self._deferring += 1
        if self._deferring > RUSH:
            self._calm.clear()
        try:
            await defer()
        finally:
            self._deferring -= 1
            if not self._deferring:
                self._calm.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(CALM_PATIENCE):
                await self._calm.wait()
