"""Making a server's changes: each with its history row, in the writer's one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lore.quota import Level, Quota
from lore.store.changes.apply import SnapshotWriter
from lore.store.changes.snapshots import (
    EntitySnapshot,
    FactSnapshot,
    HiddenSnapshot,
    MergedSnapshot,
    NameSnapshot,
    Snapshot,
    Snapshots,
    SourceSnapshot,
    Target,
    of_kind,
    parsed,
    plain,
    read_snapshots,
    same,
)
from lore.store.changes.stored import growth, stored
from lore.store.database import Writer


@dataclass(frozen=True, slots=True)
class ChangeHeader:
    """Who changes what and why. `made_at` is ISO 8601 in UTC, `undoes` a change's row id.

    `target` and `target_id` say what a list of changes is searched by: "fact" and its number.
    """

    actor: int
    made_at: str
    action: str
    target: str
    target_id: int | None = None
    reason: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a change cannot stand: a live fact names an entity that has no name left (`key` is the
    fact's), or what was merged would have to stand for something else again."""

    why: Literal["nameless", "chained"]
    key: str | None = None


class Unsound(Exception):
    """Raised for a change that cannot stand; the transaction must be undone."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.why)
        self.fault = fault


class Full(Exception):
    """Raised for a change that would take a server beyond its quota; nothing is written then."""

    def __init__(self, level: Level) -> None:
        super().__init__(level.resource)
        self.level = level


class Outdated(Exception):
    """Raised where targets are no longer as a change expects them; nothing is written then."""


class ChangeJournal:
    """Makes the changes of one scope and records them; without a quota nothing bounds them."""

    def __init__(self, writer: Writer, scope: int, quota: Quota | None = None) -> None:
        self._writer = writer
        self._scope = scope
        self._quota = quota

    async def make(
        self,
        entry: ChangeHeader,
        snapshots: Snapshots,
        memories: Mapping[Target, FactSnapshot],
        expects: Snapshots,
        *,
        staged: Collection[Target] = frozenset(),
    ) -> int | None:
        """Write the snapshots of targets and record the change in the history; its number, None
        where nothing differs from what is stored.

        `memories` has, by its "hidden" target, each shared fact that is hidden or shown as it is
        now, since it may be another when the history is read. `expects` has the snapshots that must
        be stored now, `staged` the targets that an import has written already (see `staging`).

        Raises:
            Outdated: where something else is stored than `expects` says.
            Full: where there is no room for it.
            Unsound: where the new state cannot stand.
        """
        before: dict[Target, Snapshot | None] = dict.fromkeys(staged)
        others = [target for target in {**snapshots, **expects} if target not in staged]
        before |= await read_snapshots(self._writer, self._scope, others)
        if any(_differs(target, before[target], snapshot) for target, snapshot in expects.items()):
            raise Outdated
        after = {
            target: _settled(before[target], snapshot) for target, snapshot in snapshots.items()
        }
        changed = [target for target in snapshots if not same(before[target], after[target])]
        if not changed:
            return None
        old = {target: _remembered(target, before[target], memories) for target in changed}
        new = {target: _remembered(target, after[target], memories) for target in changed}
        noted = dumped(old), dumped(new)
        written = {target: snapshot for target, snapshot in new.items() if target not in staged}
        await self._admit(old, written, _bytes(*noted), entry.undoes)
        await SnapshotWriter(self._writer, self._scope).put(old, new, there=staged)
        fault = await self._fault(new)
        if fault is not None:
            raise Unsound(fault)
        return await self._note(entry, list(new), *noted)

    async def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """The numbers of facts by key; those that have none get the next."""
        wanted = list(dict.fromkeys(keys))
        await self._writer.execute_fetchall(
            """
            INSERT INTO number (scope, number, key)
            SELECT
                ?1,
                row_number() OVER ()
                    + (SELECT COALESCE(MAX(number), 0) FROM number WHERE scope = ?1),
                value
            FROM json_each(?2)
            WHERE value NOT IN (SELECT key FROM number WHERE scope = ?1)
            """,
            (self._scope, json.dumps(wanted)),
        )
        rows = await self._writer.execute_fetchall(
            """
            SELECT key, number
            FROM number
            WHERE scope = ? AND key IN (SELECT value FROM json_each(?))
            """,
            (self._scope, json.dumps(wanted)),
        )
        return {str(key): int(number) for key, number in rows}

    async def _admit(
        self, before: Snapshots, after: Snapshots, text: int, undoes: int | None
    ) -> None:
        """Check the quota before a change; `text` is the size of its history row in bytes.

        Raises:
            Full: where the server would have more than it may.
        """
        if self._quota is None:
            return
        grown = growth(before, after, text)
        held = await stored(self._writer, self._scope)
        level = self._quota.exceeded(held, grown, grace=undoes is not None or not _adds(after))
        if level is not None:
            raise Full(level)

    async def _note(
        self, entry: ChangeHeader, targets: Sequence[Target], before: str, after: str
    ) -> int:
        """Write the history row; its number among the scope's."""
        rows = await self._writer.execute_fetchall(
            """
            INSERT INTO change (scope, actor, made_at, action, target, target_id, reason, before,
                after, undoes, size, number)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, COALESCE(MAX(number), 0) + 1
            FROM change
            WHERE scope = ?1
            RETURNING id, number
            """,
            (
                self._scope,
                str(entry.actor),
                entry.made_at,
                entry.action,
                entry.target,
                entry.target_id,
                entry.reason,
                before,
                after,
                entry.undoes,
                _bytes(before, after),
            ),
        )
        row_id, number = next(iter(rows))
        await self._writer.executemany(
            "INSERT INTO touched (scope, unit, change_id) VALUES (?, ?, ?)",
            [(self._scope, str(target), row_id) for target in targets],
        )
        return int(number)

    async def _fault(self, after: Snapshots) -> Fault | None:
        """What makes the new state unsound, None where nothing does."""
        nameless = await self._nameless(_risked(after))
        if nameless:
            rows = list(
                await self._writer.execute_fetchall(
                    """
                    WITH gone (id) AS (SELECT value FROM json_each(?2))
                    SELECT key
                    FROM fact
                    WHERE scope = ?1 AND retired = 0
                        AND (subject_id IN gone OR value_id IN gone OR role_id IN gone)
                    UNION ALL
                    SELECT NULL
                    FROM merged
                    WHERE scope = ?1 AND into_id IN gone
                    LIMIT 1
                    """,
                    (self._scope, json.dumps(nameless)),
                )
            )
            if rows:
                return Fault("nameless", rows[0][0])
        chained = await self._writer.execute_fetchall(
            """
            SELECT 1
            FROM merged AS first
            JOIN merged AS second
                ON second.scope = first.scope AND second.entity_id = first.into_id
            WHERE first.scope = ?
            LIMIT 1
            """,
            (self._scope,),
        )
        return Fault("chained") if list(chained) else None

    async def _nameless(self, entities: Collection[int]) -> list[int]:
        """Those of the entities that are the scope's own and have no name."""
        if not entities:
            return []
        rows = await self._writer.execute_fetchall(
            """
            SELECT id
            FROM entity
            WHERE scope = ?1
                AND id IN (SELECT value FROM json_each(?2))
                AND NOT EXISTS (
                    SELECT 1
                    FROM name
                    WHERE name.entity_id = entity.id AND name.scope = ?1
                        AND name.standing = 'name'
                )
            """,
            (self._scope, json.dumps(list(entities))),
        )
        return [row[0] for row in rows]


