"""A reading that a question may have, with what it was made from."""

from __future__ import annotations

from dataclasses import dataclass

from lore.model.dates import PartialDate
from lore.understanding.algebra import Question
from lore.understanding.fact_source import Path
from lore.understanding.reading.referents import Referent


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
        return frozenset(place for referent in self.referents for place in referent.places)
