"""How people mistype and shorten names: each way takes a name and gives what they type, or None
where it does not apply to that name. Numbers are never touched."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.bench.names_data import ROMAN, SPELLED, WORDS, plain

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SHORTEST = 5
"""Letters of the shortest word that is mistyped."""
LONG = 14
"""Letters of the shortest name that has two mistakes."""
SMALL = frozenset(WORDS["small"])
"""Words that do not tell titles apart."""

Way = Callable[[str, random.Random], str | None]


def _neighbours(letter: str) -> str:
    """The keys around a letter's on a keyboard."""
    for number, row in enumerate(ROWS):
        if letter in row:
            place = row.index(letter)
            around = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            for other in ROWS[max(0, number - 1) : number] + ROWS[number + 1 : number + 2]:
                around += other[max(0, place - 1) : place + 1]
            return around
    return ""


def _in_word(name: str, chance: random.Random, change: Callable[[str, int], str]) -> str | None:
    """A name with one change, at a place of one of its longer words; seldom at the first letter."""
    found = [
        word
        for word in re.finditer("[A-Za-z]+", name)
        if len(word[0]) >= SHORTEST and word[0] not in SPELLED
    ]
    if not found:
        return None
    word = chance.choice(found)
    place = chance.randrange(0 if chance.random() < 0.1 else 1, len(word[0]) - 1)
    changed = change(word[0], place)
    return name[: word.start()] + changed + name[word.end() :] if changed != word[0] else None


def exact(name: str, _: random.Random) -> str:
    """The name as it is."""
    return name


def insertion(name: str, chance: random.Random) -> str | None:
    """A letter too many: a double one or a neighbouring key."""

    def change(word: str, place: int) -> str:
        letter = word[place].lower()
        return word[: place + 1] + chance.choice(letter + _neighbours(letter)) + word[place + 1 :]

    return _in_word(name, chance, change)


def deletion(name: str, chance: random.Random) -> str | None:
    """A letter too few."""
    return _in_word(name, chance, lambda word, place: word[:place] + word[place + 1 :])


def swap(name: str, chance: random.Random) -> str | None:
    """Two letters in the wrong order."""

    def change(word: str, place: int) -> str:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    return _in_word(name, chance, change)


def neighbour(name: str, chance: random.Random) -> str | None:
    """A neighbouring key instead of the right one."""

    def change(word: str, place: int) -> str:
        return word[:place] + chance.choice(_neighbours(word[place].lower())) + word[place + 1 :]

    return _in_word(name, chance, change)


def two_mistakes(name: str, chance: random.Random) -> str | None:
    """Two of the former in a long name."""
    if sum(map(len, plain(name))) < LONG:
        return None
    first = chance.choice((insertion, deletion, swap, neighbour))(name, chance)
    return chance.choice((insertion, deletion, swap, neighbour))(first, chance) if first else None


def bare(name: str, _: random.Random) -> str | None:
    """Without its marks and signs."""
    typed = " ".join(plain(name))
    return typed if typed != name.casefold() else None


def run_together(name: str, chance: random.Random) -> str | None:
    """Two words as one."""
    gaps = [gap.start() for gap in re.finditer(r"(?<=[A-Za-z]{2})[ -](?=[A-Za-z]{2})", name)]
    gaps = [gap for gap in gaps if name[gap + 1 :] not in ROMAN]
    if not gaps:
        return None
    gap = chance.choice(gaps)
    return name[:gap] + name[gap + 1 :]


def split(name: str, chance: random.Random) -> str | None:
    """One word as two."""
    found = list(re.finditer("[A-Za-z]{7,}", name))
    if not found:
        return None
    word = chance.choice(found)
    place = word.start() + chance.randrange(3, len(word[0]) - 2)
    return f"{name[:place]} {name[place:]}"


def surname(name: str, _: random.Random) -> str | None:
    """The last name alone."""
    parts = name.removesuffix(" Jr.").split()
    long = len(parts) > 1 and len(plain(parts[-1])) == 1 and len(parts[-1]) >= SHORTEST
    return parts[-1] if long else None


def partial(name: str, chance: random.Random) -> str | None:
    """A part of a long title: what stands after its colon, its beginning or its end."""
    if ": " in name and ": Part" not in name:
        return name.split(": ")[1 if chance.random() < 0.5 else 0]
    parts = name.split()
    content = [place for place, part in enumerate(parts) if part.lower() not in SMALL]
    if len(content) < 3 or any(part.isdigit() or part in ROMAN for part in parts):
        return None
    if chance.random() < 0.6:
        return " ".join(parts[: content[-2] + 1]).rstrip(",")
    return " ".join(parts[content[1] :])


WAYS: dict[str, tuple[Way, int]] = {
    "exact": (exact, 18),
    "insertion": (insertion, 9),
    "deletion": (deletion, 10),
    "swap": (swap, 9),
    "neighbour": (neighbour, 9),
    "two mistakes": (two_mistakes, 6),
    "bare": (bare, 10),
    "together": (run_together, 7),
    "split": (split, 6),
    "surname": (surname, 8),
    "partial": (partial, 8),
}
"""Each way with how often it is drawn."""
SHORTENED = ("surname", "partial")
"""The ways that leave words out, so that several names may be meant."""
EDITED = ("insertion", "deletion", "swap", "neighbour", "two mistakes", "split", "together")
"""The ways after which another name may be as near."""
