"""Which answers a question leaves by the dates of their works: first, last, before, after."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from lore.dates import PartialDate
from lore.models import Entity, Fact, Line, Slot
from lore.names.mentions import Mention
from lore.properties import Property
from lore.question.extremes import Side
from lore.question.query import Query
from lore.store.facts import Known, Reader

RELEASE = "release_date"
"""The property by which works are ordered."""
_ENOUGH = 3
"""Works of which the first or last may be told: of fewer, others are hardly all known."""


class Dated:
    """Orders answers by when their works came out, for one reader."""

    def __init__(self, reader: Reader, properties: Mapping[str, Property]) -> None:
        self._reader = reader
        self._properties = properties
        self._works = properties[RELEASE].subject if RELEASE in properties else frozenset[str]()

    def left(self, lines: Sequence[Line], query: Query) -> list[Line]:
        """The lines that the question means, each with the fact that dates its work.

        Empty where a date that decides is not known.
        """
        works = {id(line): self._work(line) for line in lines}
        dates = self._dates({work.id for work in works.values() if work})
        known = [(line, dates.get(work.id)) for line in lines if (work := works[id(line)])]
        if query.span is not None:
            known = self._within(known, query)
        if query.extreme is not None:
            known = _outermost(known, query.extreme == "last")
        return [
            replace(line, via=(*line.via, fact)) if fact != line.fact else line
            for line, fact in known
            if fact is not None
        ]

    def _work(self, line: Line) -> Entity | None:
        """The work that a line gives or, of a fact about a work, that work."""
        slots: tuple[Slot, ...] = (line.asked, "subject")
        for slot in slots:
            held, kinds = line.fact.slot(slot), self._kinds(line.fact, slot)
            taken = bool(kinds) and kinds <= self._works
            if isinstance(held, Entity) and (held.kind in self._works or taken):
                return held
        return None

    def _kinds(self, fact: Fact, slot: Slot) -> frozenset[str]:
        """The kinds that a fact's property takes in one place."""
        entry = self._properties.get(fact.property)
        return entry.kinds(slot) if entry is not None else frozenset()

    def _dates(self, works: Collection[int]) -> dict[int, Fact]:
        """For each work the fact that gives its earliest date."""
        rows = self._reader.step([RELEASE], [Known("subject", works)]) if works else []
        found: dict[int, Fact] = {}
        for fact in self._reader.facts([row.fact for row in rows]).values():
            best = found.get(fact.subject.id)
            if fact.status.is_fact and (best is None or _date(fact) < _date(best)):
                found[fact.subject.id] = fact
        return found

    def _within(
        self, known: Sequence[tuple[Line, Fact | None]], query: Query
    ) -> list[tuple[Line, Fact | None]]:
        """The works before or after what the question names."""
        assert query.span is not None
        side, anchor = query.span
        if isinstance(anchor, Mention):
            dates = [_date(fact) for fact in self._dates(_candidates(anchor)).values()]
            limit = dates[0] if len(dates) == 1 else None
        else:
            limit = anchor
        if limit is None:
            return []
        return [(line, one) for line, one in known if one and _lies(_date(one), side, limit)]


def _lies(date: PartialDate, side: Side, limit: PartialDate) -> bool:
    """Whether a date lies surely on one side of another."""
    if side == "before":
        return date.last < limit.first
    return limit.last < date.first if side == "after" else limit.first <= date.first


def _candidates(anchor: Mention) -> list[int]:
    return [one.entity for one in anchor.candidates]


def _outermost(
    known: Sequence[tuple[Line, Fact | None]], last: bool
) -> list[tuple[Line, Fact | None]]:
    """The lines of the first or last work; those whose dates leave it open stand together."""
    facts = {fact.subject.id: fact for _, fact in known if fact}
    if any(fact is None for _, fact in known) or len(facts) < _ENOUGH:
        return []
    dates = sorted(map(_date, facts.values()))
    best = dates[-1] if last else dates[0]
    return [(line, fact) for line, fact in known if fact and _date(fact).agrees(best)]


def _date(fact: Fact) -> PartialDate:
    assert isinstance(fact.value, PartialDate)
    return fact.value
