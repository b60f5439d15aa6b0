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
    Images,
    MergedSnapshot,
    NameSnapshot,
    PhraseSnapshot,
    PreferenceSnapshot,
    SettingSnapshot,
    Snapshot,
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


def units_of_fact(reader: HistoryReader, key: str) -> list[Target]:
    """What a change of a fact can have touched: the server's own row and the shared one."""
    ids = reader.with_key(key)
    return [Target(what, row_id) for row_id in ids for what in ("fact", "hidden", "preference")]


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
    """Reads the images of one change as steps."""

    def __init__(self, reader: HistoryReader, before: Images, after: Images) -> None:
        self._before = before
        self._after = after
        self._reader = reader
        told_of = (fact_of(image) for side in (before, after) for image in side.values())
        facts = [fact for fact in told_of if fact is not None][: 4 * MOST_STEPS]
        self._entities = self._known_entities(facts)
        told = {row_id for fact in facts if fact.spoiler for row_id in fact.entities()}
        self._veiled = reader.veiled(self._entities, told)
        sources = {cited.source_id for fact in facts for cited in fact.citations}
        self._sources = {
            row_id: source_of(row_id, image)
            for row_id, image in reader.source_snapshots(sources).items()
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
        for unit in (*of_kind(self._after, "name"), *of_kind(self._after, "hidden_name")):
            ids.add(unit.id)
        for unit in of_kind(self._after, "merged"):
            ids.add(unit.id)
            for image in (self._before[unit], self._after[unit]):
                if isinstance(image, MergedSnapshot):
                    ids.add(image.into)
        rows = self._reader.entity_snapshots(ids)
        return {
            row_id: Entity(row_id, image.name, image.kind, image.year)
            for row_id, (_, image) in rows.items()
        }

    def _facts(self) -> list[Step]:
        """Each fact once: the server's own row and the shared one that it stands in for are one."""
        own: dict[str, tuple[FactSnapshot | None, FactSnapshot | None]] = {}
        shared: dict[str, tuple[FactSnapshot | None, FactSnapshot | None]] = {}
        for unit in self._after:
            before, after = fact_of(self._before[unit]), fact_of(self._after[unit])
            known = before or after
            if unit.what == "fact" and known:
                own[known.key] = (before, after)
            elif unit.what == "hidden" and known:
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
        image = own if own and not own.retired else shared
        return _fact(image, self._entities, self._sources) if image else None

    def _ranks(self) -> list[Step]:
        units = of_kind(self._after, "preference")[:MOST_STEPS]
        facts = self._reader.facts([unit.id for unit in units])
        rows = self._reader.fact_rows(facts)
        return [
            RankStep(
                rows[unit.id].number or 0,
                facts[unit.id],
                _rank(self._before[unit]),
                _rank(self._after[unit]),
            )
            for unit in units
            if unit.id in facts and unit.id in rows
        ]

    def _names(self) -> list[Step]:
        """Names that came or went; those of what is created with a fact go with that."""
        steps: list[Step] = []
        for unit in (*of_kind(self._after, "name"), *of_kind(self._after, "hidden_name")):
            entity = self._entities.get(unit.id)
            image = self._after[unit] or self._before[unit]
            if entity is not None and image != NameSnapshot("part"):
                there = self._after[unit] is not None
                added = there is (unit.what == "name")
                steps.append(NameStep(entity, unit.text, added, entity.id in self._veiled))
        return steps

    def _merges(self) -> list[Step]:
        def into(side: Images, unit: Target) -> Entity | None:
            image = side[unit]
            return self._entities.get(image.into) if isinstance(image, MergedSnapshot) else None

        steps: list[Step] = []
        for unit in of_kind(self._after, "merged"):
            entity = self._entities.get(unit.id)
            if entity is not None:
                sides = into(self._before, unit), into(self._after, unit)
                veiled = any(one.id in self._veiled for one in (entity, *sides) if one)
                steps.append(MergeStep(entity, *sides, veiled))
        return steps

    def _settings(self) -> list[Step]:
        return [
            SettingStep(unit.text, _setting(self._before[unit]), _setting(self._after[unit]))
            for unit in of_kind(self._after, "setting")
        ]

    def _phrases(self) -> list[Step]:
        steps: list[Step] = []
        for unit in of_kind(self._after, "phrase"):
            sides = (self._before[unit], self._after[unit])
            before, after = (side if isinstance(side, PhraseSnapshot) else None for side in sides)
            told = after or before
            assert told is not None
            meant = (side.property if side else None for side in (before, after))
            steps.append(PhraseStep(told.text, *meant))
        return steps


def _setting(image: Snapshot | None) -> Any:
    return image.value if isinstance(image, SettingSnapshot) else None


def _rank(image: Snapshot | None) -> Rank | None:
    return cast(Rank, image.rank) if isinstance(image, PreferenceSnapshot) else None


def _fact(
    image: FactSnapshot, entities: Mapping[int, Entity], sources: Mapping[int, Source]
) -> Fact | None:
    """A fact of its image; None where something of it is no longer stored."""
    subject = entities.get(image.subject_id)
    value: Value | None = _entity(entities, image.value_id) or image.value_text
    if image.value_date is not None:
        value = PartialDate.parse(image.value_date)
    citations = [
        Citation(sources[source], Status(status), locator, _date(as_of))
        for source, status, locator, as_of in image.citations
        if source in sources
    ]
    if subject is None or value is None or not citations:
        return None
    citations.sort(key=lambda citation: citation.order, reverse=True)
    role = _entity(entities, image.role_id) or image.role_text
    spoiler = bool(image.spoiler)
    return Fact(0, subject, image.property, value, role, spoiler, tuple(citations))


def _entity(entities: Mapping[int, Entity], row_id: int | None) -> Entity | None:
    return entities.get(row_id) if row_id is not None else None


def source_of(row_id: int, image: SourceSnapshot) -> Source:
    """A source of the columns of its row."""
    return Source(
        row_id,
        image.title,
        _date(image.published),
        bool(image.estimated),
        image.reason,
        image.publisher,
        image.address,
    )


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def views_of(reader: ModeratorReader, ids: Iterable[int]) -> dict[int, FactView]:
    """Facts by id; one that the server does not see, or without a source, is left out."""
    rows = reader.fact_rows(ids)
    facts = reader.facts(rows)
    found: dict[int, FactView] = {}
    for row_id, row in rows.items():
        if row_id in facts:
            shown = (facts[row_id], row.live, row.scope == SHARED)
            version = hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
            found[row_id] = FactView(
                facts[row_id], row.number or 0, row.key, row.scope == SHARED, row.live, version
            )
    return found


def standing(reader: ModeratorReader, ids: Iterable[int]) -> list[FactView]:
    """Facts in the order given, each key once: the one that has it in the server."""
    found = views_of(reader, ids)
    stands = reader.standing(view.key for view in found.values())
    return [view for row_id, view in found.items() if stands.get(view.key) == row_id]


def view_of(reader: ModeratorReader, number: int) -> FactView:
    """The fact that has a number in the server, in whatever state.

    Raises:
        Missing: where there is none.
    """
    key = reader.key_of(number)
    ids = reader.standing([key]) if key is not None else {}
    found = views_of(reader, ids.values())
    if not found:
        raise Missing(words.no_fact(number))
    return next(iter(found.values()))


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
