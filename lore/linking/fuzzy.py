"""Names near what stands in a question: misspelt, or only a part of them.

The words that are not the language's own are mended against the store's deletion neighbourhood;
the names that hold the most of such words, by letters, are laid along the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from lore.language import spelling
from lore.language import text as folding
from lore.linking.alignment import Alignment, align
from lore.linking.lookup import NameLookup, NameRow

POSTINGS = 800
"""Names that the words of a question may bring in, the rarest words first."""
LAID = 16
"""Names that are laid along the question."""
_OWNER = 3
"""Letters beyond which a word that ends in s may be a possessive ("cruise's")."""
_SPELLINGS = 6
"""Words of names that one word of a question may be."""


@dataclass(frozen=True, slots=True)
class FuzzyName:
    """A name as it lies on a question."""

    row: NameRow
    words: Sequence[str]
    alignment: Alignment


class FuzzyFinder:
    """Finds names near the words of a question."""

    def __init__(self, ordinary: Callable[[str], bool], light: Set[str]) -> None:
        self._ordinary = ordinary
        self._light = light

    def find(
        self, words: Sequence[str], covered: Set[int], reader: NameLookup
    ) -> Iterator[FuzzyName]:
        """The names that lie on the words, but for places that whole names cover already."""
        places = self._places(words, covered)
        if not places:
            return
        where, tokens = self._close_words(words, places, reader)
        seen: set[tuple[int, int]] = set()
        for row in reader.names_by_token(_rarest(tokens), LAID):
            held = folding.words(row.text)
            for alignment in align(held, words, where, self._light):
                if row.standing == "rule" and not alignment.whole:
                    continue
                if (row.name_id, alignment.start) not in seen:
                    seen.add((row.name_id, alignment.start))
                    yield FuzzyName(row, held, alignment)

    def _places(self, words: Sequence[str], covered: Set[int]) -> list[int]:
        """The places of words that may belong to a name: content words that are not ordinary, and
        ordinary ones beside such a word, articles and the like aside."""
        free = [
            place
            for place, word in enumerate(words)
            if place not in covered and word not in self._light and not folding.is_number(word)
        ]
        strange = [not self._ordinary(words[place]) for place in free]
        return [place for at, place in enumerate(free) if any(strange[max(at - 1, 0) : at + 2])]

    def _close_words(
        self, words: Sequence[str], places: Sequence[int], reader: NameLookup
    ) -> tuple[dict[str, list[tuple[int, int]]], dict[int, tuple[int, int]]]:
        """Where words of names may stand, with their distance; and the tokens to look names up by.

        The first maps a word to (place, distance), the second a token id to the letters that it
        accounts for and how many names hold it.
        """
        where: dict[str, list[tuple[int, int]]] = {}
        tokens: dict[int, tuple[int, int]] = {}
        for place, word in enumerate(words):
            where.setdefault(word, []).append((place, 0))
        chosen = {words[place] for place in places} | set(filter(folding.is_number, words))
        owned = {word[:-1]: word for word in chosen if word.endswith("s") and len(word) > _OWNER}
        for _, token, text, names in reader.exact_tokens(chosen | set(owned)):
            tokens[token] = (len(text), names)
            if text in owned:
                where.setdefault(text, []).extend(where[owned[text]])
        wanted: dict[str, list[int]] = {}
        for place in places:
            if not self._ordinary(words[place]):
                for key in folding.spellings(words[place]):
                    wanted.setdefault(key, []).append(place)
        close: dict[int, dict[str, tuple[int, int, int]]] = {}
        for key, token, text, names in reader.tokens(wanted):
            for place in wanted[key]:
                near = close.setdefault(place, {})
                if text not in near and (far := spelling.distance(words[place], text)):
                    near[text] = (far, token, names)
        for place, near in close.items():
            for text, (far, token, names) in sorted(near.items(), key=_nearest)[:_SPELLINGS]:
                where.setdefault(text, []).append((place, far))
                tokens.setdefault(token, (max(len(text) - far, 1), names))
        return where, tokens


def _nearest(found: tuple[str, tuple[int, int, int]]) -> tuple[int, str]:
    return found[1][0], found[0]


def _rarest(tokens: Mapping[int, tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Tokens with their letters, the rarest first, as far as POSTINGS goes."""
    budget = POSTINGS
    for token, (letters, names) in sorted(tokens.items(), key=lambda item: (item[1][1], item[0])):
        if names <= budget:
            budget -= names
            yield token, letters
