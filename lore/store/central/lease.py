"""Who serves a central database: locks of PostgreSQL, which go with the session of who holds them.

As the locks beside a file (see `lore.store.lease`), over all machines: a bot alone holds the one
of all for itself; of several processes each shares it and holds one for each of its connections.
"""

from __future__ import annotations

from lore.model.errors import StoreError
from lore.settings import ShardSettings
from lore.store.central.link import Connection

_SERVING, _DIVIDED = 0x4C6F7265, 0x4C6F7266
"""The first numbers of the locks for who serves, and for how many connections there are."""


def hold(connection: Connection, shards: ShardSettings) -> None:
    """Hold the central database for one bot, or for one of its processes, until the session ends.

    Raises:
        StoreError: where another process holds it or one of the connections, and where others were
            told of another number of connections.
    """
    if shards.ids is None:
        if not _try(connection, "", _SERVING, 0):
            raise StoreError(
                "A bot that is running on another machine holds the central database: stop it "
                "first, or set SHARD_IDS for both."
            )
        return
    if not _try(connection, "_shared", _SERVING, 0):
        raise StoreError(
            "A bot without SHARD_IDS that is running holds the central database: stop it first."
        )
    for shard in shards.ids:
        if not _try(connection, "", _SERVING, shard + 1):
            raise StoreError(
                f"Another process holds connection {shard} of the bot on the central database: "
                "name different ones in SHARD_IDS of each."
            )
    _try(connection, "_shared", _DIVIDED, shards.count or 0)
    others = connection.execute(
        """
        SELECT 1
        FROM pg_locks
        JOIN pg_database ON pg_database.oid = database
        WHERE locktype = 'advisory'
            AND datname = current_database()
            AND classid = %s
            AND objid <> %s
        """,
        (_DIVIDED, shards.count),
    )
    if others.fetchall():
        raise StoreError(
            "Processes with another SHARD_COUNT serve the central database: stop them first, or "
            "set the same for all."
        )


def release(connection: Connection) -> None:
    """Hold nothing any more."""
    connection.execute("SELECT pg_advisory_unlock_all()")


def _try(connection: Connection, kind: str, group: int, number: int) -> bool:
    row = connection.execute(
        f"SELECT pg_try_advisory_lock{kind}(%s, %s)",
        (group, number),
    ).fetchone()
    return bool(row and row[0])
