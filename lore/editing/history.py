"""A server's history as moderators read it: what was before and after each change.

It reads facts as they see them, too: with number, state and version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from lore.editing.errors import Missing
from lore.model.dates import PartialDate
from lore.model.edits import (
    Action,
    Change,
    FactStep,
    FactView,
    Fields,
    MergeStep,
    NameStep,
    PhraseStep,
    Rank,
    RankStep,
    SettingStep,
    Step,
)
from lore.model.facts import SHARED, Citation, Entity, Fact, Role, Source, Status, Value
from lore.store.changes.journal import loaded
from lore.store.changes.snapshots import (
    FactSnapshot,
    MergedSnapshot,
    NameSnapshot,
    PhraseSnapshot,
    PreferenceSnapshot,
    SettingSnapshot,
    Snapshot,
    Snapshots,
    SourceSnapshot,
    Target,
    fact_of,
    of_kind,
)
from lore.store.history_reader import ChangeRow, HistoryReader
from lore.store.moderator_reader import ModeratorReader
from lore.texts import refusals as words

MOST_STEPS = 25
"""Steps of a change that are told; an import has thousands."""


def changes_of(reader: HistoryReader, rows: Sequence[ChangeRow]) -> list[Change]:
    """Changes as they are read, in the order of their rows."""
    return [_change(reader, row) for row in rows]


def targets_of_fact(reader: HistoryReader, key: str) -> list[Target]:
    """All targets that changes of the fact of a key can have touched."""
    ids = reader.with_key(key)
    return [Target(kind, row_id) for row_id in ids for kind in ("fact", "hidden", "preference")]


def _change(reader: HistoryReader, row: ChangeRow) -> Change:
    before, after = loaded(row.before), loaded(row.after)
    steps = _Steps(reader, before, after).all()
    return Change(
        row.number,
        row.actor,
        datetime.fromisoformat(row.made_at),
        cast(Action, row.action),
        row.reason,
        tuple(steps[:MOST_STEPS]),
        len(steps),
        row.undoes,
        row.undone_by,
    )


class _Steps:
    """Reads the snapshots of one change as steps."""

    def __init__(self, reader: HistoryReader, before: Snapshots, after: Snapshots) -> None:
        self._before = before
        self._after = after
        self._reader = reader
        told_of = (fact_of(snapshot) for side in (before, after) for snapshot in side.values())
        facts = [fact for fact in told_of if fact is not None][: 4 * MOST_STEPS]
        self._entities = self._known_entities(facts)
        veiled = {row_id for fact in facts if fact.spoiler for row_id in fact.entities()}
        self._veiled = reader.veiled(self._entities, veiled)
        sources = {cited.source_id for fact in facts for cited in fact.citations}
        self._sources = {
            row_id: source_of(row_id, snapshot)
            for row_id, snapshot in reader.source_snapshots(sources).items()
        }
        self._numbers = reader.numbers({fact.key for fact in facts})

    def all(self) -> list[Step]:
        """The steps, facts first."""
        return [
            *self._facts(),
            *self._ranks(),
            *self._names(),
            *self._merges(),
            *self._settings(),
            *self._phrases(),
        ]

    def _known_entities(self, facts: Iterable[FactSnapshot]) -> dict[int, Entity]:
        ids = {row_id for fact in facts for row_id in fact.entities()}
        for target in (*of_kind(self._after, "name"), *of_kind(self._after, "hidden_name")):
            ids.add(target.id)
        for target in of_kind(self._after, "merged"):
            ids.add(target.id)
            for snapshot in (self._before[target], self._after[target]):
                if isinstance(snapshot, MergedSnapshot):
                    ids.add(snapshot.into)
        rows = self._reader.entity_snapshots(ids)
        return {
            row_id: Entity(row_id, snapshot.name, snapshot.kind, snapshot.year)
            for row_id, (_, snapshot) in rows.items()
        }

    def _facts(self) -> list[Step]:
        """A step for each fact; the server's own row and the shared one it replaces are one."""
        own: dict[str, tuple[FactSnapshot | None, FactSnapshot | None]] = {}
        shared: dict[str, tuple[FactSnapshot | None, FactSnapshot | None]] = {}
        for target in self._after:
            before, after = fact_of(self._before[target]), fact_of(self._after[target])
            known = before or after
            if target.what == "fact" and known:
                own[known.key] = (before, after)
            elif target.what == "hidden" and known:
                # Hidden is what is seen no longer: what was hidden before is seen after.
                shared[known.key] = (after, before)
        steps: list[Step] = []
        for key in (*own, *(key for key in shared if key not in own)):
            seen_before, seen_after = (
                self._seen(own.get(key, (None, None))[side], shared.get(key, (None, None))[side])
                for side in (0, 1)
            )
            steps.append(FactStep(key, self._numbers.get(key, 0), seen_before, seen_after))
        return steps

    def _seen(self, own: FactSnapshot | None, shared: FactSnapshot | None) -> Fact | None:
        snapshot = own if own and not own.retired else shared
        return _fact(snapshot, self._entities, self._sources) if snapshot else None

    def _ranks(self) -> list[Step]:
        targets = of_kind(self._after, "preference")[:MOST_STEPS]
        facts = self._reader.facts([target.id for target in targets])
        rows = self._reader.fact_rows(facts)
        return [
            RankStep(
                rows[target.id].number or 0,
                facts[target.id],
                _rank(self._before[target]),
                _rank(self._after[target]),
            )
            for target in targets
            if target.id in facts and target.id in rows
        ]

    def _names(self) -> list[Step]:
        """Steps for names that were added or taken away; an entity that is created with a fact has
        none."""
        steps: list[Step] = []
        for target in (*of_kind(self._after, "name"), *of_kind(self._after, "hidden_name")):
            entity = self._entities.get(target.id)
            snapshot = self._after[target] or self._before[target]
            if entity is not None and snapshot != NameSnapshot("part"):
                there = self._after[target] is not None
                added = there is (target.what == "name")
                steps.append(NameStep(entity, target.text, added, entity.id in self._veiled))
        return steps

    def _merges(self) -> list[Step]:
        def into(side: Snapshots, target: Target) -> Entity | None:
            snapshot = side[target]
            return (
                self._entities.get(snapshot.into) if isinstance(snapshot, MergedSnapshot) else None
            )

        steps: list[Step] = []
        for target in of_kind(self._after, "merged"):
            entity = self._entities.get(target.id)
            if entity is not None:
                sides = into(self._before, target), into(self._after, target)
                veiled = any(side.id in self._veiled for side in (entity, *sides) if side)
                steps.append(MergeStep(entity, *sides, veiled))
        return steps

    def _settings(self) -> list[Step]:
        return [
            SettingStep(target.text, _setting(self._before[target]), _setting(self._after[target]))
            for target in of_kind(self._after, "setting")
        ]

    def _phrases(self) -> list[Step]:
        steps: list[Step] = []
        for target in of_kind(self._after, "phrase"):
            sides = (self._before[target], self._after[target])
            before, after = (side if isinstance(side, PhraseSnapshot) else None for side in sides)
            phrase = after or before
            assert phrase is not None
            meant = (side.property if side else None for side in (before, after))
            steps.append(PhraseStep(phrase.text, *meant))
        return steps


