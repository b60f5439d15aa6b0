"""Entities that a server has merged: there, one stands for the other in all that is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace

from lore.model.facts import SHARED, Entity, Fact


class Merges:
    """What one scope has merged: `into` has the entity that stands for each by the other's id."""

    def __init__(self, into: Mapping[int, Entity]) -> None:
        self._into = into

    def __bool__(self) -> bool:
        return bool(self._into)

    def root(self, row_id: int) -> int:
        """The id of the entity that stands for one, itself where it is not merged."""
        return self._into[row_id].id if row_id in self._into else row_id

    def entity(self, entity: Entity) -> Entity:
        """The entity that stands for one."""
        return self._into.get(entity.id, entity)

    def members(self, entities: Collection[int]) -> list[int]:
        """The ids of entities and of all that are merged into them."""
        if not self._into:
            return list(entities)
        wanted = set(entities)
        return [*entities, *(entity for entity, root in self._into.items() if root.id in wanted)]

    def fact(self, fact: Fact) -> Fact:
        """A fact with the entities that stand for its own."""
        value, role = fact.value, fact.role
        return replace(
            fact,
            subject=self.entity(fact.subject),
            value=self.entity(value) if isinstance(value, Entity) else value,
            role=self.entity(role) if isinstance(role, Entity) else role,
        )


_NONE = Merges({})


def merges(connection: sqlite3.Connection, scope: int) -> Merges:
    """What a scope has merged; nothing is in the shared scope, which is not even looked up."""
    if scope == SHARED:
        return _NONE
    rows = connection.execute(
        """
        SELECT merged.entity_id, entity.id, entity.name, entity.kind, entity.year
        FROM merged
        JOIN entity ON entity.id = merged.into_id
        WHERE merged.scope = ?
        """,
        (scope,),
    )
    return Merges({row_id: Entity(*root) for row_id, *root in rows})
