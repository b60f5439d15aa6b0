"""How many questions had which outcome on which day. No person stands in it. And
the last week of which each server was told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from lore.store.database import Writer

Counted = tuple[int, str, str]
"""A server, a day and an outcome."""
Missing = tuple[str | None, str, str | None, int]
"""A property, names as JSON, a word that was not understood, and how often it was asked."""


async def add_counts(writer: Writer, counts: Mapping[Counted, int]) -> None:
    """Add to the counts of days."""
    await writer.executemany(
        """
        INSERT INTO asked_on (scope, day, outcome, asked)
        VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (scope, day, outcome) DO UPDATE SET asked = asked + ?4
        """,
        [(*key, count) for key, count in counts.items()],
    )


def counted(connection: sqlite3.Connection, scope: int, since: str) -> list[tuple[str, str, int]]:
    """The counts of a server from a day on: (day, outcome, how many)."""
    return connection.execute(
        "SELECT day, outcome, asked FROM asked_on WHERE scope = ? AND day >= ? ORDER BY day",
        (scope, since),
    ).fetchall()


def missing(connection: sqlite3.Connection, scope: int, since: str) -> list[Missing]:
    """Open questions from a time on."""
    return connection.execute(
        """
        SELECT property, names, word, asked
        FROM inbox_entry
        WHERE scope = ? AND kind = 'unanswered' AND state = 'open' AND last_asked >= ?
        """,
        (scope, since),
    ).fetchall()


def last_week(connection: sqlite3.Connection, scope: int) -> str | None:
    """The week, as "2020-W36"; None where the server was never told."""
    rows = connection.execute("SELECT week FROM told_week WHERE scope = ?", (scope,))
    row = rows.fetchone()
    return str(row[0]) if row else None


async def set_week(writer: Writer, scope: int, week: str) -> None:
    """Note the week of which a server was told."""
    await writer.execute_fetchall(
        """
        INSERT INTO told_week (scope, week)
        VALUES (?1, ?2)
        ON CONFLICT (scope) DO UPDATE SET week = ?2
        """,
        (scope, week),
    )
