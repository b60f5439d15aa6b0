"""A name as it stands in an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from lore.articles.signs import NOTHING, Kind
from lore.language import text as folding
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
    `group` are the films that words mean together ("both sequels"); `book` and
    `show` tell that the article has it for one."""

    start: int
    end: int
    text: str
    kinds: Kind
    entities: tuple[Entity, ...] = ()
    group: tuple[Name, ...] = ()
    book: bool = False
    show: bool = False

    def entity(self, kind: Kind) -> Entity | None:
        """The entity of a kind that it names, the latest of several."""
        fitting = [entity for entity in self.entities if KINDS.get(entity.kind, NOTHING) & kind]
        return max(fitting, key=lambda entity: (entity.year or 0, -entity.id)) if fitting else None

    @property
    def is_series(self) -> bool:
        """Whether it names a whole series alone, no season of it."""
        return bool(self.entities) and all(
            entity.kind == "series" and not is_season(entity.name) for entity in self.entities
        )

    @property
    def is_show(self) -> bool:
        """Whether it names a show, or a season of one."""
        shows = any(entity.kind in ("series", "show") for entity in self.entities)
        return self.show or shows or is_season(self.text)

    @property
    def is_book(self) -> bool:
        """Whether it names a book alone, which films are made of."""
        known = bool(self.entities) and all(entity.kind == "book" for entity in self.entities)
        return self.book or known

    @property
    def known(self) -> bool:
        """Whether the store has it."""
        return bool(self.entities)


def text_of(term: object) -> str:
    """A name, a date or words, as a text; nothing where there is none."""
    return term.text if isinstance(term, Name) else str(term or "")


_PARTED = re.compile(r"(?:: | [-–—] | (?=\d{1,2}$)).*")


def is_season(title: str) -> bool:
    """Whether a title is that of a season: "Harbour Lights: Season Two"."""
    seasons = folding.numbers()["seasons"]
    return any(
        one in seasons and other.isdecimal() for one, other in pairwise(folding.words(title))
    )


def base(title: str) -> str:
    """What the titles of a series begin with, by one of them: "Night Ferry: The Drowned Bell"."""
    return _PARTED.sub("", title) or title
