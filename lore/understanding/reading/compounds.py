"""Two relations of one thing in one question: "runtime and age rating of X"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from lore.understanding.algebra import Several
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence

_MOST = 8
"""Readings of one thing that are put together in pairs."""


def compounds(
    evidence: Evidence, pointed: Sequence[str], made: Iterable[Candidate]
) -> Iterator[Candidate]:
    """Pairs of the readings made so far that go along two of the properties pointed to, in the
    order in which the words speak of them."""
    if len(pointed) < 2:
        return
    singles: dict[object, list[Candidate]] = defaultdict(list)
    for one in made:
        plain = one.shape in ("step", "fixed") and not one.uses and one.paths
        if plain and one.paths[0][0] in pointed:
            singles[tuple((told.start, told.key) for told in one.referents)].append(one)
    for alike in singles.values():
        for one, other in permutations(alike[:_MOST], 2):
            if one.paths[0][0] != other.paths[0][0] and _in_turn(evidence, one, other):
                yield _both(one, other)


def _both(one: Candidate, other: Candidate) -> Candidate:
    return Candidate(
        Several((one.question, other.question)),
        "several",
        one.referents,
        (*one.paths, *other.paths),
        frozenset({"and"}),
        one.kinds | other.kinds,
        (one, other),
    )


def _in_turn(evidence: Evidence, one: Candidate, other: Candidate) -> bool:
    """Whether words for one relation stand before, and apart from, words for the other."""
    first = evidence.support(one.paths[0][0], one.paths[0][2], one.covered)
    second = evidence.support(other.paths[0][0], other.paths[0][2], other.covered)
    return any(a.end <= b.start for a, _ in first for b, _ in second)
