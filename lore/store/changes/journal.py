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
    Images,
    MergedSnapshot,
    NameSnapshot,
    Snapshot,
    SourceSnapshot,
    Target,
    of_kind,
    parsed,
    plain,
    read_images,
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
    """Raised where units are no longer as a change expects them; nothing is written then."""


class ChangeJournal:
    """Makes changes in one scope, within its quota; without one, as much as is wanted."""

    def __init__(self, writer: Writer, scope: int, quota: Quota | None = None) -> None:
        self._writer = writer
        self._scope = scope
        self._quota = quota

    async def make(
        self,
        entry: ChangeHeader,
        images: Images,
        memories: Mapping[Target, FactSnapshot],
        expects: Images,
        *,
        staged: Collection[Target] = frozenset(),
    ) -> int | None:
        """Bring units to images and note that; the change's number, None where nothing changed.

        `memories` are what the shared facts are that are hidden or shown, by "hidden" unit:
        a shared fact may be another when the history is read. `expects` is what stands now,
        `staged` units that are written already though nobody meets them (see `staging`).

        Raises:
            Outdated: where something else stands.
            Full: where there is no room for it.
            Unsound: where the new state cannot stand.
        """
        before: dict[Target, Snapshot | None] = dict.fromkeys(staged)
        others = [unit for unit in {**images, **expects} if unit not in staged]
        before |= await read_images(self._writer, self._scope, others)
        if any(_differs(unit, before[unit], image) for unit, image in expects.items()):
            raise Outdated
        after = {unit: _settled(before[unit], image) for unit, image in images.items()}
        changed = [unit for unit in images if not same(before[unit], after[unit])]
        if not changed:
            return None
        old = {unit: _remembered(unit, before[unit], memories) for unit in changed}
        new = {unit: _remembered(unit, after[unit], memories) for unit in changed}
        noted = dumped(old), dumped(new)
        written = {unit: image for unit, image in new.items() if unit not in staged}
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

    async def _admit(self, before: Images, after: Images, text: int, undoes: int | None) -> None:
        """See to it that there is room for a change.

        Raises:
            Full: where there is none.
        """
        if self._quota is None:
            return
        grown = growth(before, after, text)
        held = await stored(self._writer, self._scope)
        level = self._quota.exceeded(held, grown, grace=undoes is not None or not _adds(after))
        if level is not None:
            raise Full(level)

    async def _note(
        self, entry: ChangeHeader, units: Sequence[Target], before: str, after: str
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
            [(self._scope, str(unit), row_id) for unit in units],
        )
        return int(number)

    async def _fault(self, after: Images) -> Fault | None:
        """What of the new state cannot stand."""
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


def dumped(images: Images) -> str:
    """Images as the JSON of a history row."""
    forms = {str(unit): image and plain(image) for unit, image in images.items()}
    return json.dumps(forms, ensure_ascii=False)


def loaded(text: str) -> dict[Target, Snapshot | None]:
    """The images of a history row."""
    forms = {Target.parse(unit): form for unit, form in json.loads(text).items()}
    return {
        unit: parsed(unit.what, form) if form is not None else None for unit, form in forms.items()
    }


def _bytes(before: str, after: str) -> int:
    return len(before.encode()) + len(after.encode())


def _adds(after: Images) -> bool:
    """Whether a change says something new, rather than to take out, rank, set or hide."""
    return any(
        image is not None and not (isinstance(image, FactSnapshot) and image.retired)
        for unit, image in after.items()
        if unit.what in ("source", "entity", "name", "fact", "phrase")
    )


def _differs(unit: Target, now: Snapshot | None, then: Snapshot | None) -> bool:
    """Whether a unit is not as it was; parts of titles come and go by rule."""
    if unit.what == "name" and all(one in (None, NameSnapshot("part")) for one in (now, then)):
        return False
    return not same(now, then)


def _settled(before: Snapshot | None, wanted: Snapshot | None) -> Snapshot | None:
    """What a unit can be: rows of tables stay, so a fact that must go is retired."""
    if wanted is None and isinstance(before, FactSnapshot):
        return replace(before, retired=1)
    if wanted is None and isinstance(before, SourceSnapshot | EntitySnapshot):
        return before
    return wanted


def _remembered(
    unit: Target, image: Snapshot | None, memories: Mapping[Target, FactSnapshot]
) -> Snapshot | None:
    if isinstance(image, HiddenSnapshot) and unit in memories:
        return HiddenSnapshot(memories[unit])
    return image


def _risked(after: Images) -> set[int]:
    """The entities that may have lost their name or are named anew by a live fact."""
    risked = {unit.id for unit in of_kind(after, "name") if after[unit] is None}
    for unit in of_kind(after, "fact"):
        image = after[unit]
        if isinstance(image, FactSnapshot) and not image.retired:
            risked |= image.entities()
    return risked | {image.into for image in after.values() if isinstance(image, MergedSnapshot)}
