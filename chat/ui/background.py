"""Work that nobody waits for: it goes on by itself, and ends with the bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[object]]


class Background:
    """Tasks that are kept until they are done or the bot closes."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Work, *, every: float | None = None) -> None:
        """Begin a piece of work, again and again with so many seconds between if `every` is given.

        What fails is logged, and ends nothing else.
        """
        task = asyncio.create_task(_work(work, every))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End all of it."""
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


async def _work(work: Work, every: float | None) -> None:
    while True:
        try:
            await work()
        except Exception:
            log.exception("Something in the background failed")
        if every is None:
            return
        await asyncio.sleep(every)
