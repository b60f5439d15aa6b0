"""The tables of the inbox: entries with their wordings, and who wishes to be told.
Numbers that members see are counted for each server, and none is given twice.

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

from lore.store.database import Writer


async def next_numbers(
    writer: Writer, scope: int, what: Literal["entry", "suggestion", "clipping"], count: int
) -> range:
    """The next `count` numbers of a server."""
    rows = await writer.execute_fetchall(
        """
        INSERT INTO numbered (scope, what, last)
        VALUES (?1, ?2, ?3)
        ON CONFLICT (scope, what) DO UPDATE SET last = last + ?3
        RETURNING last
        """,
        (scope, what, count),
    )
    last = int(next(iter(rows))[0])
    return range(last - count + 1, last + 1)


Kind = Literal["unanswered", "wrong"]
State = Literal["open", "answered", "dismissed"]
Words = tuple[tuple[str, ...], ...]

WORDINGS = 5
"""Wordings that an entry keeps, the newest."""
_ENTRY_ROW = """
    SELECT
        entry.id, entry.number, entry.kind, entry.state, entry.asked, entry.first_asked,
        entry.last_asked, entry.property, entry.names, entry.word,
        (
            SELECT json_group_array(text)
            FROM (
                SELECT text
                FROM inbox_wording
                WHERE entry_id = entry.id
                ORDER BY last_asked DESC, text
            )
        ),
        (SELECT count(*) FROM inbox_wish WHERE entry_id = entry.id) AS waiting
    FROM inbox_entry AS entry
