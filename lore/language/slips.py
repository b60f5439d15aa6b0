"""What a word that is none of the language must be: an ordinary word that was mistyped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from lore.language import spelling

_MEANT = 1 << 14
"""Strange words of which it is kept what they mean."""
_SHORT, _SURE, _LONG = 5, 6, 7
"""Letters from which a slip may be of a word that is not light, of one that is not usual, and may
be other letters than those beside the ones that were meant."""


class Slips:
    """Finds the word that was meant.

    `light` are articles, question words and the like, `usual` the words most often met or that ask
    for something, `common` further ones; `known` words are none of them slips, `given` names
    neither. `short` tells what is written short on purpose: "ppl".
    """

    def __init__(
        self,
        light: Collection[str],
        usual: Iterable[str],
        common: Iterable[str],
        known: Collection[str],
        given: Collection[str],
        short: Mapping[str, str],
    ) -> None:
        self._light, self._known, self._given = light, known, given
        self._usual = frozenset(usual)
        self._mender = spelling.Mender(self._usual.union(common))
        self._short = short
        self.meant = lru_cache(_MEANT)(self._meant)

    def warm(self) -> None:
        """Make now what the first strange word would have to wait for."""
        self._mender.warm()

    def _meant(self, word: str) -> str | None:
        """The word that a folded one stands for; None where it stands for itself, is a number or
        may be several others."""
        if (whole := self._short.get(word)) is not None:
            return whole
        if word in self._known or word in self._given or not word.isalpha() or len(word) < 3:
            return None
        ranks = {
            other: rank
            for other, _ in self._mender.nearest(word)
            if (rank := self._rank(word, other)) is not None
        }
        first = min(ranks.values(), default=None)
        best = [other for other, rank in ranks.items() if rank == first]
        return best[0] if len(best) == 1 else None

    def _rank(self, word: str, meant: str) -> tuple[int, bool, bool] | None:
        """How likely a slip is, the likeliest first: the lighter and the more usual go before. None
        where it is not likely: a short word only stands for one of the light or usual ones."""
        light, usual = meant in self._light, meant in self._usual
        if not (light or len(word) >= _SHORT) or not (usual or len(word) >= _SURE):
            return None
        sort = _sort(word, meant)
        return None if sort is None else (sort, not light, not usual)


def _sort(word: str, meant: str) -> int | None:
    """How a word may have become another: letters that were swapped or doubled (0), that were left
    out (1), or others (2), which in a short word are keys beside those that were meant; None where
    it is too far from it."""
    far = OSA.distance(word, meant)
    if far > 1 and not (len(word) >= _LONG and spelling.sound_alike(word, meant)):
        return None
    if sorted(word) == sorted(meant) or spelling.undoubled(word) == spelling.undoubled(meant):
        return 0
    if _inside(word, meant):
        return 1
    return 2 if len(word) >= _LONG or spelling.near_keys(word, meant, vowels=False) else None


def _inside(word: str, other: str) -> bool:
    """Whether the letters of a word stand in another one in their order."""
    letters = iter(other)
    return all(letter in letters for letter in word)
