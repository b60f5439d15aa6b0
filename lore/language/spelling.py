"""How far two words are apart, and the word of a list that a misspelt one must mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from lore.language import costs
from lore.language import text as folding

_STEMS = 1 << 15
"""Words whose stems are kept: more than a language's files have."""


def allowed(length: int) -> int:
    """The edits that a word of so many letters may bear and still be taken for another."""
    return 0 if length < 4 else 1 if length < 7 else 2


def swaps(word: str) -> list[str]:
    """A word with each two neighbouring letters swapped; none of a word of two letters."""
    places = range(len(word) - 1 if len(word) > 2 else 0)
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places]


def distance(one: str, other: str) -> int | None:
    """Edits between two words (insertions, deletions, substitutions, swaps of neighbours).

    None where they are too far apart to be one word. Words that sound alike (the same consonants)
    may be one edit further apart. Numbers are never near one another.
    """
    if one == other:
        return 0
    if folding.is_number(one) or folding.is_number(other):
        return None
    limit = allowed(min(len(one), len(other)) if abs(len(one) - len(other)) < 2 else len(one))
    further = 1 if limit else 0
    edits = int(OSA.distance(one, other, score_cutoff=limit + further))
    return edits if edits <= limit or _sound_alike(edits, limit + further, one, other) else None


def beside(one: str, other: str) -> int | None:
    """Edits between two words where the rest of the name stands beside: more may be forgiven.

    None where they are too far apart even then.
    """
    if min(len(one), len(other)) < 3 or folding.is_number(one) or folding.is_number(other):
        return None
    if one[0] != other[0]:
        return None
    limit = 1 if min(len(one), len(other)) < 7 else 2
    owned = [one, one[:-1]] if one.endswith("s") and len(one) > 4 else [one]
    edits = min(int(OSA.distance(form, other, score_cutoff=limit + 2)) for form in owned)
    near = edits <= limit or _sound_alike(edits, limit + 2, one, other)
    return max(edits, 1) if near else None


def _sound_alike(found: int, limit: int, one: str, other: str) -> bool:
    return found <= limit and sound_alike(one, other)


def sound_alike(one: str, other: str) -> bool:
    """Whether two words have the same consonants, those that sound alike taken for one."""
    return folding.skeleton(one) == folding.skeleton(other)


@lru_cache(_STEMS)
def stem(word: str) -> str:
    """A word without the endings of its inflection: directs, directed, directing → direct."""
    if len(word) < 4 or folding.is_number(word):
        return word
    base = word
    for ending in ("ing", "ed", "es", "s") if word[-1] in "gds" else ():
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            base = word[: -len(ending)]
            if ending in ("ing", "ed") and base[-1] == base[-2] and base[-1] not in "lse":
                base = base[:-1]
            break
    base = base.removesuffix("e")
    return base[:-1] + "i" if base.endswith("y") and base[-2] not in "aeiou" else base


_LONG = 7
"""Letters from which any letter may be another."""
_VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    letter: row[max(place - 1, 0) : place + 2]
    + "".join(other[max(place - 1, 0) : place + 2] for other in _ROWS if other != row)
    for row in _ROWS
    for place, letter in enumerate(row)
}


class Mender:
    """Finds the words of a short list that a misspelt word may be, by deletion neighbourhood."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._vocabulary = vocabulary

    @cached_property
    def _keys(self) -> Mapping[str, Sequence[str]]:
        """The words by the keys of their misspellings: made for the first that is misspelt."""
        keys: dict[str, list[str]] = {}
        for word in self._vocabulary:
            for key in self._spellings(word):
                keys.setdefault(key, []).append(word)
        return keys

    def warm(self) -> None:
        """Make now what the first misspelt word would have to wait for."""
        _ = self._keys

    @staticmethod
    def _spellings(word: str) -> set[str]:
        if len(word) == 3 and word.isalpha():
            return {word} | {word[:place] + word[place + 1 :] for place in range(3)}
        return folding.spellings(word)

    def nearest(self, word: str) -> list[tuple[str, float]]:
        """The words at the least distance, with it; empty where none is near enough.

        Swapped or doubled letters cost their distance, other slips more (`costs.OTHER_SLIP`). Those
        keep the first letter, and in short words only a neighbouring key or another vowel is one.
        """
        best: list[tuple[str, float]] = []
        candidates = {known for key in self._spellings(word) for known in self._keys.get(key, ())}
        for other in sorted(candidates):
            far = _slip(word, other)
            if far is not None:
                best.append((other, far))
        least = min((far for _, far in best), default=0.0)
        return [(other, far) for other, far in best if far <= least + costs.OTHER_SLIP + 0.01]


def _slip(word: str, other: str) -> float | None:
    """How far a misspelt word of the language is from the one meant; None where it is too far."""
    shorter = min(len(word), len(other))
    far = OSA.distance(word, other) if shorter == 3 else distance(word, other)
    if shorter < 3 or far is None or (shorter == 3 and far > 1):
        return None
    if sorted(word) == sorted(other) or undoubled(word) == undoubled(other):
        return float(far)
    if word[0] != other[0]:
        return None
    alike = sound_alike(word, other)
    if len(word) == len(other) and len(word) < _LONG and not alike:
        return far + costs.OTHER_SLIP if near_keys(word, other, vowels=True) else None
    return far + costs.OTHER_SLIP


def undoubled(word: str) -> str:
    """A word with each letter that stands there twice running written once."""
    return "".join(char for place, char in enumerate(word) if char != word[place - 1 : place])


def near_keys(word: str, other: str, *, vowels: bool) -> bool:
    """Whether two words are of one length and differ in neighbouring keys alone, or in one vowel
    for another where `vowels` may differ."""
    if len(word) != len(other):
        return False
    differing = [pair for pair in zip(word, other, strict=True) if pair[0] != pair[1]]
    return all(
        two in _NEIGHBOURS.get(one, "") or (vowels and {one, two} <= _VOWELS)
        for one, two in differing
    )
