"""Background tasks, which end with the bot."""

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
        self._closed = False

    def start(self, work: Work) -> None:
        """Start some work as a task; its errors are logged. Nothing starts once it closes."""
        if self._closed:
            return
        task = asyncio.create_task(finished(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Cancel all tasks and wait for their end."""
        self._closed = True
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


async def finished(work: Work) -> None:
    """Run some work and log its errors, which would otherwise end a loop of discord.py."""
    try:
        await work()
    except Exception:
        log.exception("Something in the background failed")
