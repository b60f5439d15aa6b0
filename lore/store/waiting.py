"""Questions that were still to be gathered when the program ended, as they were."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from lore.store.database import Writer
from lore.store.inbox import Kind


class WaitingRow(NamedTuple):
    """One wording that waits; `at` is ISO 8601 in UTC, `strict` tells that only a question is kept,
    `content` is JSON of what was understood."""

    scope: int
    kind: Kind
    text: str
    at: str
    asked: int
    strict: bool
    content: str


async def add_waiting(writer: Writer, rows: Sequence[WaitingRow]) -> None:
    """Write rows that wait."""
    await writer.executemany(
        """
        INSERT INTO inbox_waiting (scope, kind, text, at, asked, strict, content)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        rows,
    )


async def remove_waiting(writer: Writer, row_ids: Collection[int]) -> None:
    """Remove rows that wait no longer."""
    if row_ids:
        await writer.execute_fetchall(
            "DELETE FROM inbox_waiting WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(row_ids)),),
        )


def waiting_rows(connection: sqlite3.Connection) -> list[tuple[int, WaitingRow]]:
    """All rows that wait, by id, the oldest first."""
    rows = connection.execute(
        "SELECT id, scope, kind, text, at, asked, strict, content FROM inbox_waiting ORDER BY id"
    )
    return [
        (row_id, WaitingRow(scope, kind, text, at, asked, bool(strict), content))
        for row_id, scope, kind, text, at, asked, strict, content in rows
    ]
