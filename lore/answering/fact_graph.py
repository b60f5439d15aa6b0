"""The facts around what a question names, read once and kept while the store stays as it is."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from cachetools import LRUCache

from lore.answering.moves import course
from lore.language import text as folding
from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import SLOTS, Entity, Fact, Slot, kinds_in
from lore.model.property_ids import RELEASE, SERIES
from lore.store.fact_reader import Known, Reader
from lore.understanding.fact_source import Path
from lore.understanding.reading.orders import title_numbers

WHOLE = 1500
"""Facts up to which a store is read as a whole; of a larger one what is named alone is read."""
_FOCUS = 3
"""Works still to come that are in focus at most."""
_NO_NUMBER = 1_000_000
"""Stands for the number in a title that has none, beyond all that titles bear."""
_KEPT = 32
"""Scopes of which what was read is kept."""
_SERIES = 4
"""Works whose titles begin alike from which they are taken for a series that no fact tells."""


class FactGraph:
    """Facts by what stands in them, as one reader sees them; denied ones are among them."""

    def __init__(self, reader: Reader, properties: Mapping[str, Property]) -> None:
        self.reader = reader
        self.properties = properties
        self._about: dict[int, list[Fact]] = {}
        self._at: dict[int, dict[tuple[str, Slot], list[Fact]]] = {}
        self._around: dict[int, dict[tuple[str, Slot], list[Fact]]] = {}
        self._ways: dict[int, dict[Path, frozenset[str]]] = {}
        self._of: dict[str, list[Fact]] = {}
        self._released: dict[int, Fact | None] = {}
        ids = reader.all_facts(WHOLE)
        self.whole = ids is not None
        if ids is not None:
            self._index(reader.facts(ids).values())

    def _index(self, facts: Iterable[Fact]) -> None:
        about: dict[int, list[Fact]] = defaultdict(list)
        of: dict[str, list[Fact]] = defaultdict(list)
        for fact in sorted(facts, key=lambda fact: fact.id):
            of[fact.property].append(fact)
            for entity in {end.id for slot in SLOTS if isinstance(end := fact.slot(slot), Entity)}:
                about[entity].append(fact)
        self._about, self._of = dict(about), dict(of)

    def about(self, entity: int) -> Sequence[Fact]:
        """The live facts in which an entity stands, in any slot."""
        found = self._about.get(entity)
        if found is None and not self.whole:
            ids = self.reader.about(entity)
            found = sorted(self.reader.facts(ids).values(), key=lambda fact: fact.id)
            self._about[entity] = found
        return found or ()

    def at(self, entity: int) -> Mapping[tuple[str, Slot], Sequence[Fact]]:
        """The same facts by property and the slot in which the entity stands."""
        found = self._at.get(entity)
        if found is None:
            found = defaultdict(list)
            for fact in self.about(entity):
                for slot in SLOTS:
                    end = fact.slot(slot)
                    if isinstance(end, Entity) and end.id == entity:
                        found[fact.property, slot].append(fact)
            found = self._at[entity] = dict(found)
        return found

    def around(self, entity: int) -> Mapping[tuple[str, Slot], Sequence[Fact]]:
        """The same; what is told of the works of a series is told of the series, too."""
        found = self._around.get(entity)
        if found is None:
            found = {key: list(facts) for key, facts in self.at(entity).items()}
            for work in self.members(entity):
                for (name, slot), facts in self.at(work.id).items():
                    if slot == "subject" and name != SERIES:
                        found.setdefault((name, slot), []).extend(facts)
            self._around[entity] = found
        return found

    def ways(self, entity: int) -> Mapping[Path, frozenset[str]]:
        """The steps that lead on from an entity, each with the kinds of what it gives."""
        found = self._ways.get(entity)
        if found is None:
            found = self._ways[entity] = {
                (name, known, ask): kinds
                for (name, known), facts in self.around(entity).items()
                for ask in SLOTS
                if ask != known and (kinds := kinds_in(facts, ask))
            }
        return found

    def of(self, name: str) -> Sequence[Fact]:
        """The live facts of a property; of a large store the first some hundred."""
        found = self._of.get(name)
        if found is None and not self.whole:
            ids = [row.fact for row in self.reader.step([name], [], denied=True)]
            found = sorted(self.reader.facts(ids).values(), key=lambda fact: fact.id)
            self._of[name] = found
        return found or ()

    def held(self) -> Sequence[str]:
        """The properties of which the store holds facts; of a large one, all that there are."""
        return list(self._of) if self.whole else list(self.properties)

    def with_value(self, name: str, value: PartialDate) -> Sequence[Fact]:
        """The live facts of a property whose date lies in a given one."""
        if self.whole:
            return [
                fact
                for fact in self.of(name)
                if isinstance(fact.value, PartialDate)
                and value.first <= fact.value.first
                and fact.value.last <= value.last
            ]
        rows = self.reader.step([name], [Known("value", date=value)], denied=True)
        return list(self.reader.facts([row.fact for row in rows]).values())

    def members(self, series: int) -> Sequence[Entity]:
        """The works of a series."""
        facts = self.at(series).get((SERIES, "value"), ())
        return [fact.subject for fact in facts if fact.subject.id != series]

    def series_of(self, work: int) -> Sequence[Entity]:
        """The series that a work belongs to."""
        facts = self.at(work).get((SERIES, "subject"), ())
        ends = (fact.value for fact in facts)
        return [end for end in ends if isinstance(end, Entity) and end.id != work]

    def kin(self, work: int) -> frozenset[int]:
        """A work, the series that it belongs to and, where it is a series, its works."""
        beside = [*self.members(work), *self.series_of(work)]
        return frozenset([work, *(entity.id for entity in beside)])

    def release(self, work: int) -> Fact | None:
        """The fact that gives the date on which a work comes out, by what holds now."""
        if work not in self._released:
            entry = self.properties.get(RELEASE)
            dated = [
                fact
                for fact in self.at(work).get((RELEASE, "subject"), ())
                if fact.status.is_fact and isinstance(fact.value, PartialDate)
            ]
            self._released[work] = course(dated, entry).current[0] if dated else None
        return self._released[work]

    @cached_property
    def main_series(self) -> Entity | None:
        """The series with the most works: what the store is about. None in a large store."""
        if not self.whole:
            return None
        counts: dict[int, int] = defaultdict(int)
        entities: dict[int, Entity] = {}
        for fact in self.of(SERIES):
            if isinstance(fact.value, Entity):
                counts[fact.value.id] += 1
                entities[fact.value.id] = fact.value
        best = max(counts, key=lambda entity: (counts[entity], -entity), default=None)
        return entities[best] if best is not None else None

    @cached_property
    def works(self) -> Sequence[Entity]:
        """The works of the store's own series in the order in which they come out, undated last.

        Without a series of several, the works with a date of release whose titles begin alike,
        where there are some; else all that have one. Empty in a large store.
        """
        if not self.whole:
            return []
        found: dict[int, Entity] = {}
        if self.main_series is not None:
            found = {work.id: work for work in self.members(self.main_series.id)}
        if len(found) < 2:
            dated = {fact.subject.id: fact.subject for fact in self.of(RELEASE)}
            found |= {work.id: work for work in _alike(list(dated.values()))}
        return sorted(found.values(), key=self._order)

    @cached_property
    def focus(self) -> Sequence[Entity]:
        """The works that an unnamed question is about: those to come, else the latest."""
        coming = [work for work in self.works if self.coming(work)]
        coming = coming or [work for work in self.all_works if self.coming(work)]
        return coming[:_FOCUS] or list(self.works[-1:])

    def focused(self, name: str) -> Sequence[Entity]:
        """The works in focus of which a property is told; all that are, where it is of none."""
        told = [work for work in self.focus if (name, "subject") in self.at(work.id)]
        return told or self.focus

    @cached_property
    def all_works(self) -> Sequence[Entity]:
        """Whatever has a date of release or belongs to a series, in the order of release."""
        found = {
            fact.subject.id: fact.subject for name in (RELEASE, SERIES) for fact in self.of(name)
        }
        whole = {fact.value.id for fact in self.of(SERIES) if isinstance(fact.value, Entity)}
        kept = [work for work in found.values() if work.id not in whole] if self.whole else []
        return sorted(kept, key=self._order)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of what stands in facts; empty in a large store."""
        return frozenset(
            end.kind
            for facts in (self._of.values() if self.whole else ())
            for fact in facts
            for slot in SLOTS
            if isinstance(end := fact.slot(slot), Entity)
        )

    def _order(self, work: Entity) -> tuple[bool, date, int]:
        fact = self.release(work.id)
        value = fact.value if fact else None
        dated = isinstance(value, PartialDate)
        return (not dated, value.first if isinstance(value, PartialDate) else date.max, work.id)

    @cached_property
    def now(self) -> date | None:
        """The day of which the newest dated source speaks: what lies after it is still to come."""
        if not self.whole:
            return None
        dates = [
            cited.date.last
            for facts in self._of.values()
            for fact in facts
            for cited in fact.citations
            if cited.date and cited.date.day is not None
        ]
        loose = [
            cited.date.first
            for facts in self._of.values()
            for fact in facts
            for cited in fact.citations
            if cited.date
        ]
        return max(dates or loose, default=None)

    def coming(self, work: Entity) -> bool:
        """Whether a work was still to come when the newest source spoke. One without a date is,
        unless the number in its title comes before that of one with a date."""
        fact = self.release(work.id)
        if fact is None:
            return _number(work) >= self._first_dated
        if not isinstance(fact.value, PartialDate) or self.now is None:
            return False
        return fact.value.last > self.now

    @cached_property
    def _first_dated(self) -> int:
        """The least number in the title of a work of the series that has a date."""
        dated = (_number(work) for work in self.works if self.release(work.id) is not None)
        return min((number for number in dated if number < _NO_NUMBER), default=0)


