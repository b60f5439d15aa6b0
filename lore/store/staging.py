"""Rows of a large change, written in slices before it is made.

Nobody meets them before: a fact is retired and cites nothing, an entity has no name, and a word
belongs to no name. Their ids are reserved, so that who writes in between takes others.

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import NamedTuple, TypeVar

from lore.language import text as folding
from lore.store.changes.apply import write_rows
from lore.store.changes.snapshots import FactSnapshot, RowKind, Snapshot, Snapshots, Target
from lore.store.database import Store, Writer
from lore.store.name_index.writer import NameIndex, spelled
from lore.store.packs.recorder import next_id
from lore.store.packs.records import Table

T = TypeVar("T")

SLICE = 500
"""Rows that are written at once; other writers come in between."""
WORDS = 2_000
"""Words of the name index that are written in one transaction."""
SPELLINGS = 20_000
"""As many of these, which are smaller."""

Reserved = Mapping[Table, range]
"""The ids that are reserved, by table."""


class State(NamedTuple):
    """What may not change between a plan and its change: the server's last change, and how often
    packs were imported."""

    change: int | None
    packs: int


class Interfered(Exception):
    """Raised where it did; nothing was made live."""


class Staging:
    """What one server stages: one change at a time."""

    def __init__(self, store: Store, scope: int) -> None:
        self._store = store
        self._scope = scope

    async def reserve(self, counts: Mapping[Table, int]) -> tuple[Reserved, State]:
        """Reserve so many ids of tables, and how things stand; what an earlier change has left is
        taken out."""
        async with self._store.write() as writer:
            await _clear(writer, self._scope)
            reserved: dict[Table, range] = {}
            for table, count in counts.items():
                first = await next_id(writer, table)
                reserved[table] = range(first, first + count)
                await writer.execute_fetchall(
                    "INSERT INTO staged (scope, what, first, last) VALUES (?, ?, ?, ?)",
                    (self._scope, table, first, first + count - 1),
                )
            await writer.execute_fetchall(
                """
                INSERT INTO staged (scope, what, first, last)
                SELECT ?1, 'token', COALESCE(MAX(id), 0) + 1, COALESCE(MAX(id), 0)
                FROM token
                """,
                (self._scope,),
            )
            return reserved, await _state(writer, self._scope)

    async def put(self, snapshots: Snapshots, reserved: Reserved) -> frozenset[Target]:
        """Write what of a change can be written before it is made; the targets whose rows are
        complete with that."""
        new = new_rows(snapshots, reserved)
        rows: tuple[RowKind, ...] = ("entity", "fact")
        for kind in rows:
            for part in _sliced([target for target in new if target.what == kind], SLICE):
                async with self._store.write() as writer:
                    await write_rows(writer, self._scope, kind, [_unseen(new, row) for row in part])
        await self._foresee([target.text for target in snapshots if target.what == "name"])
        return frozenset(target for target in new if target.what in ("entity", "fact"))

    async def _foresee(self, texts: Iterable[str]) -> None:
        """Write the words of names, and then their spellings in the order of their keys: so no
        slice writes a page of theirs again that another has written."""
        words = await asyncio.to_thread(
            lambda: list(dict.fromkeys(word for text in texts for word in folding.words(text)))
        )
        for part in _sliced(words, WORDS):
            async with self._store.write() as writer:
                await NameIndex(writer).foresee(self._scope, part)
        async with self._store.write() as writer:
            new = await NameIndex(writer).later(
                self._scope, await _first_token(writer, self._scope)
            )
        for rows in _sliced(await asyncio.to_thread(spelled, new), SPELLINGS):
            async with self._store.write() as writer:
                await NameIndex(writer).spell(rows)

    async def make_live(self, writer: Writer, staged: Collection[Target], state: State) -> None:
        """Let staged rows be the server's own, in the transaction that makes the change.

        Raises:
            Interfered: where things stand otherwise by now.
        """
        if await _state(writer, self._scope) != state:
            raise Interfered
        await writer.execute_fetchall(
            """
            UPDATE fact
            SET retired = 0
            WHERE scope = ? AND id IN (SELECT value FROM json_each(?))
            """,
            (self._scope, json.dumps([target.id for target in staged if target.what == "fact"])),
        )
        await _release(writer, self._scope)

    async def clear(self) -> None:
        """Take out what is staged."""
        async with self._store.write() as writer:
            await _clear(writer, self._scope)


def new_rows(snapshots: Snapshots, reserved: Reserved) -> dict[Target, Snapshot]:
    """The targets of a change that are rows on reserved ids, and the names of such."""
    ids: dict[str, range] = {"name": reserved["entity"], **dict(reserved.items())}
    return {
        target: snapshot
        for target, snapshot in snapshots.items()
        if snapshot is not None and target.id in ids.get(target.what, ())
    }


async def clear_all(store: Store, holds: Callable[[int], bool]) -> None:
    """Take out what a crash has left of the servers that a process holds; nobody may be staging
    anything there."""
    for (scope,) in await store.read("SELECT DISTINCT scope FROM staged"):
        if holds(scope):
            await Staging(store, scope).clear()


async def _state(writer: Writer, scope: int) -> State:
    rows = await writer.execute_fetchall(
        """
        SELECT (SELECT MAX(number) FROM change WHERE scope = ?), number
        FROM revision
        WHERE what = 'packs'
        """,
        (scope,),
    )
    return State(*next(iter(rows)))


async def _clear(writer: Writer, scope: int) -> None:
    rows = await writer.execute_fetchall(
        "SELECT what, first, last FROM staged WHERE scope = ?", (scope,)
    )
    ranges = {table: (scope, first, last) for table, first, last in rows}
    if not ranges:
        return
    for table in ("fact", "entity"):
        if table in ranges:
            await writer.execute_fetchall(
                f"DELETE FROM {table} WHERE scope = ? AND id BETWEEN ? AND ?",  # noqa: S608
                ranges[table],
            )
    names = NameIndex(writer)
    await names.forget_unused(scope)
    # A word that a name has come to hold since stays, and may not be spelled yet.
    await names.spell(spelled(await names.later(scope, ranges["token"][1])))
    await _release(writer, scope)


async def _release(writer: Writer, scope: int) -> None:
    await writer.execute_fetchall("DELETE FROM staged WHERE scope = ?", (scope,))


def _unseen(snapshots: Mapping[Target, Snapshot], target: Target) -> tuple[int, Snapshot]:
    """A row as nobody meets it."""
    snapshot = snapshots[target]
    return target.id, replace(snapshot, retired=1) if isinstance(
        snapshot, FactSnapshot
    ) else snapshot


async def _first_token(writer: Writer, scope: int) -> int:
    rows = await writer.execute_fetchall(
        "SELECT first FROM staged WHERE scope = ? AND what = 'token'", (scope,)
    )
    return int(next(iter(rows))[0])


def _sliced(items: list[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
