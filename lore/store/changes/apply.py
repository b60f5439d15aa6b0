"""Writes snapshots of a server's targets to the tables, inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import get_args

from lore.model.facts import SHARED
from lore.model.property_ids import SERIES
from lore.store.changes.snapshots import (
    FactSnapshot,
    Kind,
    MergedSnapshot,
    NameSnapshot,
    PhraseSnapshot,
    PreferenceSnapshot,
    RowKind,
    SettingSnapshot,
    Snapshot,
    Snapshots,
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
    """Writes snapshots in one scope, and keeps the name index true."""

    def __init__(self, writer: Writer, scope: int) -> None:
        assert scope != SHARED, "the shared facts come from packs"
        self._writer = writer
        self._scope = scope
        self._names = NameIndex(writer)
        self._rules = RuleNames(writer, self._names, scope)

    async def put(
        self, before: Snapshots, after: Snapshots, *, there: Collection[Target] = frozenset()
    ) -> None:
        """Write the snapshots of `after` over those of `before`; rows are never deleted.

        Of those that are `there` already the rows are not written again.
        """
        for row_kind in get_args(RowKind):
            targets = [
                target for target in after if target.what == row_kind and target not in there
            ]
            given = [
                (target.id, snapshot)
                for target in targets
                if (snapshot := after[target]) is not None
            ]
            await write_rows(self._writer, self._scope, row_kind, given)
        await self._put_names(before, after)
        await self._cite(
            {target: snapshot for target, snapshot in after.items() if target.what == "fact"}
        )
        for kind in _INSERTS:
            await self._small(kind, after)
        await self._hide_names(after)
        await self._set(after)
        await self._teach(after)
        self._touch(before, after)
        await self._rules.derive()
        await self._names.finish()

    async def _cite(self, facts: Snapshots) -> None:
        given: dict[int, tuple[Put, list[CitationRow]]] = {}
        for target, snapshot in facts.items():
            if isinstance(snapshot, FactSnapshot):
                put = Put(target.id, self._scope, (target.id,), changed=True)
                given[target.id] = (put, list(snapshot.citations))
        if given:
            await write_citations(self._writer, self._scope, given)

    async def _put_names(self, before: Snapshots, after: Snapshots) -> None:
        changed = [
            target for target in of_kind(after, "name") if before.get(target) != after[target]
        ]
        if not changed:
            return
        wanted = {(target.id, target.text) for target in changed}
        held = await self._names.of({target.id for target in changed}, self._scope)
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
                NewName(self._scope, target.id, target.text, snapshot.standing)
                for target in changed
                if isinstance(snapshot := after[target], NameSnapshot)
            ]
        )

    async def _small(self, what: Kind, after: Snapshots) -> None:
        targets = of_kind(after, what)
        gone = [(self._scope, target.id) for target in targets if after[target] is None]
        there = [
            (self._scope, target.id, *_beside(snapshot))
            for target in targets
            if (snapshot := after[target]) is not None
        ]
        await self._writer.executemany(_DELETES[what], gone)
        await self._writer.executemany(_INSERTS[what], there)

    async def _hide_names(self, after: Snapshots) -> None:
        """Hide names that are shared, or show them again; one that is no longer there is let be."""
        targets = of_kind(after, "hidden_name")
        if not targets:
            return
        held: dict[tuple[int, str], list[StoredName]] = {}
        for name in await self._names.of({target.id for target in targets}, SHARED):
            if name.scope == SHARED:
                held.setdefault((name.entity_id, name.text), []).append(name)
        for target in targets:
            rows = [(self._scope, name.id) for name in held.get((target.id, target.text), ())]
            hides = after[target] is not None
            await self._writer.executemany(
                "INSERT OR IGNORE INTO hidden (scope, what, target_id) VALUES (?, 'name', ?)"
                if hides
                else "DELETE FROM hidden WHERE scope = ? AND what = 'name' AND target_id = ?",
                rows,
            )

    async def _set(self, after: Snapshots) -> None:
        for target in of_kind(after, "setting"):
            snapshot = after[target]
            await self._writer.execute_fetchall(
                "DELETE FROM setting WHERE scope = ? AND key = ?", (self._scope, target.text)
            )
            if isinstance(snapshot, SettingSnapshot):
                await self._writer.execute_fetchall(
                    "INSERT INTO setting (scope, key, value) VALUES (?, ?, ?)",
                    (self._scope, target.text, json.dumps(snapshot.value)),
                )

    async def _teach(self, after: Snapshots) -> None:
        for target in of_kind(after, "phrase"):
            snapshot = after[target]
            await self._writer.execute_fetchall(
                "DELETE FROM phrase WHERE scope = ? AND key = ?", (self._scope, target.text)
            )
            if isinstance(snapshot, PhraseSnapshot):
                await self._writer.execute_fetchall(
                    """
                    INSERT INTO phrase (scope, key, text, property, stands_for)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                    (
                        self._scope,
                        target.text,
                        snapshot.text,
                        snapshot.property,
                        snapshot.stands_for,
                    ),
                )

    def _touch(self, before: Snapshots, after: Snapshots) -> None:
        """Note the entities whose names made by rule may change, by a name or by a fact that ties
        them to a series."""
        touched = {target.id for target in after if target.what in ("name", "entity")}
        for target in of_kind(after, "fact"):
            for snapshot in (before.get(target), after[target]):
                if isinstance(snapshot, FactSnapshot) and snapshot.property == SERIES:
                    touched.add(snapshot.subject_id)
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
    """The values that a row of `hidden`, `merged` or `preference` has after its scope and id."""
    match snapshot:
        case MergedSnapshot(into):
            return (into,)
        case PreferenceSnapshot(rank):
            return (rank,)
        case _:
            return ()
