"""What was pressed of the readings that were offered, to train on. No person stands in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from lore.store.database import Writer


@dataclass(frozen=True, slots=True)
class Press:
    """A question as folded words, the readings that were offered as plain questions, and which of
    them was pressed, in a server on a day."""

    scope: int
    question: str
    offered: tuple[str, ...]
    pressed: str
    day: str


async def add_presses(writer: Writer, new: Sequence[Press], most: int) -> None:
    """Write presses; of each server's at most so many stay, the newest."""
    await writer.executemany(
        "INSERT INTO press (scope, question, offered, pressed, day) VALUES (?, ?, ?, ?, ?)",
        [
            (press.scope, press.question, json.dumps(press.offered), press.pressed, press.day)
            for press in new
        ],
    )
    await writer.executemany(
        """
        DELETE FROM press
        WHERE scope = ?1
            AND id <= (SELECT id FROM press WHERE scope = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
        """,
        [(scope, most) for scope in {press.scope for press in new}],
    )


def presses(connection: sqlite3.Connection) -> list[Press]:
    """All presses of all servers, the oldest first."""
    rows = connection.execute(
        "SELECT scope, question, offered, pressed, day FROM press ORDER BY id"
    )
    return [
        Press(scope, question, tuple(json.loads(offered)), pressed, day)
        for scope, question, offered, pressed, day in rows
    ]
