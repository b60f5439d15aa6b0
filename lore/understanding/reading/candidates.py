"""A reading that a question may have, with what it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lore.model.dates import PartialDate
from lore.model.facts import Entity, Fact, Slot, Value
from lore.understanding.algebra import Question
from lore.understanding.reading.referents import Referent

Path = tuple[str, Slot, Slot]
"""A property with the slot that is known and the slot that is asked for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question of the algebra that the words may mean.

    `shape` says how it is built, `paths` the relations that it goes along, outwards from what is
    named, `referents` what it names. `uses` are the operators that it makes use of. `kinds` are
    those of what it asks for ("date" and "text" among them), empty for a verdict. `as_of` asks for
    what was known on a date.
    """

    question: Question
    shape: str
    referents: tuple[Referent, ...] = ()
    paths: tuple[Path, ...] = ()
    uses: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    parts: tuple[Candidate, ...] = ()
    as_of: PartialDate | None = None

    @property
    def covered(self) -> frozenset[int]:
        """The places of the words that name something."""
        return frozenset(place for one in self.referents for place in one.places)


def kind_of(value: Value) -> str:
    """An entity's kind, "date" or "text"."""
    if isinstance(value, Entity):
        return value.kind
    return "date" if isinstance(value, PartialDate) else "text"


def kinds_in(facts: Iterable[Fact], slot: Slot) -> frozenset[str]:
    """The kinds of what stands in a slot of some facts."""
    ends = (fact.slot(slot) for fact in facts)
    return frozenset(kind_of(end) for end in ends if end is not None)
