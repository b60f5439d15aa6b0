"""Rows of members' suggestions.

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lore.store.database import Writer
from lore.store.inbox import next_numbers

Verdict = Literal["open", "accepted", "declined"]
_ROW = """
    SELECT number, member_id, channel_id, draft, made_at, state, reason, change_id
    FROM suggestion
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a member proposed; `draft` holds the fields of the form for facts."""

    number: int
    member_id: int
    channel_id: int | None
    draft: Mapping[str, Any]
    made_at: str
    state: Verdict
    reason: str | None = None
    change_id: int | None = None


def suggestion(connection: sqlite3.Connection, scope: int, number: int) -> Suggestion | None:
    """One suggestion by its number in the server."""
    rows = connection.execute(f"{_ROW} WHERE scope = ? AND number = ?", (scope, number))
    return next(map(_suggestion, rows), None)


def suggestions(
    connection: sqlite3.Connection,
    scope: int,
    states: Collection[Verdict],
    limit: int,
    offset: int,
) -> list[Suggestion]:
    """Suggestions of some states, the newest first."""
    rows = connection.execute(
        f"""
        {_ROW}
        WHERE scope = ? AND state IN (SELECT value FROM json_each(?))
        ORDER BY number DESC
        LIMIT ? OFFSET ?
        """,  # noqa: S608
        (scope, json.dumps(list(states)), limit, offset),
    )
    return [_suggestion(row) for row in rows]


def count(connection: sqlite3.Connection, scope: int, states: Collection[Verdict]) -> int:
    """How many suggestions of some states there are."""
    rows = connection.execute(
        """
        SELECT count(*)
        FROM suggestion
        WHERE scope = ? AND state IN (SELECT value FROM json_each(?))
        """,
        (scope, json.dumps(list(states))),
    )
    return int(rows.fetchone()[0])


def _suggestion(row: Sequence[Any]) -> Suggestion:
    number, member, channel, draft, *rest = row
    return Suggestion(number, member, channel, json.loads(draft), *rest)


async def tallied(writer: Writer, scope: int, member: int, since: str) -> tuple[int, int, int]:
    """A member's suggestions since a time, those still open, and the open ones of the server."""
    rows = await writer.execute_fetchall(
        """
        SELECT
            (
                SELECT count(*)
                FROM suggestion
                WHERE scope = ?1 AND member_id = ?2 AND made_at >= ?3
            ),
            (
                SELECT count(*)
                FROM suggestion
                WHERE scope = ?1 AND member_id = ?2 AND state = 'open'
            ),
            (SELECT count(*) FROM suggestion WHERE scope = ?1 AND state = 'open')
        """,
        (scope, member, since),
    )
    today, own, everyone = next(iter(rows))
    return today, own, everyone


async def add_suggestion(
    writer: Writer, scope: int, member: int, channel: int | None, draft: Mapping[str, Any], at: str
) -> int:
    """Write a new suggestion; its number."""
    number = (await next_numbers(writer, scope, "suggestion", 1))[0]
    await writer.execute_fetchall(
        """
        INSERT INTO suggestion (scope, number, member_id, channel_id, draft, made_at, state)
        VALUES (?, ?, ?, ?, ?, ?, 'open')
        """,
        (scope, number, member, channel, json.dumps(draft, ensure_ascii=False), at),
    )
    return number


async def decide(
    writer: Writer,
    scope: int,
    number: int,
    state: Verdict,
    *,
    unless: Verdict,
    at: str,
    actor: str,
    reason: str | None,
    change: int | None,
) -> bool:
    """Write a verdict; False where it stands already."""
    rows = await writer.execute_fetchall(
        """
        UPDATE suggestion
        SET state = ?3, decided_at = ?4, actor = ?5, reason = ?6, change_id = ?7
        WHERE scope = ?1 AND number = ?2 AND state <> ?8
        RETURNING id
        """,
        (scope, number, state, at, actor, reason, change, unless),
    )
    return bool(list(rows))
