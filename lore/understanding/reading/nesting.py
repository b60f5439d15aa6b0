"""Readings with a second step from what a first one gives: "who directed the film where X plays
Y"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from lore.model.facts import Fact, entities_in
from lore.understanding.algebra import Listing, Step
from lore.understanding.fact_source import Facts, Path
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence

_ENDS = 25
"""Entities beyond which a first step is no description of anything."""


class Nesting:
    """Makes the readings of one question in which a step leads on from another; the second goes
    along a property that is `near`, as the words point to it, or along the cast."""

    def __init__(self, evidence: Evidence, facts: Facts, near: Collection[str]) -> None:
        self._evidence = evidence
        self._facts = facts
        self._near = near
        self._onward: dict[int, list[tuple[Path, frozenset[str]]]] = {}

    def made(self, bases: Iterable[Candidate]) -> Iterator[Candidate]:
        """The readings that lead on from some; one of both steps at least is spoken of."""
        for base in bases:
            if not _leads(base) or not isinstance(base.question, Listing):
                continue
            for path, kinds in self._seconds(base).items():
                step = Step((path[0],), path[1], path[2], base.question.source)
                paths, asked = (*base.paths, path), frozenset(kinds)
                yield Candidate(Listing(step), "nested", base.referents, paths, base.uses, asked)

    def _seconds(self, base: Candidate) -> dict[Path, set[str]]:
        """The steps that lead on, each with the kinds of what it gives, but for the one back."""
        seconds: dict[Path, set[str]] = defaultdict(set)
        ends = self._ends(base)
        if len(ends) > _ENDS:
            return seconds
        first = base.paths[-1]
        name, known, ask = first
        for entity in ends:
            for path, given in self._leading_on(entity):
                if path != (name, ask, known):
                    seconds[path] |= given
        covered = base.covered
        if self._speaks(first, covered):
            return seconds
        return {path: seconds[path] for path in seconds if self._speaks(path, covered)}

    def _speaks(self, path: Path, covered: frozenset[int]) -> bool:
        """Whether words beside some places speak of a relation."""
        return self._evidence.strength(path[0], path[2], covered) > 0

    def _leading_on(self, entity: int) -> Sequence[tuple[Path, frozenset[str]]]:
        found = self._onward.get(entity)
        if found is None:
            found = self._onward[entity] = [
                (path, kinds)
                for path, kinds in self._facts.ways(entity).items()
                if path[0] in self._near or self._facts.properties[path[0]].has_role
            ]
        return found

    def _ends(self, base: Candidate) -> frozenset[int]:
        """The entities that a first step gives."""
        first = base.referents[0] if base.referents else None
        path = base.paths[0]
        if first is None or first.entity is None:
            facts: Iterable[Fact] = self._facts.of(path[0])
        else:
            facts = self._facts.around(first.entity.id).get((path[0], path[1]), ())
        return entities_in((fact for fact in facts if fact.status.is_fact), path[2])


def _leads(made: Candidate) -> bool:
    """Whether a reading gives entities that a further step may start from."""
    if made.shape == "open" and made.paths[0][2] == "subject":
        return False
    plain = made.shape in ("step", "open", "ranked") and not (made.uses - {"extreme"})
    return plain and bool(made.kinds - {"date", "text"})
