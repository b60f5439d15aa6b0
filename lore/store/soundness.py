"""Whether the file is whole: looked at beside the first answers, and then each day."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from lore.model.errors import Stopped, StoreError
from lore.store.database import Store
from lore.store.lease import is_held

DAY = 86_400.0
"""Seconds from one look to the next."""
_STEPS = 10_000
"""SQLite's steps between two questions whether the look is over."""


async def look_after_crash(store: Store) -> None:
    """Look at the file where nobody has closed it, before anything is answered from it.

    For what runs only once: a look costs as long as reading the whole file, which a running bot
    does each day, and what was closed is looked at by nobody.
    """
    if store.birth.logged and not is_held(store.path):
        await is_sound(store, over=threading.Event())


@asynccontextmanager
async def watched(store: Store, *, every: float = DAY) -> AsyncIterator[None]:
    """Look at the file beside what the block does; nobody waits for a look at the end."""
    over = threading.Event()
    watching = asyncio.create_task(watch(store, every=every, over=over))
    try:
        yield
    finally:
        over.set()
        watching.cancel()
        await asyncio.wait({watching})


async def watch(store: Store, *, every: float = DAY, over: threading.Event | None = None) -> None:
    """Look at the file until cancelled; once it is found damaged, no edits are taken any more.

    Set before the cancel, `over` breaks off a look.
    """
    over = over or threading.Event()
    while True:
        if not await is_sound(store, over=over):
            return
        await asyncio.sleep(every)


async def is_sound(store: Store, *, over: threading.Event) -> bool:
    """Whether the file is whole. Where it is not, the operator is told what to do in one line of
    the log, and no edits are taken from then on."""
    try:
        fault = await store.query_apart(lambda connection: first_fault(connection, over))
    except Stopped:
        return False
    except (StoreError, sqlite3.Error) as error:
        fault = str(error)
    if fault is None or over.is_set():
        return True
    store.stop_edits(
        f"The database {store.path} is damaged, so answers may be wrong and nothing is changed any "
        f"more: stop the bot and bring back a backup with “bot.py restore BACKUP” ({fault})."
    )
    return False


def first_fault(connection: sqlite3.Connection, over: threading.Event) -> str | None:
    """The first thing that SQLite finds wrong with a file, in one line; None for a sound one."""
    connection.set_progress_handler(over.is_set, _STEPS)
    # A statement that is broken off keeps the connection open until its cursor is closed.
    with closing(connection.cursor()) as cursor:
        (verdict,) = cursor.execute("PRAGMA quick_check(1)").fetchone()
    return None if verdict == "ok" else " ".join(str(verdict).split())