def _number(work: Entity) -> int:
    """The number in a title; a large one where it has none or several."""
    told = title_numbers(work)
    return int(told[0]) if len(told) == 1 else _NO_NUMBER


def _alike(works: Sequence[Entity]) -> Sequence[Entity]:
    """The works whose titles begin alike, where these are a series by themselves; else all."""
    groups: dict[str, list[Entity]] = defaultdict(list)
    for work in works:
        words = [word for word in folding.words(work.name) if word not in folding.ARTICLES]
        groups[words[0] if words else ""].append(work)
    most = max(groups.values(), key=len, default=[])
    return most if len(most) >= _SERIES else works


class GraphCache:
    """Keeps the graphs of some scopes until the store changes."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties
        self._kept: LRUCache[tuple[int, PartialDate | None], tuple[object, FactGraph]] = LRUCache(
            _KEPT
        )

    def graph(self, reader: Reader, connection: sqlite3.Connection) -> FactGraph:
        """The graph of a reader's scope and date; a large store's is made anew."""
        version = (id(connection), connection.execute("PRAGMA data_version").fetchone()[0])
        key = (reader.scope, reader.as_of)
        kept: tuple[object, FactGraph] | None = self._kept.get(key)
        if kept is not None and kept[0] == version and kept[1].whole:
            return kept[1]
        graph = FactGraph(reader, self._properties)
        self._kept[key] = (version, graph)
        return graph
