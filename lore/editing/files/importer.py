"""From an attached file to a plan: its records and the entities that they name, as targets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from lore.editing.drafts import alike, is_proper, kinds_in_order
from lore.editing.errors import ImportRefused, Refused
from lore.editing.files.parsing import ParsedFile, ParsedRow
from lore.editing.plans import Plan, Planner, key_of, source_snapshot
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.lookup import NameRow
from lore.model.dates import PartialDate
from lore.model.edits import NewName
from lore.model.errors import LoreError
from lore.model.facts import SHARED, Entity, Source
from lore.packs.parsing import misfit
from lore.store.changes.snapshots import (
    Cited,
    EntitySnapshot,
    FactSnapshot,
    HiddenNameSnapshot,
    MergedSnapshot,
    NameSnapshot,
    PreferenceSnapshot,
    Target,
    same,
)
from lore.store.moderator_reader import ModeratorReader, NameText, Table
from lore.store.name_index.writer import standing_names
from lore.store.packs.dump import Overlay
from lore.store.packs.records import EntityRecord, FactRecord, SourceRecord, Term
from lore.texts import refusals as words


class Population:
    """Finds, changes and creates entities for one import; `prepare` looks all up at once."""

    def __init__(
        self, reader: ModeratorReader, language: Language, planner: Planner, plan: Plan
    ) -> None:
        self._reader = reader
        self._language = language
        self._planner = planner
        self._plan = plan
        self._by_key: dict[str, Entity] = {}
        self._own: set[int] = set()
        self._names: dict[int, list[NameText]] = {}
        self._named: dict[str, list[NameRow]] = {}
        self._created: dict[tuple[str, str], Entity] = {}

    def prepare(self, entries: Sequence[ParsedRow]) -> None:
        """Look up all that the entries name."""
        keys, texts = set[str](), set[str]()
        for entry in entries:
            match entry.record:
                case EntityRecord():
                    keys.add(entry.record.key)
                case FactRecord():
                    named = entry.record.entities()
                    if entry.role_open and entry.record.role is not None:
                        named.append(entry.record.role.text)
                    keys.update(named)
                    texts.update(named if entry.named else ())
                case Overlay():
                    keys.update((entry.record.key, entry.record.text))
        known = self._reader.keys("entity", keys)
        ids = {
            key: rows.get(self._reader.scope, rows.get(SHARED, 0)) for key, rows in known.items()
        }
        for row_id, (scope, snapshot) in self._reader.entity_snapshots(ids.values()).items():
            entity = Entity(row_id, snapshot.name, snapshot.kind, snapshot.year)
            self._by_key[snapshot.key] = entity
            if scope != SHARED:
                self._own.add(row_id)
        for name in self._reader.names_of([entity.id for entity in self._by_key.values()]):
            self._names.setdefault(name.entity_id, []).append(name)
        for row in self._reader.names_by_key({_key(text) for text in texts}):
            self._named.setdefault(str(row.met), []).append(row)

    def take(self, entry: ParsedRow) -> None:
        """Bring an entity's record: as a new one, as the server's own, or names for a shared one.

        Raises:
            Refused: for another kind than the entity of that id has.
        """
        record = entry.record
        assert isinstance(record, EntityRecord)
        known = self._by_key.get(record.key)
        if known is None:
            new = NewName(record.name, record.kind, record.aliases, record.year)
            row_id = self._planner.entity(self._plan, new, record.key)
            self._by_key[record.key] = Entity(row_id, record.name, record.kind, record.year)
            return
        if known.kind != record.kind:
            raise Refused(words.other_kind(record.key, known.kind, record.kind))
        names = [name for name in self._names.get(known.id, ()) if name.standing != "rule"]
        wanted = dict(standing_names(record.name, record.aliases))
        if known.id in self._own:
            self._plan.snapshots[Target("entity", known.id)] = EntitySnapshot(
                record.key, record.name, record.kind, record.year
            )
            for name in names:
                self._plan.snapshots[Target("name", known.id, name.text)] = None
            for text, standing in wanted.items():
                self._plan.snapshots[Target("name", known.id, text)] = NameSnapshot(standing)
            return
        held = {name.text for name in names}
        for text, standing in wanted.items():
            if standing != "part" and text not in held:
                self._plan.snapshots[Target("name", known.id, text)] = NameSnapshot("alias")

    def look(self, text: str, kinds: Collection[str], *, named: bool) -> Entity | None:
        """The entity of an id or, where `named`, of a name.

        Raises:
            Refused: where several bear the name.
        """
        if text in self._by_key:
            return self._by_key[text]
        if not named:
            return None
        rows = [
            row
            for row in self._named.get(_key(text), ())
            if row.standing != "part" and (not kinds or row.kind in kinds)
        ]
        for standing in ("name", "alias", "rule"):
            bearers = {
                row.entity_id: Entity(row.entity_id, row.entity, row.kind, row.year)
                for row in rows
                if row.standing == standing
            }
            if len(bearers) > 1:
                raise Refused(
                    words.ambiguous_name(text, [entity.name for entity in bearers.values()])
                )
            if bearers:
                return next(iter(bearers.values()))
        return next(
            (
                self._created[_key(text), kind]
                for kind in kinds
                if (_key(text), kind) in self._created
            ),
            None,
        )

    def find(self, text: str, kinds: Collection[str], *, named: bool) -> Entity:
        """As `look`; a name that nothing bears is created where only one kind fits.

        Raises:
            Refused: where there is none.
        """
        known = self.look(text, kinds, named=named)
        if known is not None:
            return known
        if not named:
            raise Refused(words.no_such("entity", text))
        if len(kinds) != 1:
            raise Refused(words.unknown_name(text, kinds_in_order(kinds, self._language), []))
        new = NewName(text, next(iter(kinds)))
        entity = Entity(self._planner.entity(self._plan, new), new.name, new.kind)
        self._created[_key(text), new.kind] = entity
        return entity

    def every(self, text: str) -> list[Entity]:
        """All entities that an id or a name may mean."""
        if text in self._by_key:
            return [self._by_key[text]]
        rows = self._named.get(_key(text), ())
        return [Entity(row.entity_id, row.entity, row.kind, row.year) for row in rows]

    def hide_name(self, key: str, text: str) -> None:
        """Take a name from an entity: a shared one is hidden, one that is its own goes."""
        entity = self._by_key.get(key)
        if entity is None:
            return
        names = [name for name in self._names.get(entity.id, ()) if name.text == text]
        if any(name.scope == SHARED for name in names):
            self._plan.snapshots[Target("hidden_name", entity.id, text)] = HiddenNameSnapshot()
        target = Target("name", entity.id, text)
        if target in self._plan.snapshots or any(name.scope != SHARED for name in names):
            self._plan.snapshots[target] = None

    def by_keys(self, keys: Iterable[str]) -> list[Entity | None]:
        """The entities of ids."""
        return [self._by_key.get(key) for key in keys]


def _key(text: str) -> str:
    return folding.key(folding.words(text))


_PLAIN = frozenset({"date", "text"})

Content = tuple[object, ...]


class Importer:
    """Plans one import for one reader, which sees the state that the plan will meet."""

    def __init__(
        self, reader: ModeratorReader, language: Language, first: Mapping[Table, int] | None = None
    ) -> None:
        """`first` are the ids of the next rows, where they are reserved."""
        self._reader = reader
        self._language = language
        self._planner = Planner(reader, first)
        self._plan = Plan()
        self._refused: list[tuple[int, str]] = []
        self._sources: dict[str, int] = {}
        self._people = Population(reader, language, self._planner, self._plan)
        self._known: dict[str, dict[int, int]] = {}
        self._shared: dict[int, FactSnapshot] = {}
        self._said: dict[Content, tuple[FactSnapshot, int | None]] = {}

    def plan(self, entries: ParsedFile) -> Plan:
        """What all records bring.

        Raises:
            ImportRefused: where a line cannot be taken, here or when the file was read.
        """
        self._refused = list(entries.refused)
        taken = entries.taken
        facts = [row for row in taken if isinstance(row.record, FactRecord)]
        self._people.prepare(taken)
        self._prepare_sources(taken)
        self._each([row for row in taken if isinstance(row.record, SourceRecord)], self._source)
        self._each(
            [row for row in taken if isinstance(row.record, EntityRecord)], self._people.take
        )
        self._prepare_facts(facts)
        self._each(facts, self._fact)
        self._each([row for row in taken if isinstance(row.record, Overlay)], self._overlay)
        # A line that is refused twice is so for one reason: its fact lacks the source.
        refused = dict(reversed(self._refused))
        if refused:
            raise ImportRefused(sorted(refused.items()))
        return self._plan

    def _each(self, entries: Sequence[ParsedRow], take: Callable[[ParsedRow], None]) -> None:
        """Take entries one by one, and note those that are refused."""
        for entry in entries:
            try:
                take(entry)
            except LoreError as error:
                self._refused.append((entry.line, str(error).removesuffix(".")))

    def _prepare_sources(self, taken: Sequence[ParsedRow]) -> None:
        """Look up the sources that the file names or describes."""
        keys, titles = set[str](), set[str]()
        for entry in taken:
            if isinstance(entry.record, SourceRecord):
                (titles if entry.made_up else keys).add(
                    entry.record.title if entry.made_up else entry.record.key
                )
            elif isinstance(entry.record, FactRecord):
                keys.update(cited.source for cited in entry.record.citations)
        self._known_sources = self._reader.keys("source", keys)
        self._alike = self._reader.like_sources(titles)
        for key, rows in self._known_sources.items():
            self._sources[key] = rows.get(self._reader.scope, rows.get(SHARED, 0))

    def _source(self, entry: ParsedRow) -> None:
        """Bring a source; one that a row only describes is the one that is known to be so."""
        assert isinstance(entry.record, SourceRecord)
        key, source = entry.record.key, _source_of(entry.record)
        if entry.made_up:
            known = next(
                (row_id for row_id, snapshot in self._alike if alike(source, snapshot)), None
            )
            if known is None:
                known = self._planner.source(self._plan, source)
                self._alike.append((known, source_snapshot(source, key)))
            self._sources[key] = known
        elif key not in self._known_sources:
            self._sources[key] = self._planner.source(self._plan, source, key)
        elif (own := self._known_sources[key].get(self._reader.scope)) is not None:
            self._plan.snapshots[Target("source", own)] = source_snapshot(source, key)

    def _prepare_facts(self, facts: Sequence[ParsedRow]) -> None:
        """Look up the facts of the ids, and what is said of the subjects of described ones."""
        records = [(row, row.record) for row in facts if isinstance(row.record, FactRecord)]
        self._known = self._reader.keys("fact", [record.key for entry, record in records])
        shared = [rows[SHARED] for rows in self._known.values() if SHARED in rows]
        self._shared = {
            row_id: snapshot
            for row_id, (_, snapshot) in self._reader.fact_snapshots(shared).items()
        }
        subjects = {
            known.id
            for entry, record in records
            if entry.made_up
            for known in self._people.every(record.subject)
        }
        rows = self._reader.fact_snapshots(self._reader.of_subjects(subjects))
        for row_id, (scope, snapshot) in rows.items():
            self._said[self._content(snapshot)] = (snapshot, row_id if scope == SHARED else None)

    def _fact(self, entry: ParsedRow) -> None:
        """Bring a fact; one that a row only describes is one more source for what says the same."""
        record = entry.record
        assert isinstance(record, FactRecord)
        snapshot = self._snapshot(entry, record)
        rows = self._known.get(record.key, {})
        shared = rows.get(SHARED)
        if entry.made_up:
            old, shared = self._said.get(self._content(snapshot), (None, None))
            snapshot = _added(old, snapshot) if old else snapshot
        elif shared is not None and len(rows) == 1 and same(snapshot, self._shared[shared]):
            return
        self._planner.fact(self._plan, snapshot.key, snapshot, shared)
        if entry.made_up:
            self._said[self._content(snapshot)] = (snapshot, shared)

    def _content(self, snapshot: FactSnapshot) -> Content:
        """What a fact says, comparably."""
        root = self._reader.merges.root
        ids = (snapshot.subject_id, snapshot.value_id, snapshot.role_id)
        texts = (snapshot.value_text, snapshot.role_text)
        return (
            snapshot.property,
            snapshot.value_date,
            *(row_id and root(row_id) for row_id in ids),
            *(text and tuple(folding.words(text)) for text in texts),
        )

    def _snapshot(self, entry: ParsedRow, record: FactRecord) -> FactSnapshot:
        """A fact as the columns of its row; what it names must be known and fit its property.

        Raises:
            Refused: where it does not.
        """
        table = self._language.properties[record.property]
        role, value = record.role, record.value
        if entry.role_open and not table.has_role:
            raise Refused(words.no_role(table.label))
        if entry.role_open and role and self._is_name(role.text, table.role - _PLAIN):
            role = Term("entity", role.text)
        entities: dict[str, Entity] = {}
        for text, kinds in (
            (record.subject, table.subject),
            (value.text if value.type == "entity" else None, table.value),
            (role.text if role and role.type == "entity" else None, table.role),
        ):
            if text is not None:
                entities[text] = self._people.find(text, kinds - _PLAIN, named=entry.named)
        reason = misfit(replace(record, role=role), self._language.properties)
        if reason is not None:
            raise Refused(reason)
        subject = entities[record.subject]
        key = key_of(subject.name, record.property) if entry.made_up else record.key
        return FactSnapshot(
            key,
            subject.id,
            record.property,
            value_id=entities[value.text].id if value.type == "entity" else None,
            value_date=value.text if value.type == "date" else None,
            value_text=value.text if value.type == "text" else None,
            role_id=entities[role.text].id if role and role.type == "entity" else None,
            role_text=role.text if role and role.type == "text" else None,
            spoiler=int(record.spoiler),
            citations=tuple(
                Cited(
                    self._cited(citation.source),
                    str(citation.status),
                    citation.locator,
                    citation.as_of,
                )
                for citation in record.citations
            ),
        )

    def _is_name(self, role: str, kinds: Collection[str]) -> bool:
        """Whether a role that may be a name or a text is a name, as in a draft."""
        known = self._people.look(role, kinds, named=True) is not None
        return known or (bool(kinds) and is_proper(role))

    def _cited(self, key: str) -> int:
        if key not in self._sources:
            raise Refused(words.no_such("source", key))
        return self._sources[key]

    def _overlay(self, entry: ParsedRow) -> None:
        """Bring an overlay; where what it is laid over is not here, there is nothing to do."""
        overlay = entry.record
        assert isinstance(overlay, Overlay)
        if overlay.type in ("hidden", "rank"):
            rows = self._reader.keys("fact", [overlay.key]).get(overlay.key, {})
            if overlay.type == "hidden" and SHARED in rows:
                self._planner.hide(self._plan, rows[SHARED])
            elif overlay.type == "rank":
                own = self._planned(overlay.key) or rows.get(self._reader.scope)
                fact = own or rows.get(SHARED)
                if fact is not None:
                    self._plan.snapshots[Target("preference", fact)] = PreferenceSnapshot(
                        overlay.text
                    )
        elif overlay.type == "merged":
            self._merge(overlay)
        else:
            self._people.hide_name(overlay.key, overlay.text)

    def _planned(self, key: str) -> int | None:
        """The row id of the fact of a key, where this file brings it."""
        return self._planner.facts.get(key)

    def _merge(self, overlay: Overlay) -> None:
        entity, into = self._people.by_keys([overlay.key, overlay.text])
        if entity is None or into is None:
            return
        if entity.kind != into.kind:
            raise Refused(words.two_kinds(entity.name, entity.kind, into.name, into.kind))
        merges = self._reader.merges
        root = merges.root(into.id)
        for row_id in merges.members([entity.id]) if root != entity.id else ():
            self._plan.snapshots[Target("merged", row_id)] = MergedSnapshot(root)


def _added(old: FactSnapshot, new: FactSnapshot) -> FactSnapshot:
    """A fact with the citations of another that it lacks."""
    added = [cited for cited in new.citations if cited not in old.citations]
    return replace(old, citations=(*old.citations, *added))


def _source_of(record: SourceRecord) -> Source:
    return Source(
        0,
        record.title,
        PartialDate.parse(record.published) if record.published else None,
        record.estimated,
        record.reason,
        record.publisher,
        record.address,
    )
