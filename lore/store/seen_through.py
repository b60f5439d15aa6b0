"""Sees work through that must not be left half known, such as a commit, whoever is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def see_through(
    work: Coroutine[Any, Any, None],
    *,
    seconds: float | None,
    done: Callable[[], None] | None = None,
) -> None:
    """Do the work to its end, and tell its errors, though the task is cancelled meanwhile: a cancel
    is held back until then. `done` is called before it is heard, where the work did not fail.

    Once a cancel came, so many more seconds are waited (None: as long as it takes). Work that takes
    longer goes on without the task, which does not know what becomes of it.
    """
    loop, working = asyncio.get_running_loop(), asyncio.create_task(work)
    working.add_done_callback(_noticed)
    cancel: asyncio.CancelledError | None = None
    until: float | None = None
    while not working.done() and (until is None or loop.time() < until):
        try:
            await asyncio.wait({working}, timeout=None if until is None else until - loop.time())
        except asyncio.CancelledError as error:
            cancel = cancel or error
            if until is None and seconds is not None:
                until = loop.time() + seconds
    failed = not working.done() or working.cancelled() or working.exception() is not None
    if done is not None and not failed:
        done()
    if cancel is not None:
        raise cancel
    working.result()


def _noticed(task: asyncio.Task[None]) -> None:
    """Take note of an error that nobody waits for any more."""
    if not task.cancelled():
        task.exception()
