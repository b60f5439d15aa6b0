"""How far two words are apart, and the word of a list that a misspelt one must mean."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from lore.names import forms


def allowed(length: int) -> int:
    """The edits that a word of so many letters may bear and still be taken for another."""
    return 0 if length < 4 else 1 if length < 7 else 2


def distance(one: str, other: str) -> int | None:
    """Edits between two words (insertions, deletions, substitutions, swaps of neighbours).

    None where they are too far apart to be one word. Words that sound alike (the same consonants)
    may be one edit further apart. Numbers are never near one another.
    """
    if one == other:
        return 0
    if forms.is_number(one) or forms.is_number(other):
        return None
    limit = allowed(min(len(one), len(other)) if abs(len(one) - len(other)) < 2 else len(one))
    if limit and forms.skeleton(one) == forms.skeleton(other):
        limit += 1
    found = OSA.distance(one, other, score_cutoff=limit)
    return int(found) if found <= limit else None


def stem(word: str) -> str:
    """A word without the endings of its inflection: directs, directed, directing → direct."""
    if len(word) < 4 or forms.is_number(word):
        return word
    base = word
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            base = word[: -len(ending)]
            if ending in ("ing", "ed") and base[-1] == base[-2] and base[-1] not in "lse":
                base = base[:-1]
            break
    base = base.removesuffix("e")
    return base[:-1] + "i" if base.endswith("y") and base[-2] not in "aeiou" else base


class Mender:
    """Finds the words of a short list that a misspelt word may be, by deletion neighbourhood."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._keys: dict[str, list[str]] = {}
        for word in vocabulary:
            for key in self._spellings(word):
                self._keys.setdefault(key, []).append(word)

    @staticmethod
    def _spellings(word: str) -> set[str]:
        if len(word) == 3 and word.isalpha():
            return {word} | {word[:place] + word[place + 1 :] for place in range(3)}
        return forms.spellings(word)

    def nearest(self, word: str) -> list[tuple[str, float]]:
        """The words at the least distance, with it; empty where none is near enough.

        A word of three letters may be one insertion or swap away from a listed one.
        """
        best: list[tuple[str, float]] = []
        candidates = {one for key in self._spellings(word) for one in self._keys.get(key, ())}
        for other in sorted(candidates):
            far = self._short_distance(word, other)
            if far is None:
                continue
            # A swap or a doubled letter keeps the letters; it is likelier than another letter.
            cost = far + (0.0 if sorted(set(word)) == sorted(set(other)) else 0.2)
            if best and cost > best[0][1] + 0.01:
                continue
            if best and cost < best[0][1] - 0.01:
                best = []
            best.append((other, cost))
        return best

    @staticmethod
    def _short_distance(word: str, other: str) -> int | None:
        if min(len(word), len(other)) > 3:
            return distance(word, other)
        if len(other) == len(word) == 3 and sorted(word) != sorted(other):
            return None
        if min(len(word), len(other)) < 3 or word[0] != other[0]:
            same = sorted(word) == sorted(other)
            return int(OSA.distance(word, other)) if same and len(word) == 3 else None
        found = int(OSA.distance(word, other, score_cutoff=1))
        return found if found <= 1 else None