def _setting(snapshot: Snapshot | None) -> Any:
    return snapshot.value if isinstance(snapshot, SettingSnapshot) else None


def _rank(snapshot: Snapshot | None) -> Rank | None:
    return cast(Rank, snapshot.rank) if isinstance(snapshot, PreferenceSnapshot) else None


def _fact(
    snapshot: FactSnapshot, entities: Mapping[int, Entity], sources: Mapping[int, Source]
) -> Fact | None:
    """A fact of its snapshot; None where something of it is no longer stored."""
    subject = entities.get(snapshot.subject_id)
    value: Value | None = _entity(entities, snapshot.value_id) or snapshot.value_text
    if snapshot.value_date is not None:
        value = PartialDate.parse(snapshot.value_date)
    citations = [
        Citation(sources[source], Status(status), locator, _date(as_of))
        for source, status, locator, as_of in snapshot.citations
        if source in sources
    ]
    if subject is None or value is None or not citations:
        return None
    citations.sort(key=lambda citation: citation.order, reverse=True)
    role = _entity(entities, snapshot.role_id) or snapshot.role_text
    spoiler = bool(snapshot.spoiler)
    return Fact(0, subject, snapshot.property, value, role, spoiler, tuple(citations))


def _entity(entities: Mapping[int, Entity], row_id: int | None) -> Entity | None:
    return entities.get(row_id) if row_id is not None else None


def source_of(row_id: int, snapshot: SourceSnapshot) -> Source:
    """A source of the columns of its row."""
    return Source(
        row_id,
        snapshot.title,
        _date(snapshot.published),
        bool(snapshot.estimated),
        snapshot.reason,
        snapshot.publisher,
        snapshot.address,
    )


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def views_of(reader: ModeratorReader, ids: Iterable[int]) -> dict[int, FactView]:
    """Facts by id; one that the server does not see, or without a source, is left out."""
    rows = reader.fact_rows(ids)
    facts = reader.facts(rows)
    views: dict[int, FactView] = {}
    for row_id, row in rows.items():
        if row_id in facts:
            shown = (facts[row_id], row.live, row.scope == SHARED)
            version = hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
            views[row_id] = FactView(
                facts[row_id], row.number or 0, row.key, row.scope == SHARED, row.live, version
            )
    return views


def standing(reader: ModeratorReader, ids: Iterable[int]) -> list[FactView]:
    """Facts in the order given, each key once: the one that has it in the server."""
    views = views_of(reader, ids)
    stands = reader.standing(view.key for view in views.values())
    return [view for row_id, view in views.items() if stands.get(view.key) == row_id]


def view_of(reader: ModeratorReader, number: int) -> FactView:
    """The fact that has a number in the server, in whatever state.

    Raises:
        Missing: where there is none.
    """
    key = reader.key_of(number)
    ids = reader.standing([key]) if key is not None else {}
    views = views_of(reader, ids.values())
    if not views:
        raise Missing(words.no_fact(number))
    return next(iter(views.values()))


def fields_of(fact: Fact, labels: Mapping[int, str]) -> Fields:
    """A fact as fields; `labels` has a text for each entity of it."""

    def written(term: Value | Role) -> str:
        return labels[term.id] if isinstance(term, Entity) else str(term)

    cited = fact.citations[0]
    source = cited.source
    return Fields(
        subject=written(fact.subject),
        property=fact.property,
        value=written(fact.value),
        role=written(fact.role) if fact.role is not None else None,
        status=cited.status,
        title=source.title,
        publisher=source.publisher,
        address=source.address,
        published=str(source.published) if source.published else None,
        estimate=source.reason if source.estimated else None,
        as_of=str(cited.as_of) if cited.as_of else None,
        locator=cited.locator,
        spoiler=fact.spoiler,
    )
