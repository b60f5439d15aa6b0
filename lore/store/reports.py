"""The table of what members wrote of answers that they marked wrong."""

from __future__ import annotations

import sqlite3

from lore.store.database import Writer

_SHOWN = 10
"""Reports of an answer that are shown."""


async def add_report(writer: Writer, scope: int, entry: int, text: str, at: str) -> None:
    """Keep a text with an entry, by the entry's row; not where that is gone by now."""
    await writer.execute_fetchall(
        """
        INSERT INTO report (scope, entry_id, text, made_at)
        SELECT ?1, id, ?3, ?4
        FROM inbox_entry
        WHERE scope = ?1 AND id = ?2
        """,
        (scope, entry, text, at),
    )


async def trim_reports(writer: Writer, scope: int, most: int) -> None:
    """Keep at most so many texts of a server, the newest."""
    await writer.execute_fetchall(
        """
        DELETE FROM report
        WHERE scope = ?1
            AND id <= (
                SELECT id
                FROM report
                WHERE scope = ?1
                ORDER BY id DESC
                LIMIT 1 OFFSET ?2
            )
        """,
        (scope, most),
    )


def reports(connection: sqlite3.Connection, scope: int, number: int) -> list[str]:
    """The latest texts of an entry, by its number in the server."""
    rows = connection.execute(
        """
        SELECT report.text
        FROM report
        JOIN inbox_entry AS entry ON entry.id = report.entry_id
        WHERE entry.scope = ? AND entry.number = ?
        ORDER BY report.id DESC
        LIMIT ?
        """,
        (scope, number, _SHOWN),
    )
    return [text for (text,) in rows]
