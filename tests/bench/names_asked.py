"""Makes the questions of the name benchmark, with the names that are right for each.

Where a typo leaves another name as near as the one that was meant, both are right; a surname or a
part of a title is asked only where few names have it. Nothing is known of what the nameless
questions name, and the numbers of the number probes do not exist.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tests.bench import names_data as data
from tests.bench import names_typos as typos
from tests.bench.names_data import Names, key, plain

SETS = ("tune", "held")
KINDS = {"film": 50, "person": 30, "character": 20}
MOST_BEARERS = 3
LOWER = 0.7
"""How many questions are typed in lower case."""
FAR = 2
"""Edits within which an unknown name would be a known one's misspelling."""
FAMOUS = ("James Bond", "Harry Potter", "Darth Vader", "The Shawshank Redemption", "Tom Cruise")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `names` are right for it, none where nothing known is named.

    `sort` is "named", "nameless" or "number"; `way` tells how the name was typed.
    """

    text: str
    names: frozenset[str]
    sort: str
    way: str


Phrasings = dict[str, list[str]]


def phrasings(name: str) -> Phrasings:
    """The phrasings of one set by kind."""
    path = Path(__file__).with_name(f"names_{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def make_asked(names: Names, set_name: str, count: int, seed: int) -> list[Asked]:
    """The questions of a set: `count` with a name, a third as many without, a sixth of numbers."""
    chance = random.Random(f"asked {len(names.keys)} {set_name} {seed}")
    phrases = phrasings(set_name)
    return [
        *_named(names, phrases, count, chance),
        *_nameless(names, phrases, count // 3, chance),
        *_numbers(names, phrases, count // 6, chance),
    ]


def bearers(names: Names, stretches: Collection[str]) -> dict[str, set[str]]:
    """For each of some stretches of plain words, the names that have it in them."""
    wanted = {" ".join(plain(stretch)): stretch for stretch in stretches}
    lengths = {stretch.count(" ") + 1 for stretch in wanted}
    found: dict[str, set[str]] = {stretch: set() for stretch in stretches}
    for name in names.all():
        parts = plain(name)
        for length in lengths:
            for start in range(len(parts) - length + 1):
                stretch = wanted.get(" ".join(parts[start : start + length]))
                if stretch is not None:
                    found[stretch].add(name)
    return found


class Near:
    """Finds the names whose keys are within some edits of what is typed; numbers must be equal."""

    def __init__(self, names: Names) -> None:
        self._by_length: dict[int, tuple[list[str], list[str]]] = {}
        for name in names.all():
            folded = key(name)
            keys, named = self._by_length.setdefault(len(folded), ([], []))
            keys.append(folded)
            named.append(name)

    def __call__(self, typed: str, far: int) -> list[str]:
        """The names within `far` edits."""
        wanted = key(typed)
        found: list[str] = []
        for length in range(len(wanted) - far, len(wanted) + far + 1):
            keys, named = self._by_length.get(length, ([], []))
            near = process.extract(wanted, keys, scorer=OSA.distance, score_cutoff=far, limit=None)
            found += [named[at] for known, _, at in near if _digits(known) == _digits(wanted)]
        return found


def twins(names: Names, typed: Collection[str]) -> set[str]:
    """What is typed with the words of a known name, small ones aside, in whatever order."""
    wanted = {_bag(text): text for text in typed}
    return {wanted[bag] for bag in map(_bag, names.all()) if bag in wanted}


def _bag(text: str) -> str:
    return " ".join(sorted(word for word in plain(text) if word not in typos.SMALL))


def _digits(text: str) -> str:
    return "".join(char if char.isdigit() else " " for char in text).strip()


def _phrased(phrases: Sequence[str], typed: str, chance: random.Random) -> str:
    text = chance.choice(phrases).replace("{}", typed)
    return text.lower() if chance.random() < LOWER else text


def _named(names: Names, phrases: Phrasings, count: int, chance: random.Random) -> list[Asked]:
    drawn: list[tuple[str, str, str, str]] = []
    wanted = dict.fromkeys(typos.WAYS, 0)
    for way in chance.choices(list(wanted), [often for _, often in typos.WAYS.values()], k=count):
        wanted[way] += 1
    for way, often in wanted.items():
        spare = 6 if way in typos.SHORTENED else 1
        drawn += _drawn(names, way, often * spare, chance)
    parts = bearers(names, {typed for _, _, way, typed in drawn if way in typos.SHORTENED})
    near = Near(names)
    asked: list[Asked] = []
    for kind, name, way, typed in drawn:
        right = {name}
        if way in typos.SHORTENED:
            right = parts[typed]
            if wanted[way] == 0 or len(right) > MOST_BEARERS:
                continue
        elif way in typos.EDITED:
            right |= set(near(typed, OSA.distance(key(name), key(typed))))
        wanted[way] -= 1
        asked.append(Asked(_phrased(phrases[kind], typed, chance), frozenset(right), "named", way))
    return asked


def _drawn(
    names: Names, way: str, count: int, chance: random.Random
) -> list[tuple[str, str, str, str]]:
    """Names with what is typed for them in one way: (kind, name, way, typed)."""
    drawn: list[tuple[str, str, str, str]] = []
    serial = [name for name in names.by_kind["film"] if name[-1] in "0123456789IVX"]
    common = names.by_kind["film"][: len(data.WORDS["common_titles"])]
    while len(drawn) < count:
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        pool: Sequence[str] = names.by_kind[kind]
        if kind == "film" and chance.random() < 0.15:
            pool = common if way == "exact" and chance.random() < 0.4 else serial
        name = chance.choice(pool)
        typed = typos.WAYS[way][0](name, chance)
        if (way == "surname" and kind == "film") or (way == "partial" and kind != "film"):
            continue
        if typed and not _is_other(names, name, typed):
            drawn.append((kind, name, way, typed))
    return drawn


def _is_other(names: Names, name: str, typed: str) -> bool:
    """Whether what is typed for a name is another one's."""
    return key(typed) != key(name) and key(typed) in names.keys


