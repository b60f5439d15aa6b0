"""Two relations of one thing in one question: "runtime and age rating of X"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, permutations, product

from lore.understanding.algebra import Several
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence

_MOST = 8
"""Readings of one thing that are put together in pairs."""
_FEW = 5
"""Those that are put together in threes."""
_PAIR = 2
"""Questions that are put together in pairs."""
_TELLING = 0.4
"""What words for a relation weigh at least that are a question of their own."""


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
                yield _together(one, other)
        if len(pointed) > _PAIR:
            for three in permutations(alike[:_FEW], 3):
                names = {candidate.paths[0][0] for candidate in three}
                if len(names) == len(three) and all(
                    _in_turn(evidence, one, other) for one, other in pairwise(three)
                ):
                    yield _together(*three)


def _together(*parts: Candidate) -> Candidate:
    return Candidate(
        Several(tuple(candidate.question for candidate in parts)),
        "several" if len(parts) == _PAIR else "three",
        parts[0].referents,
        tuple(path for candidate in parts for path in candidate.paths),
        frozenset({"and"}),
        frozenset().union(*(candidate.kinds for candidate in parts)),
        parts,
    )


def _in_turn(evidence: Evidence, one: Candidate, other: Candidate) -> bool:
    """Whether telling words for one relation stand before, and apart from, such for the other."""
    first = evidence.support(one.paths[0][0], one.paths[0][2], one.covered)
    second = evidence.support(other.paths[0][0], other.paths[0][2], other.covered)
    return any(
        a.end <= b.start
        for (a, weight), (b, other) in product(first, second)
        if min(weight, other) >= _TELLING and not evidence.free.isdisjoint(a.places)
    )
