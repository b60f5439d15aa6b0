"""The store's one reader: a read-only connection in a thread of its own.

It is a plain `sqlite3` connection rather than aiosqlite's, since a question makes many small
look-ups, which go in one hop as one function (see `Store.query`). Measured over 500,000 names on
2 busy cores: one look-up takes 110 µs this way and 91 µs through aiosqlite; twenty take 110 µs and
1,800 µs. So single reads go this way too, and there is one way to read.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

CACHE_KIB = 64 * 1024
"""Pages of the database that the reader keeps in memory at most: with half a million names, a
quarter of it made the slowest answers half as slow again (tests/bench/names.py)."""


class ReaderThread:
    """Runs functions on the read-only connection, one after the other."""

    def __init__(self, connection: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        self._thread = thread

    async def query(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """What a function finds; all its look-ups see the database as it is at the first."""
        loop = asyncio.get_running_loop()
        context = copy_context()  # by which the log tells what a line belongs to
        return await loop.run_in_executor(self._thread, context.run, self._snapshot, function)

    def _snapshot(self, function: Callable[[sqlite3.Connection], T]) -> T:
        self._connection.execute("BEGIN")
        try:
            return function(self._connection)
        finally:
            self._connection.rollback()


@asynccontextmanager
async def open_reader(path: Path, *, busy_seconds: float) -> AsyncIterator[ReaderThread]:
    """Open an existing database for reading; `busy_seconds` bounds the wait for a lock.

    Raises:
        sqlite3.Error: where it cannot be opened.
    """
    loop = asyncio.get_running_loop()
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lore-reader")
    opened: list[sqlite3.Connection] = []
    try:
        # Whoever is cancelled while it opens never has it in hand, and it has to be closed, too.
        await loop.run_in_executor(thread, lambda: opened.append(_connect(path, busy_seconds)))
        yield ReaderThread(opened[0], thread)
    finally:
        try:
            # A cancel ends this wait, and must not end the closing itself.
            await asyncio.shield(loop.run_in_executor(thread, _close, opened))
        finally:
            thread.shutdown()


def _close(opened: Sequence[sqlite3.Connection]) -> None:
    for connection in opened:
        connection.close()


def _connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=busy_seconds
    )
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    except BaseException:
        connection.close()
        raise
    return connection
