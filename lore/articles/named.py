"""A name as it stands in an article."""

from __future__ import annotations

from dataclasses import dataclass

from lore.articles.signs import NOTHING, Kind
from lore.model.facts import Entity

KINDS = {
    "person": Kind.PERSON,
    "character": Kind.CHARACTER,
    "organisation": Kind.ORGANISATION | Kind.OUTLET,
    "place": Kind.PLACE,
    "film": Kind.WORK,
    "series": Kind.WORK,
    "show": Kind.WORK,
    "book": Kind.WORK,
    "game": Kind.WORK,
    "work": Kind.WORK,
}
"""What entities of a kind may be taken for."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a paragraph, from `start` to before `end`: `entities` are those that bear it, none
    for a new one; `kinds` is what it may be. `text` is the fullest form that the article has;
    `group` are the films that words mean together ("both sequels")."""

    start: int
    end: int
    text: str
    kinds: Kind
    entities: tuple[Entity, ...] = ()
    group: tuple[Name, ...] = ()

    def entity(self, kind: Kind) -> Entity | None:
        """The entity of a kind that it names, the latest of several."""
        fitting = [entity for entity in self.entities if KINDS.get(entity.kind, NOTHING) & kind]
        return max(fitting, key=lambda entity: (entity.year or 0, -entity.id)) if fitting else None

    @property
    def is_series(self) -> bool:
        """Whether it names a whole series alone."""
        return bool(self.entities) and all(entity.kind == "series" for entity in self.entities)

    @property
    def known(self) -> bool:
        """Whether the store has it."""
        return bool(self.entities)
