"""Questions that were asked of other stores, each with the readings that were right: a question
that is worded like them is likely read as they were, or has no answer as they had none.

Names are told by their kind, so that "who plays ilsa" and "who plays the colonel" are worded alike.
The likeness of two wordings is the cosine of their stems and pairs of stems, be it with a word
between them, the rarer ones weighing more (tf-idf, as is usual in text retrieval); the nearest of
them vote. Of stems instead of words, and of pairs with a gap, 51.5 in place of 48.2 of a hundred
questions about a franchise that was left out have most votes for a right reading.
"""

from __future__ import annotations

import heapq
import json
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from lore.language import spelling
from lore.model.errors import PropertyError
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.features import Features

_NEAREST = 30
"""Precedents that are compared with a question."""
_COMMON = 0.05
"""Share of all precedents beyond which a word says nothing."""
_RARE = 2
"""Precedents in which a word stands at least: one that stands in one only costs more than it tells.
"""
_VOTE = 3
"""Power of its likeness with which a precedent votes."""
_UNASKED = 0.02
"""Share of the votes below which as good as no precedent asks for something."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """A question by its masked words, with the readings that were right, none where there is no
    answer; `group` names the franchise that it is about."""

    words: str
    readings: frozenset[str]
    group: str = ""


Near = tuple[float, Precedent]
"""A precedent with its likeness, from 0 to 1."""


def masked(words: Sequence[str], made: Candidate, works: Collection[str]) -> str:
    """The words of a question, those that a reading takes for a name told by its kind; all that is
    of the kinds of `works` is a work."""
    kinds: dict[int, str] = {}
    covered: set[int] = set()
    for one in made.referents:
        if one.entity is not None and one.origin != "description" and one.end > one.start:
            kind = one.entity.kind
            kinds.setdefault(one.start, "work" if kind in works else kind)
            covered.update(range(one.start, one.end))
    return " ".join(
        kinds.get(place, word)
        for place, word in enumerate(words)
        if place in kinds or place not in covered
    )


GRAMMAR = "grammar"
"""The shape of an answer of the grammar, which has no reading."""


def reading_of(shape: str, paths: Iterable[Sequence[str]]) -> str:
    """What a reading does, whatever it names: its shape and the relations that it goes along, each
    a property, the slot that is known and the one that is asked for."""
    return " ".join([shape, *(":".join(path) for path in paths)])


def is_grammar(reading: str) -> bool:
    """Whether what `reading_of` told is an answer of the grammar."""
    return reading.startswith(GRAMMAR)


@cache
def _asked(reading: str) -> frozenset[tuple[str, str]]:
    """The properties that a reading asks for, each with the slot."""
    paths = reading.split(" ")[1:]
    told = paths if is_grammar(reading) else paths[-1:]
    return frozenset((path.partition(":")[0], path.rpartition(":")[2]) for path in told)


class Precedents:
    """Finds the precedents that are worded most like a question."""

    def __init__(self, precedents: Sequence[Precedent]) -> None:
        self._all = precedents
        texts = [_terms(one.words) for one in precedents]
        self._weights = _weights(texts)
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._parts: defaultdict[str, array[float]] = defaultdict(lambda: array("f"))
        for place, terms in enumerate(texts):
            for term, part in self._vector(terms).items():
                self._places[term].append(place)
                self._parts[term].append(part)

    def near(self, words: str, *, but: str | None = None) -> list[Near]:
        """The precedents most like a question of these masked words, the likest first; those of
        the group `but` are left out."""
        likeness: defaultdict[int, float] = defaultdict(float)
        for term, part in self._vector(_terms(words)).items():
            for place, other in zip(self._places[term], self._parts[term], strict=True):
                likeness[place] += part * other
        told = likeness.items()
        if but is not None:
            told = {at: like for at, like in told if self._all[at].group != but}.items()
        nearest = heapq.nsmallest(_NEAREST, told, key=lambda one: (-one[1], one[0]))
        return [(like, self._all[place]) for place, like in nearest]

    def _vector(self, terms: Iterable[str]) -> dict[str, float]:
        """The known terms of a text with their weights, of length 1 together."""
        counts = Counter(term for term in terms if term in self._weights)
        parts = {
            term: self._weights[term] * (1 + math.log(count)) for term, count in counts.items()
        }
        length = math.sqrt(sum(part * part for part in parts.values()))
        return {term: part / length for term, part in parts.items()}


def _terms(words: str) -> list[str]:
    single = [spelling.stem(word) for word in words.split()]
    beside = [f"{first} {second}" for first, second in pairwise(single)]
    apart = [f"{first} _ {second}" for first, second in zip(single, single[2:], strict=False)]
    return single + beside + apart


def _weights(texts: Sequence[Collection[str]]) -> dict[str, float]:
    """How much each term tells: the inverse of how many texts, each by its terms, have it."""
    seen = Counter(term for terms in texts for term in set(terms))
    most = max(_COMMON * len(texts), _RARE)
    return {
        term: math.log((1 + len(texts)) / (1 + count)) + 1
        for term, count in seen.items()
        if _RARE <= count <= most
    }


def likened(near: Sequence[Near], readings: Collection[str], first: str) -> Features:
    """How an answer stands to the nearest precedents: `readings` are those that give it, `first`
    the likeliest of them."""
    asked = frozenset(chain.from_iterable(map(_asked, readings)))
    same, alike, other, none = [], [], 0.0, 0.0
    votes: defaultdict[str, float] = defaultdict(float)
    best = 0.0
    for like, one in near:
        vote = like**_VOTE
        votes["all"] += vote
        if not one.readings:
            none = max(none, like)
            votes["none"] += vote
        elif one.readings.isdisjoint(readings):
            other = max(other, like)
        else:
            same.append(like)
            votes["same"] += vote
            best = max(best, like) if first in one.readings else best
        if any(asked & _asked(reading) for reading in one.readings):
            alike.append(like)
            votes["alike"] += vote
    total = votes["all"] or 1.0
    likest = max(same, default=0.0)
    return {
        "past:same": likest,
        "past:three": sum(same[:3]) / 3,
        "past:first": best,
        "past:alike": max(alike, default=0.0),
        "past:other": other,
        "past:none": none,
        "past:lead": likest - max(other, none),
        "past:votes_same": votes["same"] / total,
        "past:votes_none": votes["none"] / total,
        "past:votes_alike": votes["alike"] / total,
        "past:votes": votes["all"],
    }


class Witnesses:
    """What the nearest precedents of some words say of single readings, as features by which
    readings are ranked."""

    def __init__(self, near: Sequence[Near]) -> None:
        self._near = near
        self._same: defaultdict[str, list[float]] = defaultdict(list)
        self._alike: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._none = max((like for like, one in near if not one.readings), default=0.0)
        self._total = sum(like**_VOTE for like, _ in near) or 1.0
        for like, one in near:
            for reading in one.readings:
                self._same[reading].append(like)
            for told in frozenset[tuple[str, str]]().union(*map(_asked, one.readings)):
                self._alike[told] += like**_VOTE

    def of(self, reading: str) -> Features:
        """How a reading stands to them: how like the likest are of which it was right, how much
        likelier than those of which it was not, and their votes for it and for what it asks."""
        same = self._same.get(reading, [])
        likest = same[0] if same else 0.0
        alike = max((self._alike.get(told, 0.0) for told in _asked(reading)), default=0.0)
        return {
            "past:same": likest,
            "past:three": sum(same[:3]) / 3,
            "past:lead": likest - max(self._other(reading), self._none),
            "past:votes_same": sum(like**_VOTE for like in same) / self._total,
            "past:votes_alike": alike / self._total,
            "past:unasked": float(alike < _UNASKED * self._total),
        }

    def nothing(self) -> Features:
        """How there being no answer stands to them."""
        votes = sum(like**_VOTE for like, one in self._near if not one.readings)
        return {"past:none": self._none, "past:votes_none": votes / self._total}

    def _other(self, reading: str) -> float:
        """How like the likest is that has an answer, though not by a reading."""
        others = (like for like, one in self._near if one.readings and reading not in one.readings)
        return next(others, 0.0)


def load_precedents(path: Path) -> Precedents:
    """Read the precedents of a file.

    Raises:
        PropertyError: where the file is missing or cannot be used.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        names = list(map(str, table["readings"]))
        return Precedents(
            [
                Precedent(str(words), frozenset(names[number] for number in numbers))
                for words, *numbers in table["questions"]
            ]
        )
    except OSError as error:
        raise PropertyError(f"The precedents {path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise PropertyError(f"The precedents {path} cannot be used: {error!r}.") from None


def written(precedents: Sequence[Precedent]) -> str:
    """Precedents as the text of a file: the readings, and a line each question with the numbers of
    its own."""
    numbers = {
        name: number
        for number, name in enumerate(sorted({name for one in precedents for name in one.readings}))
    }
    lines = [
        json.dumps([one.words, *sorted(numbers[name] for name in one.readings)], ensure_ascii=False)
        for one in precedents
    ]
    names = ",\n".join(json.dumps(name, ensure_ascii=False) for name in numbers)
    told = ",\n".join(lines)
    return f'{{"readings": [\n{names}\n], "questions": [\n{told}\n]}}\n'
