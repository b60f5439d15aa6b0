"""Who asked to be told: kept until told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from lore.store.database import Writer
from lore.store.inbox.entries import Wish

_ROW = "SELECT id, scope, member_id, channel_id, question FROM inbox_wish "


async def add_wish(
    writer: Writer, scope: int, entry: int, member: int, channel: int | None, text: str, at: str
) -> None:
    """Note that a member wants to be told; who has asked before is told in the latest place."""
    await writer.execute_fetchall(
        "INSERT INTO inbox_wish (scope, entry_id, member_id, channel_id, question, made_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (entry_id, member_id) "
        "DO UPDATE SET channel_id = ?4, question = ?5, made_at = ?6, due = 0",
        (scope, entry, member, channel, text, at),
    )


def waiting(connection: sqlite3.Connection, scope: int, member: int) -> int:
    """How many answers a member waits for in a server."""
    rows = connection.execute(
        "SELECT count(*) FROM inbox_wish WHERE scope = ? AND member_id = ? AND due = 0",
        (scope, member),
    )
    return int(rows.fetchone()[0])


async def make_due(writer: Writer, scope: int, numbers: Collection[int]) -> None:
    """Whoever waits is to be told now that entries are answered, by the entries' numbers."""
    await writer.execute_fetchall(
        "UPDATE inbox_wish SET due = 1 WHERE scope = ?1 AND entry_id IN (SELECT id "
        "FROM inbox_entry WHERE scope = ?1 AND number IN (SELECT value FROM json_each(?2)))",
        (scope, json.dumps(list(numbers))),
    )


def due(connection: sqlite3.Connection) -> list[Wish]:
    """Who is to be told and was not yet, in every server."""
    return [Wish(*row) for row in connection.execute(f"{_ROW}WHERE due = 1 ORDER BY id")]


async def remove_wishes(writer: Writer, wishes: Collection[Wish]) -> None:
    """Take out who was told."""
    await writer.executemany(
        "DELETE FROM inbox_wish WHERE id = ? AND member_id = ?",
        [(wish.id, wish.member_id) for wish in wishes],
    )
