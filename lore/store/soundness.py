"""Whether the file is whole: looked at beside the first answers, and then each day."""

from __future__ import annotations

import asyncio
import sqlite3

from lore.errors import Stopped, StoreError
from lore.store.database import Store

DAY = 86_400.0
"""Seconds from one look to the next."""


async def watch(store: Store, *, every: float = DAY) -> None:
    """Look at the file until cancelled; once it is found damaged, no edits are taken any more."""
    while True:
        if not await is_sound(store):
            return
        await asyncio.sleep(every)


async def is_sound(store: Store) -> bool:
    """Whether the file is whole. Where it is not, the operator is told what to do in one line of
    the log, and no edits are taken from then on."""
    try:
        fault = await store.query_apart(first_fault)
    except Stopped:
        return False
    except (StoreError, sqlite3.Error) as error:
        fault = str(error)
    if fault is None:
        return True
    store.stop_edits(
        f"The database {store.path} is damaged, so answers may be wrong and nothing is changed any "
        f"more: stop the bot and bring back a backup with “bot.py restore BACKUP” ({fault})."
    )
    return False


def first_fault(connection: sqlite3.Connection) -> str | None:
    """The first thing that SQLite finds wrong with a file, in one line; None for a sound one."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return None if found == "ok" else " ".join(str(found).split())
