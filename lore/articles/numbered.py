"""Films that are told by number: "Night Ferry 2 and 3", "the third Night Ferry"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lore.articles.tokens import LONGEST, Token
from lore.articles.vocabulary import Vocabulary
from lore.language import text as folding

_MOST_WORDS = 6
"""Words of the longest phrase for a place in a series."""


class Numbered:
    """Finds stretches of words that name a film by its number: first and last word, and the name
    that is meant."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._joins = vocabulary.lists["joins"]
        self._ordinals = {
            word: number for number, word in enumerate(folding.numbers()["ordinals"]) if number > 1
        }

    def ordinal(
        self, text: str, words: Sequence[Token], start: int
    ) -> Iterator[tuple[int, int, str]]:
        """ "The third Night Ferry": its number stands for the name of the film that it is."""
        ordinal = words[start].text.casefold()
        if ordinal not in self._ordinals:
            return
        number = self._ordinals[ordinal]
        for end in range(start + 1, min(len(words), start + _MOST_WORDS)):
            if not words[end].capital:
                return
            yield start, end, f"{text[words[start + 1].start : words[end].end]} {number}"

    def sibling(
        self, text: str, words: Sequence[Token], start: int
    ) -> Iterator[tuple[int, int, str]]:
        """ "Night Ferry 2 and 3": the number stands for the film that it is the number of."""
        if start < 2 or not words[start].digits or not words[start].text.isdecimal():
            return
        number = start - 1
        if words[number].text in self._joins:
            number -= 1
        elif not re.fullmatch(r" ?(?:&|/|-) ?", text[words[number].end : words[start].start]):
            return
        if number < 1 or not words[number].text.isdecimal():
            return
        first = number - 1
        while first > 0 and words[first - 1].capital and number - first < LONGEST:
            first -= 1
        for begin in range(first, number):
            prefix = text[words[begin].start : words[number].start]
            yield start, start, prefix + words[start].text
