"""What a server has stored of its own, by resource of its quota."""

from __future__ import annotations

import sqlite3

from lore.quota import Resource
from lore.store.changes.snapshots import Snapshots
from lore.store.database import Writer

_RESOURCES: tuple[Resource, ...] = ("facts", "names", "sources", "text")
_TABLES: dict[str, Resource] = {"fact": "facts", "name": "names", "source": "sources"}
# Each is answered by an index of the scope alone.
_STORED = """
    SELECT
        (SELECT COUNT(*) FROM fact WHERE scope = ?1 AND scope <> 0),
        (SELECT COUNT(*) FROM name WHERE scope = ?1),
        (SELECT COUNT(*) FROM source WHERE scope = ?1),
        (SELECT COALESCE(SUM(size), 0) FROM change WHERE scope = ?1)
"""


def read_stored(connection: sqlite3.Connection, scope: int) -> dict[Resource, int]:
    """What a server has stored; of text the bytes."""
    row = connection.execute(_STORED, (scope,)).fetchone()
    return dict(zip(_RESOURCES, row, strict=True))


async def stored(writer: Writer, scope: int) -> dict[Resource, int]:
    """As `read_stored`, inside the writer's transaction."""
    rows = list(await writer.execute_fetchall(_STORED, (scope,)))
    return dict(zip(_RESOURCES, rows[0], strict=True))


def growth(before: Snapshots, after: Snapshots, text: int) -> dict[Resource, int]:
    """By how much a change makes a server's own grow; `text` are the bytes of its history row."""
    grown: dict[Resource, int] = {**dict.fromkeys(_RESOURCES, 0), "text": text}
    for target, snapshot in after.items():
        if target.what in _TABLES:
            grown[_TABLES[target.what]] += (snapshot is not None) - (before[target] is not None)
    return grown
