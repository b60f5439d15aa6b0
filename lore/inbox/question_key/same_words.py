"""Whether the words of two questions are the same but for their spelling.

Only slips that people make count: letters swapped, doubled, left out or taken in, another vowel, a
neighbouring key. Numbers and short words are never bent, and two words that are both known are two
words, however near.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lore.language import grammar, spelling
from lore.language import text as folding

Ordinary = Callable[[str], bool]
Group = tuple[str, ...]
"""The content words of one unknown name, or of what was asked beside what was understood."""

_BARE = 3
"""Letters from which a word without vowels may lack one letter."""
_SWAPPED = 4
"""Letters from which a word may be misspelt at all."""
_DROPPED = 5
"""Letters from which one may be missing that is not doubled."""
_EXCHANGED = 6
"""Letters from which one may be another."""
_LONG = 8
"""Letters from which two slips are one word."""
_HEARD = 7
"""The same where both sound alike."""
_ENDED = 7
"""Letters of the other up to which a missing last one makes another word."""
_VOWELS = frozenset("aeiouy")
_SOUND = ({"c", "k"}, {"s", "z"}, {"c", "s"}, {"f", "v"}, {"i", "j"}, {"g", "j"}, {"m", "n"})
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {
    letter: (row, place) for row, keys in enumerate(_ROWS) for place, letter in enumerate(keys)
}


def alike(one: Sequence[Group], other: Sequence[Group], ordinary: Ordinary) -> bool:
    """Whether all groups are the same words, in any order, but for slips."""
    return len(one) == len(other) and all(
        _same(a, b, ordinary) for a, b in zip(one, other, strict=True)
    )


def near(groups: Sequence[Group]) -> str:
    """What no slip changes: numbers, and how each word begins; alike groups have it in common.

    All but those in which words are written together: see `joined`.
    """
    texts = [" ".join(sorted(map(_begin, group))) for group in groups]
    return "|".join(texts)


def joined(groups: Sequence[Group]) -> str:
    """The words without spaces."""
    return "|".join("".join(group) for group in groups)


def _begin(word: str) -> str:
    return folding.skeleton(word)[0] if word.isalpha() else word


def _same(one: Group, other: Group, ordinary: Ordinary) -> bool:
    if sorted(one) == sorted(other) or "".join(one) == "".join(other):
        return True
    if len(one) != len(other):
        return False
    left = [word for word in one if word not in other]
    for word in (word for word in other if word not in one):
        met = next((near for near in left if _meets(near, word, ordinary)), None)
        if met is None:
            return False
        left.remove(met)
    return not left


def _meets(one: str, other: str, ordinary: Ordinary) -> bool:
    if one == other or _overseas(one) == _overseas(other):
        return True
    if spelling.stem(one) == spelling.stem(other) and ordinary(one) and ordinary(other):
        return True
    return slip(one, other) and not (ordinary(one) and ordinary(other))


def _overseas(word: str) -> str:
    """A word in the spelling of the other side of the ocean: favourite as favorite."""
    for here, there in grammar.phrases("inbox", "overseas"):
        word = word.replace(here, there) if len(word) > len(here) else word
    return word


def slip(one: str, other: str, *, names: bool = True) -> bool:
    """Whether one folded word is a misspelling of the other; `names` have endings that matter."""
    if not (one.isalpha() and other.isalpha()):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= _BARE and not _VOWELS & set(short) and len(long) == len(short) + 1:
        return folding.skeleton(short) == folding.skeleton(long)
    # Robert and Roberta, Christian and Christina: another ending is another name.
    if len(short) < _SWAPPED or (names and one.endswith("a") is not other.endswith("a")):
        return False
    if folding.skeleton(short)[0] != folding.skeleton(long)[0]:
        return False
    heard = len(long) >= _HEARD and folding.skeleton(short) == folding.skeleton(long)
    if len(short) >= _LONG or heard:
        far = spelling.distance(one, other)
        return far is not None and far <= 2
    start = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
    if len(short) == len(long):
        return _exchanged(short, long, start)
    if len(long) != len(short) + 1 or short[start:] != long[start + 1 :]:
        return False
    doubled = long[start] == long[start - 1]
    ends = start == len(short) and len(long) <= _ENDED
    return doubled or (len(short) >= _DROPPED and not ends)


def _exchanged(one: str, other: str, start: int) -> bool:
    """Whether words of one length differ by one swap, or by one letter that is easily mistaken."""
    rest = start + 1
    if (
        one[start + 2 :] == other[start + 2 :]
        and one[start : rest + 1] == other[start : rest + 1][::-1]
    ):
        return True
    if one[rest:] != other[rest:] or len(one) < _EXCHANGED or start == 0:
        return False
    pair = {one[start], other[start]}
    # Another vowel at the very end is another name too: Mario and Maria.
    if pair <= _VOWELS:
        return rest < len(one)
    # Potter and Porter: in a short word another consonant is another name.
    audible = bool(pair & _VOWELS) or len(one) >= _HEARD
    return pair in _SOUND or (audible and _neighbours(*pair))


def _neighbours(one: str, other: str) -> bool:
    if one not in _KEYS or other not in _KEYS:
        return False
    (row, place), (beneath, beside) = _KEYS[one], _KEYS[other]
    return abs(row - beneath) <= 1 and abs(place - beside) <= 1
