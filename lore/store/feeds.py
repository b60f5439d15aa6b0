"""The tables of feeds: how far each was read, which of their entries were, and what is due.

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from lore.store.database import Writer


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed of a server. `etag` and `modified` are what its site said of the version that was read
    to its end. Times are ISO 8601 in UTC; `failing_since` and `trouble` are None while it works."""

    id: int
    scope: int
    address: str
    etag: str | None
    modified: str | None
    due_at: str
    failures: int
    failing_since: str | None
    trouble: str | None


_ROW = """
    SELECT id, scope, address, etag, modified, due_at, failures, failing_since, trouble
    FROM feed
"""
_WISHED = """
    SELECT setting.scope AS scope, wished.value AS address
    FROM setting, json_each(setting.value) AS wished
    WHERE setting.key = 'feeds' AND setting.scope NOT IN (SELECT scope FROM departed)
"""
"""The feeds that the settings of servers name; those that the bot was removed from rest."""


def is_settled(connection: sqlite3.Connection) -> bool:
    """Whether there are just the feeds that the settings of servers name."""
    rows = connection.execute(
        f"""
        SELECT EXISTS ({_WISHED} EXCEPT SELECT scope, address FROM feed)
            OR EXISTS (SELECT scope, address FROM feed EXCEPT {_WISHED})
        """  # noqa: S608
    )
    return not rows.fetchone()[0]


async def settle(writer: Writer, now: str) -> None:
    """Take in the feeds that the settings of servers name, due at once, and drop all others."""
    await writer.execute_fetchall(
        f"DELETE FROM feed WHERE (scope, address) NOT IN ({_WISHED})"  # noqa: S608
    )
    await writer.execute_fetchall(
        f"""
        INSERT INTO feed (scope, address, due_at)
        SELECT scope, address, ?
        FROM ({_WISHED})
        WHERE true
        ON CONFLICT DO NOTHING
        """,  # noqa: S608
        (now,),
    )


def due(
    connection: sqlite3.Connection, now: str, holds: Callable[[int], bool], limit: int
) -> list[FeedRow]:
    """Feeds that are to be looked at, the longest due first, of the servers that a process
    holds."""
    rows = connection.execute(f"{_ROW} WHERE due_at <= ? ORDER BY due_at, id", (now,))
    return list(islice((feed for row in rows if holds((feed := FeedRow(*row)).scope)), limit))


def failing(connection: sqlite3.Connection, scope: int) -> list[FeedRow]:
    """The feeds of a server that failed when they were last looked at."""
    rows = connection.execute(f"{_ROW} WHERE scope = ? AND failures > 0 ORDER BY id", (scope,))
    return [FeedRow(*row) for row in rows]


async def put(writer: Writer, feed: FeedRow) -> None:
    """Keep how far a feed was read; not of one that is wished for no longer."""
    await writer.execute_fetchall(
        """
        UPDATE feed
        SET etag = ?, modified = ?, due_at = ?, failures = ?, failing_since = ?, trouble = ?
        WHERE id = ? AND address = ?
        """,
        (
            *(feed.etag, feed.modified, feed.due_at, feed.failures, feed.failing_since),
            *(feed.trouble, feed.id, feed.address),
        ),
    )


def seen(connection: sqlite3.Connection, scope: int, digests: Collection[str]) -> set[str]:
    """Those of some entries that a server has read."""
    rows = connection.execute(
        """
        SELECT digest
        FROM feed_entry
        WHERE scope = ? AND digest IN (SELECT value FROM json_each(?))
        """,
        (scope, json.dumps(list(digests))),
    )
    return {digest for (digest,) in rows}


async def see(writer: Writer, scope: int, digests: Sequence[str], day: str) -> None:
    """Note that entries were read, or that those that were are still in their feed."""
    await writer.executemany(
        """
        INSERT INTO feed_entry (scope, digest, seen_on)
        VALUES (?1, ?2, ?3)
        ON CONFLICT (scope, digest) DO UPDATE SET seen_on = ?3
        """,
        [(scope, digest, day) for digest in digests],
    )
