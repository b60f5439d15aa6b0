"""Writing the rows of one scope that have keys: sources, entities and facts, whatever they hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from lore.models import SHARED
from lore.store.database import Writer
from lore.store.records import Table

Cell = str | int | None
Row = tuple[str, tuple[Cell, ...]]
"""A row's key and the cells of its columns."""

_COLUMNS: dict[Table, tuple[str, ...]] = {
    "source": ("title", "publisher", "address", "published", "estimated", "reason"),
    "entity": ("name", "kind", "year"),
    "fact": (
        "subject_id",
        "property",
        "value_id",
        "value_date",
        "value_text",
        "role_id",
        "role_text",
        "spoiler",
        "retired",
    ),
}


NEXT_ID = (
    "SELECT MAX(COALESCE((SELECT MAX(id) FROM {table}), 0), "
    "COALESCE((SELECT MAX(last) FROM staged WHERE what = '{table}'), 0)) + 1"
)


class Put(NamedTuple):
    """A written row: its id, whose it is, and what it held before, None where it is new."""

    id: int
    scope: int
    before: tuple[Cell, ...] | None
    changed: bool


class Rows:
    """Inserts and updates rows inside one transaction; `added` counts those that were new."""

    def __init__(self, writer: Writer, scope: int) -> None:
        self.added = 0
        self._writer = writer
        self._scope = scope
        self._next: dict[Table, int] = {}

    async def put(self, table: Table, rows: Sequence[Row]) -> list[Put]:
        """Insert rows and update those that differ from what is there."""
        columns = _COLUMNS[table]
        known = await self._stored(table, [key for key, _ in rows])
        number = self._next.get(table) or await next_id(self._writer, table)
        new: dict[int, tuple[Cell, ...]] = {}
        updated: dict[int, tuple[Cell, ...]] = {}
        puts = []
        for key, cells in rows:
            if key not in known:
                known[key] = (number, self._scope, cells)
                new[number] = (number, self._scope, key, *cells)
                puts.append(Put(number, self._scope, None, changed=False))
                number += 1
                continue
            found, scope, before = known[key]
            changed = scope == self._scope and before != cells
            puts.append(Put(found, scope, before, changed))
            if changed:
                known[key] = (found, scope, cells)
                updated[found] = (*cells, found)
        self._next[table] = number
        self.added += len(new)
        names = ", ".join(columns)
        await self._writer.executemany(
            f"INSERT INTO {table} (id, scope, key, {names}) "  # noqa: S608
            f"VALUES (?, ?, ?{', ?' * len(columns)})",
            new.values(),
        )
        await self._writer.executemany(
            f"UPDATE {table} SET ({names}) = (?{', ?' * (len(columns) - 1)}) WHERE id = ?",  # noqa: S608
            updated.values(),
        )
        return puts

    async def _stored(
        self, table: Table, keys: Sequence[str]
    ) -> dict[str, tuple[int, int, tuple[Cell, ...]]]:
        """The rows of some keys: id, scope and cells. A server sees shared sources and entities."""
        rows = await self._writer.execute_fetchall(
            f"SELECT key, id, scope, {', '.join(_COLUMNS[table])} FROM {table} "  # noqa: S608
            "WHERE scope IN (?1, ?2) AND key IN (SELECT value FROM json_each(?3)) ORDER BY scope",
            (self._scope if table == "fact" else SHARED, self._scope, json.dumps(keys)),
        )
        return {key: (number, scope, tuple(cells)) for key, number, scope, *cells in rows}

    async def ids(self, table: Table, keys: Iterable[str]) -> dict[str, int]:
        """The row ids of those keys that the scope sees; its own row before a shared one."""
        rows = await self._writer.execute_fetchall(
            f"SELECT key, id FROM {table} WHERE scope IN (?1, ?2) "  # noqa: S608
            "AND key IN (SELECT value FROM json_each(?3)) ORDER BY scope",
            (SHARED, self._scope, json.dumps(list(dict.fromkeys(keys)))),
        )
        return dict(cast("Iterable[tuple[str, int]]", rows))


async def next_id(writer: Writer, table: str) -> int:
    """The id of a table's next row: beyond all that there are and all that are reserved."""
    rows = list(await writer.execute_fetchall(NEXT_ID.format(table=table)))
    return int(rows[0][0])
