"""Two relations of one thing in one question: "runtime and age rating of X"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, permutations
from math import inf
from typing import NamedTuple

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


class _Told(NamedTuple):
    """A reading with the place before which telling words for its relation first end, and that at
    which such last begin."""

    made: Candidate
    name: str
    end: float
    start: float


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
            singles[tuple((ref.start, ref.key) for ref in one.referents)].append(one)
    for alike in singles.values():
        told = [_told(evidence, one) for one in alike[:_MOST]]
        for two in permutations(told, _PAIR):
            if _in_turn(two):
                yield _together(two)
        if len(pointed) > _PAIR:
            for three in permutations(told[:_FEW], 3):
                if _in_turn(three):
                    yield _together(three)


def _together(told: Sequence[_Told]) -> Candidate:
    parts = tuple(one.made for one in told)
    return Candidate(
        Several(tuple(candidate.question for candidate in parts)),
        "several" if len(parts) == _PAIR else "three",
        parts[0].referents,
        tuple(path for candidate in parts for path in candidate.paths),
        frozenset({"and"}),
        frozenset().union(*(candidate.kinds for candidate in parts)),
        parts,
    )


def _told(evidence: Evidence, made: Candidate) -> _Told:
    name, _, ask = made.paths[0]
    support = evidence.support(name, ask, made.covered)
    hits = [hit for hit, weight in support.hits if weight >= _TELLING]
    ends = (hit.end for hit in hits if not evidence.free.isdisjoint(hit.places))
    starts = (hit.start for hit in hits)
    return _Told(made, name, min(ends, default=inf), max(starts, default=-inf))


def _in_turn(told: Sequence[_Told]) -> bool:
    """Whether telling words for each of some relations stand before, and apart from, such for the
    next."""
    alike = len({one.name for one in told}) < len(told)
    return not alike and all(one.end <= other.start for one, other in pairwise(told))