def _nameless(names: Names, phrases: Phrasings, count: int, chance: random.Random) -> list[Asked]:
    """Small talk, and questions on what nobody knows of."""
    asked = [Asked(text, frozenset(), "nameless", "chat") for text in phrases["nameless"]]
    makers = _unknown_makers(names)
    drawn = [("person", "famous", name) for name in FAMOUS]
    while len(drawn) < (count - len(asked)) * 2:
        way, (kind, make) = chance.choice(list(makers.items()))
        drawn.append((kind, way, make(chance)))
    made = {name for _, _, name in drawn}
    parts, known = bearers(names, made), twins(names, made)
    near = Near(names)
    for kind, way, name in drawn:
        if len(asked) == count:
            break
        words = plain(name)
        inner = (
            "".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 2, len(words) + 1)
        )
        if parts[name] or name in known or any(part in names.keys for part in inner):
            continue
        if near(name, FAR):
            continue
        asked.append(Asked(_phrased(phrases[kind], name, chance), frozenset(), "nameless", way))
    return asked


def _unknown_makers(
    names: Names,
) -> dict[str, tuple[str, Callable[[random.Random], str]]]:
    """Ways to make a name that is not known, each with the kind that it is asked as."""
    people = names.by_kind["person"]
    return {
        "strange person": ("person", lambda c: f"{data.invented(c)} {data.invented(c)}"),
        "first name known": (
            "person",
            lambda c: f"{c.choice(data.WORDS['first_names'])} {data.invented(c)}",
        ),
        "surname known": ("person", lambda c: f"{data.invented(c)} {c.choice(people).split()[-1]}"),
        "strange character": ("character", lambda c: f"{data.invented(c)} {data.invented(c)}"),
        "strange film": ("film", lambda c: f"The {data.invented(c)} of {data.invented(c)}"),
        "film of known words": ("film", data.title_of),
    }


def _numbers(names: Names, phrases: Phrasings, count: int, chance: random.Random) -> list[Asked]:
    """Parts that a series does not have, half of them of films that are no series."""
    asked: list[Asked] = []
    series = list(names.series)
    while len(asked) < count:
        if len(asked) % 2:
            base = chance.choice(series)
            number = names.series[base][1] + chance.randint(1, 2)
        else:
            base, number = chance.choice(names.by_kind["film"]), chance.randint(2, 5)
        typed = chance.choice(data.NUMBERINGS)(base, number)
        taken = base in names.series and number <= names.series[base][1]
        numbered = not base[-1].islower() or ": Part " in base
        if taken or numbered or key(typed) in names.keys:
            continue
        text = _phrased(phrases["film"], typed, chance)
        asked.append(Asked(text, frozenset(), "number", f"part {number}"))
    return asked
