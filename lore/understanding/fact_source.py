"""What reading asks of a store: the facts around what is named, and the works in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from lore.language.properties import Property
from lore.model.facts import Entity, Fact, Slot

Path = tuple[str, Slot, Slot]
"""A property with the slot that is known and the slot that is asked for."""


class Facts(Protocol):
    """The facts of one scope. Of a large store `whole` is False, and what lists all is empty."""

    properties: Mapping[str, Property]
    whole: bool

    def about(self, entity: int) -> Sequence[Fact]:
        """The live facts in which an entity stands, in any slot."""
        ...

    def at(self, entity: int) -> Mapping[tuple[str, Slot], Sequence[Fact]]:
        """The same facts by property and the slot in which the entity stands."""
        ...

    def around(self, entity: int) -> Mapping[tuple[str, Slot], Sequence[Fact]]:
        """The same; what is told of the works of a series is told of the series, too."""
        ...

    def ways(self, entity: int) -> Mapping[Path, frozenset[str]]:
        """The steps that lead on from an entity, each with the kinds of what it gives (see
        `kind_of`)."""
        ...

    def of(self, name: str) -> Sequence[Fact]:
        """The live facts of a property; of a large store the first some hundred."""
        ...

    def held(self) -> Sequence[str]:
        """The properties of which there are facts; of a large store, all that can be."""
        ...

    def members(self, series: int) -> Sequence[Entity]:
        """The works of a series."""
        ...

    def kin(self, work: int) -> frozenset[int]:
        """A work, the series that it belongs to and, where it is a series, its works."""
        ...

    def release(self, work: int) -> Fact | None:
        """The fact that gives the date on which a work comes out, by what holds now."""
        ...

    def coming(self, work: Entity) -> bool:
        """Whether a work was still to come when the newest source spoke."""
        ...

    @property
    def main_series(self) -> Entity | None:
        """The series that the store is about."""
        ...

    @property
    def works(self) -> Sequence[Entity]:
        """The works of that series in the order in which they come out, undated last."""
        ...

    @property
    def now(self) -> date | None:
        """The day of which the newest dated source speaks."""
        ...
