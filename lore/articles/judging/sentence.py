"""How what stands in a sentence stands to works: to those it names, and to those it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lore.articles.dates import DateMention
from lore.articles.judging.wording import Word
from lore.articles.named import Name
from lore.articles.signs import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands to a work: how many words apart where its sentence names that, behind
    it or not, with so many works nearer and so many breaks between; how far its place among the
    like of its sentence is from that of the work among the works ("on 3 May and 4 June"); how many
    works the sentence names, whether the one before names it, whether it speaks of several, and
    whether it is a date that stands with the work alone."""

    apart: int | None
    behind: bool
    nearer: int
    breaks: int
    rank: int | None
    named: int
    before: bool
    plural: bool
    paired: bool = False


_FEWEST_PAIRED = 4
"""Dates and works that take turns."""


class Sentence:
    """The words of a sentence, with the works of the one before it, the signs and words between
    which a sentence tells one thing, and whether it speaks of several works."""

    def __init__(
        self,
        words: Sequence[Word],
        earlier: Sequence[str],
        breaks: Collection[str],
        *,
        plural: bool,
    ) -> None:
        self.words = words
        self.earlier = tuple(earlier)
        self._breaks = breaks
        self._plural = plural
        self.works: dict[str, list[int]] = defaultdict(list)
        """The places of the works that it names."""
        for place, word in enumerate(words):
            for work in works_of((word.term,)):
                self.works[work.text].append(place)
        self._order = {text: rank for rank, text in enumerate(self.works)}
        self.paired = self._paired()
        """By its place, the work that a date stands with where dates and works take turns, as many
        of one as of the other: "on 3 May for Night Ferry 2 and on 4 June for Night Ferry 3"."""

    def _paired(self) -> dict[int, str]:
        row: list[tuple[int, str | None]] = [
            (place, text) for text, places in self.works.items() for place in places
        ]
        row += [
            (place, None)
            for place, word in enumerate(self.words)
            if isinstance(word.term, DateMention)
        ]
        row.sort(key=lambda one: one[0])
        turns = all((one is None) is not (other is None) for (_, one), (_, other) in pairwise(row))
        if not turns or len(row) < _FEWEST_PAIRED or len(row) % 2:
            return {}
        pairs = zip(row[::2], row[1::2], strict=True)
        return {
            place: one[1] or other[1] or "" for one, other in pairs for place in (one[0], other[0])
        }

    def place(self, work: str, at: int) -> Place:
        """How what stands at a place stands to a work."""
        apart = {
            text: min(abs(place - at) for place in places) for text, places in self.works.items()
        }
        own = apart.get(work)
        nearer = sum(own is None or other < own for text, other in apart.items() if text != work)
        behind, breaks, rank = False, 0, None
        if own is not None:
            behind = at + own in self.works[work]
            first, last = sorted((at, at + own if behind else at - own))
            breaks = sum(word.text in self._breaks for word in self.words[first:last])
            alike = [word.term for word in self.words[:at] if self._is_like(word, at)]
            rank = abs(len(alike) - self._order[work])
        before = work in self.earlier
        paired = own is not None and self.paired.get(at) == work
        named = len(self.works)
        return Place(own, behind, nearer, breaks, rank, named, before, self._plural, paired)

    def _is_like(self, word: Word, at: int) -> bool:
        """Whether a word is a date as that at a place is, or a name, and no work's."""
        term = word.term
        same = type(term) is type(self.words[at].term)
        return same and not (isinstance(term, Name) and term.kinds == Kind.WORK)


def works_of(terms: Sequence[object]) -> Iterator[Name]:
    """The films and shows among some names, no series and no books."""
    for term in terms:
        if isinstance(term, Name):
            for work in term.group or (term,):
                if work.kinds == Kind.WORK and not work.is_book and not work.is_series:
                    yield work
