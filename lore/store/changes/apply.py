"""Bringing a server's units to given images, inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import get_args

from lore.model.facts import SHARED
from lore.model.property_ids import SERIES
from lore.store.changes.snapshots import (
    FactSnapshot,
    Images,
    Kind,
    MergedSnapshot,
    NameSnapshot,
    PhraseSnapshot,
    PreferenceSnapshot,
    RowKind,
    SettingSnapshot,
    Snapshot,
    Target,
    cells,
    columns,
    of_kind,
)
from lore.store.database import Writer
from lore.store.name_index.series_names import RuleNames
from lore.store.name_index.writer import NameIndex, NewName, StoredName
from lore.store.packs.recorder import CitationRow, Put, write_citations

_INSERTS: dict[Kind, str] = {
    "hidden": "INSERT OR IGNORE INTO hidden (scope, what, target_id) VALUES (?, 'fact', ?)",
    "merged": "INSERT OR REPLACE INTO merged (scope, entity_id, into_id) VALUES (?, ?, ?)",
    "preference": "INSERT OR REPLACE INTO preference (scope, fact_id, rank) VALUES (?, ?, ?)",
}
_DELETES: dict[Kind, str] = {
    "hidden": "DELETE FROM hidden WHERE scope = ? AND what = 'fact' AND target_id = ?",
    "merged": "DELETE FROM merged WHERE scope = ? AND entity_id = ?",
    "preference": "DELETE FROM preference WHERE scope = ? AND fact_id = ?",
}


class SnapshotWriter:
    """Writes images in one scope, and keeps the name index true."""

    def __init__(self, writer: Writer, scope: int) -> None:
        assert scope != SHARED, "the shared facts come from packs"
        self._writer = writer
        self._scope = scope
        self._names = NameIndex(writer)
        self._rules = RuleNames(writer, self._names, scope)

    async def put(
        self, before: Images, after: Images, *, there: Collection[Target] = frozenset()
    ) -> None:
        """Bring units from their images now to others; rows of tables are never deleted.

        Of those that are `there` already the rows are not written again.
        """
        for what in get_args(RowKind):
            units = [unit for unit in after if unit.what == what and unit not in there]
            given = [(unit.id, image) for unit in units if (image := after[unit]) is not None]
            await write_rows(self._writer, self._scope, what, given)
        await self._put_names(before, after)
        await self._cite({unit: image for unit, image in after.items() if unit.what == "fact"})
        for kind in _INSERTS:
            await self._small(kind, after)
        await self._hide_names(after)
        await self._set(after)
        await self._teach(after)
        self._touch(before, after)
        await self._rules.derive()
        await self._names.finish()

    async def _cite(self, facts: Images) -> None:
        given: dict[int, tuple[Put, list[CitationRow]]] = {}
        for unit, image in facts.items():
            if isinstance(image, FactSnapshot):
                put = Put(unit.id, self._scope, (unit.id,), changed=True)
                given[unit.id] = (put, list(image.citations))
        if given:
            await write_citations(self._writer, self._scope, given)

    async def _put_names(self, before: Images, after: Images) -> None:
        changed = [unit for unit in of_kind(after, "name") if before.get(unit) != after[unit]]
        if not changed:
            return
        wanted = {(unit.id, unit.text) for unit in changed}
        held = await self._names.of({unit.id for unit in changed}, self._scope)
        old = [
            name
            for name in held
            if name.scope == self._scope
            and name.standing != "rule"
            and (name.entity_id, name.text) in wanted
        ]
        await self._names.remove(old)
        await self._names.add(
            [
                NewName(self._scope, unit.id, unit.text, image.standing)
                for unit in changed
                if isinstance(image := after[unit], NameSnapshot)
            ]
        )

    async def _small(self, what: Kind, after: Images) -> None:
        units = of_kind(after, what)
        gone = [(self._scope, unit.id) for unit in units if after[unit] is None]
        there = [
            (self._scope, unit.id, *_beside(image))
            for unit in units
            if (image := after[unit]) is not None
        ]
        await self._writer.executemany(_DELETES[what], gone)
        await self._writer.executemany(_INSERTS[what], there)

    async def _hide_names(self, after: Images) -> None:
        """Hide names that are shared, or show them again; one that is no longer there is let be."""
        units = of_kind(after, "hidden_name")
        if not units:
            return
        held: dict[tuple[int, str], list[StoredName]] = {}
        for name in await self._names.of({unit.id for unit in units}, SHARED):
            if name.scope == SHARED:
                held.setdefault((name.entity_id, name.text), []).append(name)
        for unit in units:
            rows = [(self._scope, name.id) for name in held.get((unit.id, unit.text), ())]
            hides = after[unit] is not None
            await self._writer.executemany(
                "INSERT OR IGNORE INTO hidden (scope, what, target_id) VALUES (?, 'name', ?)"
                if hides
                else "DELETE FROM hidden WHERE scope = ? AND what = 'name' AND target_id = ?",
                rows,
            )

    async def _set(self, after: Images) -> None:
        for unit in of_kind(after, "setting"):
            image = after[unit]
            await self._writer.execute_fetchall(
                "DELETE FROM setting WHERE scope = ? AND key = ?", (self._scope, unit.text)
            )
            if isinstance(image, SettingSnapshot):
                await self._writer.execute_fetchall(
                    "INSERT INTO setting (scope, key, value) VALUES (?, ?, ?)",
                    (self._scope, unit.text, json.dumps(image.value)),
                )

    async def _teach(self, after: Images) -> None:
        for unit in of_kind(after, "phrase"):
            image = after[unit]
            await self._writer.execute_fetchall(
                "DELETE FROM phrase WHERE scope = ? AND key = ?", (self._scope, unit.text)
            )
            if isinstance(image, PhraseSnapshot):
                await self._writer.execute_fetchall(
                    """
                    INSERT INTO phrase (scope, key, text, property, stands_for)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                    (self._scope, unit.text, image.text, image.property, image.stands_for),
                )

    def _touch(self, before: Images, after: Images) -> None:
        """Note what the names made by rule hang on: names, and the facts that tie to a series."""
        touched = {unit.id for unit in after if unit.what in ("name", "entity")}
        for unit in of_kind(after, "fact"):
            for image in (before.get(unit), after[unit]):
                if isinstance(image, FactSnapshot) and image.property == SERIES:
                    touched.add(image.subject_id)
        self._rules.touch(touched)


async def write_rows(
    writer: Writer, scope: int, what: RowKind, snapshots: Sequence[tuple[int, Snapshot]]
) -> None:
    """Insert or update rows by their ids; only the scope's own are ever met."""
    names = columns(what)
    # The table and its columns are constants of snapshots.
    await writer.executemany(
        f"""
        INSERT INTO {what} (id, scope, {", ".join(names)})
        VALUES (?, ?{", ?" * len(names)})
        ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in names)}
            WHERE scope = excluded.scope
        """,  # noqa: S608
        [
            (row_id, scope, *cells(what, snapshot))
            for row_id, snapshot in sorted(snapshots, key=lambda row: row[0])
        ],
    )


def _beside(snapshot: Snapshot) -> tuple[int | str, ...]:
    """What the row of a small target has beside what it is of."""
    match snapshot:
        case MergedSnapshot(into):
            return (into,)
        case PreferenceSnapshot(rank):
            return (rank,)
        case _:
            return ()
