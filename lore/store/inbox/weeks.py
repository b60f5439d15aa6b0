"""The last week of which each server was told."""

from __future__ import annotations

import sqlite3

from lore.store.database import Writer


def last_week(connection: sqlite3.Connection, scope: int) -> str | None:
    """The week, as "2020-W36"; None where the server was never told."""
    rows = connection.execute("SELECT week FROM told_week WHERE scope = ?", (scope,))
    row = rows.fetchone()
    return str(row[0]) if row else None


async def set_week(writer: Writer, scope: int, week: str) -> None:
    """Note the week of which a server was told."""
    await writer.execute_fetchall(
        "INSERT INTO told_week (scope, week) VALUES (?1, ?2) "
        "ON CONFLICT (scope) DO UPDATE SET week = ?2",
        (scope, week),
    )
