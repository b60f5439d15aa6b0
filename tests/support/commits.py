"""Acts in the middle of a commit, on a real file."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

from lore.store.database import Writer
from tests.discord_wire.recording import PATIENCE

T = TypeVar("T")


async def at_commit(writer: Writer, act: Callable[[], Awaitable[None]]) -> None:
    """Act once, when the writer's thread is at COMMIT, which it carries out afterwards."""
    loop = asyncio.get_running_loop()
    acted = threading.Event()
    acting: list[asyncio.Task[None]] = []

    async def action() -> None:
        await act()
        acted.set()

    def trace(statement: str) -> None:
        if statement == "COMMIT" and not acted.is_set():
            loop.call_soon_threadsafe(lambda: acting.append(loop.create_task(action())))
            acted.wait(PATIENCE)

    await writer.set_trace_callback(trace)


async def cancel(task: asyncio.Task[T], times: int = 1) -> None:
    """Cancel a task so often, each time until that has reached what it waits for."""
    for _ in range(times):
        task.cancel()
        for _ in range(6):
            await asyncio.sleep(0)
