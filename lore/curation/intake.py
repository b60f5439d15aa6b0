"""What an attached file brings to a server: its records as the units that they change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from lore.curation.drafts import alike, is_proper
from lore.curation.entries import Entries, Entry
from lore.curation.errors import ImportRefused, Refused
from lore.curation.plans import Plan, Planner, key_of, source_image
from lore.curation.population import Population
from lore.dates import PartialDate
from lore.errors import LoreError
from lore.language import Language
from lore.models import SHARED, Entity, Source
from lore.names import forms
from lore.packs.fitting import misfit
from lore.store.desk import DeskReader, Table
from lore.store.overlays import Overlay
from lore.store.records import EntityRecord, FactRecord, SourceRecord, Term
from lore.store.units import Image, Unit, same
from lore.wording import files
from lore.wording import refusals as words

_PLAIN = frozenset({"date", "text"})

Content = tuple[object, ...]


class Intake:
    """Plans one import for one reader, which sees the state that the plan will meet."""

    def __init__(
        self, reader: DeskReader, language: Language, first: Mapping[Table, int] | None = None
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
        self._shared: dict[int, Image] = {}
        self._said: dict[Content, tuple[Image, int | None]] = {}

    def plan(self, entries: Entries) -> Plan:
        """What all records bring.

        Raises:
            ImportRefused: where a line cannot be taken, here or when the file was read.
        """
        self._refused = list(entries.refused)
        taken = entries.taken
        facts = [one for one in taken if isinstance(one.record, FactRecord)]
        self._people.prepare(taken)
        self._prepare_sources(taken)
        self._each([one for one in taken if isinstance(one.record, SourceRecord)], self._source)
        self._each(
            [one for one in taken if isinstance(one.record, EntityRecord)], self._people.take
        )
        self._prepare_facts(facts)
        self._each(facts, self._fact)
        self._each([one for one in taken if isinstance(one.record, Overlay)], self._overlay)
        # A line that is refused twice is so for one reason: its fact lacks the source.
        refused = dict(reversed(self._refused))
        if refused:
            raise ImportRefused(sorted(refused.items()))
        return self._plan

    def _each(self, entries: Sequence[Entry], take: Callable[[Entry], None]) -> None:
        """Take entries one by one, and note those that are refused."""
        for entry in entries:
            try:
                take(entry)
            except LoreError as error:
                self._refused.append((entry.line, str(error).removesuffix(".")))

    def _prepare_sources(self, taken: Sequence[Entry]) -> None:
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

    def _source(self, entry: Entry) -> None:
        """Bring a source; one that a row only describes is the one that is known to be so."""
        assert isinstance(entry.record, SourceRecord)
        key, source = entry.record.key, _source_of(entry.record)
        if entry.made_up:
            found = next((number for number, image in self._alike if alike(source, image)), None)
            if found is None:
                found = self._planner.source(self._plan, source)
                self._alike.append((found, source_image(source, key)))
            self._sources[key] = found
        elif key not in self._known_sources:
            self._sources[key] = self._planner.source(self._plan, source, key)
        elif (own := self._known_sources[key].get(self._reader.scope)) is not None:
            self._plan.images[Unit("source", own)] = source_image(source, key)

    def _prepare_facts(self, facts: Sequence[Entry]) -> None:
        """Look up the facts of the ids, and what is said of the subjects of described ones."""
        records = [(one, one.record) for one in facts if isinstance(one.record, FactRecord)]
        self._known = self._reader.keys("fact", [one.key for entry, one in records])
        shared = [rows[SHARED] for rows in self._known.values() if SHARED in rows]
        self._shared = {
            number: image for number, (_, image) in self._reader.rows("fact", shared).items()
        }
        subjects = {
            known.id
            for entry, one in records
            if entry.made_up
            for known in self._people.every(one.subject)
        }
        rows = self._reader.rows("fact", self._reader.of_subjects(subjects))
        for number, (scope, image) in rows.items():
            self._said[self._content(image)] = (image, number if scope == SHARED else None)

    def _fact(self, entry: Entry) -> None:
        """Bring a fact; one that a row only describes is one more source for what says the same."""
        record = entry.record
        assert isinstance(record, FactRecord)
        image = self._image(entry, record)
        rows = self._known.get(record.key, {})
        shared = rows.get(SHARED)
        if entry.made_up:
            old, shared = self._said.get(self._content(image), (None, None))
            image = _added(old, image) if old else image
        elif shared is not None and len(rows) == 1 and same("fact", image, self._shared[shared]):
            return
        self._planner.fact(self._plan, image["key"], image, shared)
        if entry.made_up:
            self._said[self._content(image)] = (image, shared)

    def _content(self, image: Image) -> Content:
        """What a fact says, comparably."""
        root = self._reader.merges.root
        ids = (image[name] for name in ("subject_id", "value_id", "role_id"))
        texts = (image[name] for name in ("value_text", "role_text"))
        return (
            image["property"],
            image["value_date"],
            *(number and root(number) for number in ids),
            *(text and tuple(forms.words(text)) for text in texts),
        )

    def _image(self, entry: Entry, record: FactRecord) -> Image:
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
        found: dict[str, Entity] = {}
        for text, kinds in (
            (record.subject, table.subject),
            (value.text if value.type == "entity" else None, table.value),
            (role.text if role and role.type == "entity" else None, table.role),
        ):
            if text is not None:
                found[text] = self._people.find(text, kinds - _PLAIN, named=entry.named)
        reason = misfit(replace(record, role=role), self._language.properties)
        if reason is not None:
            raise Refused(reason)
        subject = found[record.subject]
        key = key_of(subject.name, record.property) if entry.made_up else record.key
        return {
            "key": key,
            "subject_id": subject.id,
            "property": record.property,
            "value_id": found[value.text].id if value.type == "entity" else None,
            "value_date": value.text if value.type == "date" else None,
            "value_text": value.text if value.type == "text" else None,
            "role_id": found[role.text].id if role and role.type == "entity" else None,
            "role_text": role.text if role and role.type == "text" else None,
            "spoiler": int(record.spoiler),
            "retired": 0,
            "citations": [
                [self._cited(one.source), str(one.status), one.locator, one.as_of]
                for one in record.citations
            ],
        }

    def _is_name(self, role: str, kinds: Collection[str]) -> bool:
        """Whether a role that may be a name or a text is a name, as in a draft."""
        known = self._people.look(role, kinds, named=True) is not None
        return known or (bool(kinds) and is_proper(role))

    def _cited(self, key: str) -> int:
        if key not in self._sources:
            raise Refused(files.no_such("source", key))
        return self._sources[key]

    def _overlay(self, entry: Entry) -> None:
        """Bring an overlay; where what it is laid over is not here, there is nothing to do."""
        one = entry.record
        assert isinstance(one, Overlay)
        if one.type in ("hidden", "rank"):
            rows = self._reader.keys("fact", [one.key]).get(one.key, {})
            if one.type == "hidden" and SHARED in rows:
                self._planner.hide(self._plan, rows[SHARED])
            elif one.type == "rank":
                own = self._planned(one.key) or rows.get(self._reader.scope)
                fact = own or rows.get(SHARED)
                if fact is not None:
                    self._plan.images[Unit("preference", fact)] = {"rank": one.text}
        elif one.type == "merged":
            self._merge(one)
        else:
            self._people.hide_name(one.key, one.text)

    def _planned(self, key: str) -> int | None:
        """The row of a fact that this file brings."""
        return self._planner.facts.get(key)

    def _merge(self, one: Overlay) -> None:
        entity, into = self._people.by_keys([one.key, one.text])
        if entity is None or into is None:
            return
        if entity.kind != into.kind:
            raise Refused(words.two_kinds(entity.name, entity.kind, into.name, into.kind))
        merges = self._reader.merges
        root = merges.root(into.id)
        for number in merges.members([entity.id]) if root != entity.id else ():
            self._plan.images[Unit("merged", number)] = {"into": root}


def _added(old: Image, new: Image) -> Image:
    """A fact with the citations of another that it lacks."""
    added = [one for one in new["citations"] if list(one) not in old["citations"]]
    return {**old, "citations": [*old["citations"], *added]}


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