def dumped(snapshots: Snapshots) -> str:
    """Snapshots as the JSON of a history row."""
    forms = {str(target): snapshot and plain(snapshot) for target, snapshot in snapshots.items()}
    return json.dumps(forms, ensure_ascii=False)


def loaded(text: str) -> dict[Target, Snapshot | None]:
    """The snapshots of a history row."""
    forms = {Target.parse(target): form for target, form in json.loads(text).items()}
    return {
        target: parsed(target.what, form) if form is not None else None
        for target, form in forms.items()
    }


def _bytes(before: str, after: str) -> int:
    return len(before.encode()) + len(after.encode())


def _adds(after: Snapshots) -> bool:
    """Whether a change adds content. Taking out, ranking, setting and hiding do not."""
    return any(
        snapshot is not None and not (isinstance(snapshot, FactSnapshot) and snapshot.retired)
        for target, snapshot in after.items()
        if target.what in ("source", "entity", "name", "fact", "phrase")
    )


def _differs(target: Target, now: Snapshot | None, then: Snapshot | None) -> bool:
    """Whether a target is not as it was. Parts of titles are made by rule, and do not count."""
    if target.what == "name" and all(
        snapshot in (None, NameSnapshot("part")) for snapshot in (now, then)
    ):
        return False
    return not same(now, then)


def _settled(before: Snapshot | None, wanted: Snapshot | None) -> Snapshot | None:
    """The snapshot that can be stored for the one that is wanted: rows are never deleted, so a fact
    that is to go is retired instead."""
    if wanted is None and isinstance(before, FactSnapshot):
        return replace(before, retired=1)
    if wanted is None and isinstance(before, SourceSnapshot | EntitySnapshot):
        return before
    return wanted


def _remembered(
    target: Target, snapshot: Snapshot | None, memories: Mapping[Target, FactSnapshot]
) -> Snapshot | None:
    if isinstance(snapshot, HiddenSnapshot) and target in memories:
        return HiddenSnapshot(memories[target])
    return snapshot


def _risked(after: Snapshots) -> set[int]:
    """The entities that may have lost their name or are named anew by a live fact."""
    risked = {target.id for target in of_kind(after, "name") if after[target] is None}
    for target in of_kind(after, "fact"):
        snapshot = after[target]
        if isinstance(snapshot, FactSnapshot) and not snapshot.retired:
            risked |= snapshot.entities()
    return risked | {
        snapshot.into for snapshot in after.values() if isinstance(snapshot, MergedSnapshot)
    }