"""


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """What was asked without an answer, or answered wrongly: all its wordings are one question.

    `asked` counts how often, `wordings` are the newest first, `property`, `names` and `word` are
    what was understood of it, `waiting` counts who asked to be told. Times are ISO 8601 in UTC.
    """

    id: int
    number: int
    kind: Kind
    state: State
    asked: int
    first_asked: str
    last_asked: str
    property: str | None
    names: tuple[str, ...]
    word: str | None
    wordings: tuple[str, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """One question that is to be kept, asked so many times in one wording."""

    kind: Kind
    shape: str
    words: Words
    near: str
    joined: str
    text: str
    asked: int
    at: str
    property: str | None = None
    names: tuple[str, ...] = ()
    word: str | None = None


class Known(NamedTuple):
    """An entry as gathering sees it."""

    id: int
    number: int
    words: Words


class Wish(NamedTuple):
    """A member who asked to be told the answer to a question, in a channel or directly."""

    id: int
    scope: int
    member_id: int
    channel_id: int | None
    question: str


def entries(
    connection: sqlite3.Connection, scope: int, states: Collection[State], limit: int, offset: int
) -> list[InboxEntry]:
    """Entries of some states: open ones the most asked first, others the latest asked."""
    rows = connection.execute(
        f"""
        {_ENTRY_ROW}
        WHERE entry.scope = ?1 AND entry.state IN (SELECT value FROM json_each(?2))
        ORDER BY
            CASE entry.state WHEN 'open' THEN entry.asked END DESC,
            entry.last_asked DESC, entry.number DESC
        LIMIT ?3 OFFSET ?4
        """,  # noqa: S608
        (scope, json.dumps(list(states)), limit, offset),
    )
    return [_entry(row) for row in rows]


def entry(connection: sqlite3.Connection, scope: int, number: int) -> InboxEntry | None:
    """One entry by its number in the server."""
    rows = connection.execute(
        f"{_ENTRY_ROW} WHERE entry.scope = ? AND entry.number = ?", (scope, number)
    )
    return next(map(_entry, rows), None)


def to_settle(connection: sqlite3.Connection, scope: int, limit: int) -> list[InboxEntry]:
    """Open questions that an answer may have come for: those that somebody waits for first."""
    rows = connection.execute(
        f"""
        {_ENTRY_ROW}
        WHERE entry.scope = ? AND entry.state = 'open' AND entry.kind = 'unanswered'
        ORDER BY waiting = 0, entry.last_asked DESC
        LIMIT ?
        """,
        (scope, limit),
    )
    return [_entry(row) for row in rows]


def count(connection: sqlite3.Connection, scope: int, states: Collection[State]) -> int:
    """How many entries of some states there are."""
    rows = connection.execute(
        """
        SELECT count(*)
        FROM inbox_entry
        WHERE scope = ? AND state IN (SELECT value FROM json_each(?))
        """,
        (scope, json.dumps(list(states))),
    )
    return int(rows.fetchone()[0])


def count_open(connection: sqlite3.Connection) -> int:
    """How many entries of all servers are open."""
    rows = connection.execute("SELECT count(*) FROM inbox_entry WHERE state = 'open'")
    return int(rows.fetchone()[0])


def _entry(row: Sequence[Any]) -> InboxEntry:
    names, word, wordings, waiting = row[8:]
    head = cast("tuple[int, int, Kind, State, int, str, str, str | None]", tuple(row[:8]))
    return InboxEntry(*head, tuple(json.loads(names)), word, tuple(json.loads(wordings)), waiting)


async def similar(
    writer: Writer, scope: int, seen: Sequence[Sighting]
) -> dict[tuple[Kind, str], list[Known]]:
    """The entries, in any state, that sightings may belong to, by kind and shape."""
    keys = json.dumps([[sighting.shape, sighting.near, sighting.joined] for sighting in seen])
    wanted = "json_extract(wanted.value, '$[0]')"
    rows = await writer.execute_fetchall(
        f"""
        SELECT entry.kind, entry.shape, entry.id, entry.number, entry.words
        FROM json_each(?2) AS wanted
        CROSS JOIN inbox_entry AS entry ON entry.scope = ?1
            AND entry.shape = {wanted}
            AND entry.near = json_extract(wanted.value, '$[1]')
        UNION
        SELECT entry.kind, entry.shape, entry.id, entry.number, entry.words
        FROM json_each(?2) AS wanted
        CROSS JOIN inbox_entry AS entry ON entry.scope = ?1
            AND entry.shape = {wanted}
            AND entry.joined = json_extract(wanted.value, '$[2]')
        ORDER BY 3
        """,  # noqa: S608
        (scope, keys),
    )
    known: dict[tuple[Kind, str], list[Known]] = {}
    for kind, shape, row_id, shown, words in rows:
        groups = tuple(tuple(group) for group in json.loads(words))
        known.setdefault((kind, shape), []).append(Known(row_id, shown, groups))
    return known


async def add_entries(writer: Writer, scope: int, new: Sequence[Sighting]) -> list[Known]:
    """Write new entries, without their wordings."""
    if not new:
        return []
    rows = list(await writer.execute_fetchall("SELECT COALESCE(MAX(id), 0) + 1 FROM inbox_entry"))
    first = int(rows[0][0])
    numbers = await next_numbers(writer, scope, "entry", len(new))
    known = [
        Known(first + place, number, sighting.words)
        for place, (number, sighting) in enumerate(zip(numbers, new, strict=True))
    ]
    await writer.executemany(
        """
        INSERT INTO inbox_entry (
            id, scope, number, kind, shape, words, near, joined, property, names, word, asked,
            first_asked, last_asked, state
        )
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 'open')
        """,
        [
            (
                *(
                    row.id,
                    scope,
                    row.number,
                    sighting.kind,
                    sighting.shape,
                    json.dumps(sighting.words),
                ),
                *(
                    sighting.near,
                    sighting.joined,
                    sighting.property,
                    json.dumps(sighting.names),
                    sighting.word,
                    sighting.at,
                    sighting.at,
                ),
            )
            for row, sighting in zip(known, new, strict=True)
        ],
    )
    return known


async def count_asked(writer: Writer, scope: int, asked: Sequence[tuple[int, Sighting]]) -> None:
    """Count questions for the entries given by id; what was answered once is open again."""
    await writer.executemany(
        """
        UPDATE inbox_entry
        SET
            asked = asked + ?1, last_asked = MAX(last_asked, ?2),
            state = CASE state WHEN 'answered' THEN 'open' ELSE state END
        WHERE id = ?3
        """,
        [(sighting.asked, sighting.at, row_id) for row_id, sighting in asked],
    )
    await writer.executemany(
        """
        INSERT INTO inbox_wording (scope, entry_id, text, last_asked)
        VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (entry_id, text) DO UPDATE SET last_asked = MAX(last_asked, ?4)
        """,
        [(scope, row_id, sighting.text, sighting.at) for row_id, sighting in asked],
    )
    await writer.execute_fetchall(
        """
        DELETE FROM inbox_wording
        WHERE (entry_id, text) IN (
            SELECT entry_id, text
            FROM (
                SELECT
                    entry_id, text,
                    row_number() OVER (
                        PARTITION BY entry_id ORDER BY last_asked DESC, text
                    ) AS place
                FROM inbox_wording
                WHERE entry_id IN (SELECT value FROM json_each(?))
            )
            WHERE place > ?
        )
        """,
        (json.dumps(list({row_id for row_id, _ in asked})), WORDINGS),
    )


async def withdraw(writer: Writer, entry: int, text: str) -> None:
    """Take one asking of a wording out of an entry by id; the entry goes with its last one, unless
    somebody waits for it."""
    await writer.execute_fetchall(
        """
        UPDATE inbox_entry
        SET asked = MAX(asked - 1, 0)
        WHERE id = ?1 AND EXISTS (SELECT 1 FROM inbox_wording WHERE entry_id = ?1 AND text = ?2)
        """,
        (entry, text),
    )
    await writer.execute_fetchall(
        """
        DELETE FROM inbox_entry
        WHERE id = ?1
            AND asked = 0
            AND NOT EXISTS (SELECT 1 FROM inbox_wish WHERE entry_id = ?1)
        """,
        (entry,),
    )


async def trim(writer: Writer, scope: int, most: int) -> None:
    """Keep at most so many entries: closed ones go first, then those asked least and longest ago.

    Those that somebody waits for go last.
    """
    await writer.execute_fetchall(
        """
        DELETE FROM inbox_entry
        WHERE id IN (
            SELECT id
            FROM inbox_entry AS one
            WHERE scope = ?1
            ORDER BY
                EXISTS (SELECT 1 FROM inbox_wish WHERE entry_id = one.id) DESC,
                state = 'open' DESC, asked DESC, last_asked DESC, number DESC
            LIMIT -1 OFFSET ?2
        )
        """,
        (scope, most),
    )


async def set_state(writer: Writer, scope: int, numbers: Collection[int], state: State) -> int:
    """Set the state of entries by their numbers; how many there were."""
    rows = await writer.execute_fetchall(
        """
        UPDATE inbox_entry
        SET state = ?
        WHERE scope = ? AND number IN (SELECT value FROM json_each(?))
        RETURNING id
        """,
        (state, scope, json.dumps(list(numbers))),
    )
    return len(list(rows))


async def fade(writer: Writer, before: str) -> None:
    """Take out what is older than a time: what was asked, wished and counted, and what came of
    feeds."""
    for sql in (
        "DELETE FROM inbox_entry WHERE last_asked < ?",
        "DELETE FROM inbox_wording WHERE last_asked < ?",
        "DELETE FROM inbox_wish WHERE made_at < ?",
        "DELETE FROM report WHERE made_at < ?",
        "DELETE FROM suggestion WHERE COALESCE(decided_at, made_at) < ?",
        "DELETE FROM clipping WHERE found_at < ?",
        "DELETE FROM feed_entry WHERE seen_on < substr(?, 1, 10)",
        "DELETE FROM asked_on WHERE day < substr(?, 1, 10)",
        "DELETE FROM press WHERE day < substr(?, 1, 10)",
    ):
        await writer.execute_fetchall(sql, (before,))


_WISH_ROW = "SELECT id, scope, member_id, channel_id, question FROM inbox_wish"


async def add_wish(
    writer: Writer, scope: int, entry: int, member: int, channel: int | None, text: str, at: str
) -> None:
    """Note that a member wants to be told; who has asked before is told in the latest place."""
    await writer.execute_fetchall(
        """
        INSERT INTO inbox_wish (scope, entry_id, member_id, channel_id, question, made_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (entry_id, member_id) DO UPDATE SET
            channel_id = ?4, question = ?5, made_at = ?6, due = 0
        """,
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
        """
        UPDATE inbox_wish
        SET due = 1
        WHERE scope = ?1
            AND entry_id IN (
                SELECT id
                FROM inbox_entry
                WHERE scope = ?1 AND number IN (SELECT value FROM json_each(?2))
            )
        """,
        (scope, json.dumps(list(numbers))),
    )


def due(connection: sqlite3.Connection) -> list[Wish]:
    """Who is to be told and was not yet, in every server."""
    return [Wish(*row) for row in connection.execute(f"{_WISH_ROW} WHERE due = 1 ORDER BY id")]


async def remove_wishes(writer: Writer, wishes: Collection[Wish]) -> None:
    """Take out who was told."""
    await writer.executemany(
        "DELETE FROM inbox_wish WHERE id = ? AND member_id = ?",
        [(wish.id, wish.member_id) for wish in wishes],
    )
