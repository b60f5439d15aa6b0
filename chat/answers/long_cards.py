"""Cards of things about which there are more facts than are read at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from lore.answering.ranking import said_once, telling
from lore.language.properties import Property
from lore.model.facts import Entity, Found, Line, Outcome, Status
from lore.store import Store
from lore.store.fact_reader import MOST_ABOUT, Reader


class LongCards:
    """Counts what a card leaves out, and reads on where it ends."""

    def __init__(self, store: Store, properties: Mapping[str, Property]) -> None:
        self._store = store
        self._properties = properties

    async def counted(self, outcome: Outcome, scope: int) -> Outcome:
        """A card whose `total` counts what was not read of its thing, too; another outcome as it
        is."""
        if not isinstance(outcome, Found) or outcome.card is None:
            return outcome
        card = outcome.card
        count = await self._store.query(
            lambda connection: Reader(connection, scope).count_about(card.id)
        )
        return replace(outcome, total=outcome.total + max(0, count - MOST_ABOUT))

    async def after(self, card: Entity, scope: int, beyond: int) -> Found:
        """What is known of a thing beyond so many facts; `total` counts what follows them."""

        def read(connection: sqlite3.Connection) -> Found:
            reader = Reader(connection, scope)
            left = max(0, reader.count_about(card.id) - beyond - MOST_ABOUT)
            facts = reader.facts(reader.about(card.id, beyond=beyond)).values()
            lines = [
                Line(fact, "subject" if _is(fact.value, card) else "value")
                for fact in sorted(facts, key=lambda fact: telling(fact, self._properties))
                if fact.status is not Status.DENIED
            ]
            shown = tuple(said_once(lines, self._properties))
            return Found(shown, card=card, total=len(shown) + left)

        return await self._store.query(read)


def _is(value: object, entity: Entity) -> bool:
    return isinstance(value, Entity) and value.id == entity.id
