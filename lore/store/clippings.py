"""Articles of feeds whose proposals wait for a server's moderators."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from lore.store.database import Writer
from lore.store.inbox import next_numbers


@dataclass(frozen=True, slots=True)
class Clipping:
    """An article of a feed. `proposals` is how many facts it proposed when it was found, `decided`
    are the keys of those that were accepted, edited or rejected. Times are ISO 8601 in UTC."""

    number: int
    title: str
    publisher: str | None
    address: str | None
    published: str | None
    paragraphs: tuple[str, ...]
    proposals: int
    found_at: str
    decided: frozenset[str] = frozenset()


_ROW = """
    SELECT
        number, title, publisher, address, published, paragraphs, proposals, found_at, decided
    FROM clipping
"""


async def add(writer: Writer, scope: int, new: Clipping, most: int) -> None:
    """Keep an article under the next number of its server; beyond `most` open ones the oldest are
    closed."""
    (number,) = await next_numbers(writer, scope, "clipping", 1)
    await writer.execute_fetchall(
        """
        INSERT INTO clipping (
            scope, number, title, publisher, address, published, paragraphs, proposals,
            found_at, state
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')
        """,
        (
            *(scope, number, new.title, new.publisher, new.address, new.published),
            *(json.dumps(new.paragraphs), new.proposals, new.found_at),
        ),
    )
    await writer.execute_fetchall(
        """
        UPDATE clipping
        SET state = 'closed', paragraphs = '[]'
        WHERE id IN (
            SELECT id
            FROM clipping
            WHERE scope = ? AND state = 'open'
            ORDER BY number DESC
            LIMIT -1 OFFSET ?
        )
        """,
        (scope, most),
    )


def found_since(connection: sqlite3.Connection, scope: int, time: str) -> int:
    """How many articles a server has got since a time."""
    rows = connection.execute(
        "SELECT count(*) FROM clipping WHERE scope = ? AND found_at >= ?", (scope, time)
    )
    return int(rows.fetchone()[0])


def count(connection: sqlite3.Connection, scope: int) -> int:
    """How many open articles a server has."""
    rows = connection.execute(
        "SELECT count(*) FROM clipping WHERE scope = ? AND state = 'open'", (scope,)
    )
    return int(rows.fetchone()[0])


def listed(connection: sqlite3.Connection, scope: int, limit: int, offset: int) -> list[Clipping]:
    """Open articles, the newest first."""
    rows = connection.execute(
        f"{_ROW} WHERE scope = ? AND state = 'open' ORDER BY number DESC LIMIT ? OFFSET ?",
        (scope, limit, offset),
    )
    return [_clipping(row) for row in rows]


def clipping(connection: sqlite3.Connection, scope: int, number: int) -> Clipping | None:
    """An open article by its number in the server."""
    rows = connection.execute(
        f"{_ROW} WHERE scope = ? AND number = ? AND state = 'open'", (scope, number)
    )
    return next(map(_clipping, rows), None)


def after(connection: sqlite3.Connection, scope: int, number: int) -> int | None:
    """The number of the next older open article, else of the newest."""
    rows = connection.execute(
        """
        SELECT number
        FROM clipping
        WHERE scope = ?1 AND state = 'open' AND number <> ?2
        ORDER BY number > ?2, number DESC
        LIMIT 1
        """,
        (scope, number),
    )
    row = rows.fetchone()
    return int(row[0]) if row else None


async def decide(writer: Writer, scope: int, number: int, keys: Collection[str]) -> set[str]:
    """Note that proposals of an article were decided, by their keys; all that are by now."""
    rows = await writer.execute_fetchall(
        """
        UPDATE clipping
        SET decided = (
            SELECT json_group_array(value)
            FROM (
                SELECT value
                FROM json_each(decided)
                UNION
                SELECT value
                FROM json_each(?3)
            )
        )
        WHERE scope = ?1 AND number = ?2
        RETURNING decided
        """,
        (scope, number, json.dumps(list(keys))),
    )
    return {key for (decided,) in rows for key in json.loads(decided)}


async def close(writer: Writer, scope: int, number: int) -> None:
    """Close an article; its text goes."""
    await writer.execute_fetchall(
        """
        UPDATE clipping
        SET state = 'closed', paragraphs = '[]', decided = '[]'
        WHERE scope = ? AND number = ?
        """,
        (scope, number),
    )


def _clipping(row: Sequence[Any]) -> Clipping:
    number, title, publisher, address, published, paragraphs, proposals, found_at, decided = row
    read, done = tuple(json.loads(paragraphs)), frozenset(json.loads(decided))
    return Clipping(number, title, publisher, address, published, read, proposals, found_at, done)
