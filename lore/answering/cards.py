"""What is known of one thing: the best facts first, a few of each property."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from lore.answering.moves import courses
from lore.answering.ranking import (
    MOST_LINES,
    ON_A_CARD,
    choices,
    disagree,
    kept,
    said_once,
    several,
    telling,
    telling_most,
)
from lore.language import costs
from lore.language.properties import Property
from lore.linking.mentions import Mention
from lore.model.facts import Entity, Fact, Found, Line, Outcome, Status
from lore.store.fact_reader import Reader
from lore.understanding.query import Query


class Cards:
    """Makes cards for one reader."""

    def __init__(self, reader: Reader, properties: Mapping[str, Property]) -> None:
        self._reader = reader
        self._properties = properties

    def card(self, mention: Mention, query: Query, *, whole: bool = False) -> Outcome | None:
        """The card of what a mention most likely means; None where nothing is known of it.

        It holds the facts that tell most, or the `whole` of them.
        """
        having = [
            (candidate, ids)
            for candidate in mention.candidates
            if (ids := self._reader.about(candidate.entity))
        ]
        if not having:
            return None
        best = [
            candidate
            for candidate, _ in having
            if candidate.cost <= having[0][0].cost + costs.AS_GOOD
        ]
        if several(best):
            return choices(best)
        candidate = best[0]
        alike = {candidate.entity: ids for candidate, ids in having if candidate in best}
        lines = self._lines(alike, query)
        if not lines:
            return None
        entity = Entity(candidate.entity, candidate.name, candidate.kind, candidate.year)
        shown = tuple(lines if whole else telling_most(lines, ON_A_CARD))[:MOST_LINES]
        if not whole:
            conflict = disagree([line.fact for line in shown], self._properties)
            return Found(shown, conflict=conflict, card=entity, total=len(lines))
        return self._moved(Found(shown, card=entity, total=len(lines)))

    def _moved(self, found: Found) -> Found:
        """A whole card whose values that were replaced stand with those that took their place."""
        every = courses([line.fact for line in found.lines], self._properties)
        gone = {fact.id: fact for course in every for fact in course.replaced}
        kept = [line for line in found.lines if line.fact.id not in gone]
        others = [line.fact for line in kept if not self._single(line.fact)]
        conflict = any(course.disputed for course in every) or disagree(others, self._properties)
        total = found.total - len(gone)
        earlier = tuple(gone.values())
        return replace(found, lines=tuple(kept), conflict=conflict, total=total, earlier=earlier)

    def _single(self, fact: Fact) -> bool:
        entry = self._properties.get(fact.property)
        return entry is not None and not entry.many

    def _lines(self, alike: Mapping[int, Sequence[int]], query: Query) -> list[Line]:
        """The lines of entities that cannot be told apart, those that tell most first."""
        ids = {fact for facts in alike.values() for fact in facts}
        facts = sorted(
            self._reader.facts(ids).values(), key=lambda fact: telling(fact, self._properties)
        )
        found = [
            Line(fact, "subject" if _is_one(fact.value, alike) else "value")
            for fact in facts
            if fact.status is not Status.DENIED
        ]
        return said_once(kept(found, query), self._properties)


def _is_one(value: object, entities: Collection[int]) -> bool:
    return isinstance(value, Entity) and value.id in entities
