"""Makes the names of the name benchmark: films, people and characters, the same for one seed.

Films come in series with numbers of every writing, as titles of ordinary words, with subtitles,
places and made-up words; people and characters share surnames. No two names have one key.
"""

from __future__ import annotations

import json
import random
import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORDS: dict[str, list[str]] = {
    name: text.split("|") if "|" in text else text.split()
    for name, text in tomllib.loads(
        Path(__file__).with_name("names_words.toml").read_text(encoding="utf-8")
    ).items()
}
"""The vocabularies by their names."""
SURNAME_PREFIXES = ("O'", "Mc", "de ", "van der ", "Di ", "St. ", "le ")
CODAS = ("", "", "", "n", "r", "s", "x", "th", "l", "k", "nd", "rn", "sk", "ss", "m")
SHARES = {"film": 0.45, "person": 0.35, "character": 0.20}
SERIES = 0.03
"""The part of the draws for films that begin a series of two to six."""
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
SPELLED = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
NUMBERINGS: tuple[Callable[[str, int], str], ...] = (
    lambda base, number: f"{base} {number}",
    lambda base, number: f"{base} {number}",
    lambda base, number: f"{base} {ROMAN[number]}",
    lambda base, number: f"{base}: Part {SPELLED[number]}",
    lambda base, number: f"{base} Vol. {number}",
)
"""How the parts of a series are numbered."""
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "đ": "d", "ı": "i"})


def plain(text: str) -> list[str]:
    """The words of a text without case, marks and punctuation; the benchmark's own folding."""
    text = re.sub("['’]", "", text.casefold().translate(_LETTERS))
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.findall("[a-z]+|[0-9]+", bare)


def key(text: str) -> str:
    """A text's words as one."""
    return "".join(plain(text))


@dataclass(slots=True)
class Names:
    """Names by kind in the order in which they were made, with all their keys.

    `series` maps a series' base to how its parts are numbered and to the last part's number.
    """

    by_kind: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in SHARES})
    keys: set[str] = field(default_factory=set)
    series: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, kind: str, name: str) -> bool:
        """Take a name whose key is new."""
        folded = key(name)
        if folded in self.keys:
            return False
        self.keys.add(folded)
        self.by_kind[kind].append(name)
        return True

    def all(self) -> Iterator[str]:
        """Every name of every kind."""
        for names in self.by_kind.values():
            yield from names


def make_names(size: int, seed: int) -> Names:
    """As many names as asked for, the same for the same size and seed."""
    chance = random.Random(f"names {size} {seed}")
    names = Names()
    for title in (part.strip() for part in WORDS["common_titles"]):
        names.add("film", title)
    films, people = (round(size * SHARES[kind]) for kind in ("film", "person"))
    while len(names.by_kind["film"]) < films:
        base = title_of(chance)
        if names.add("film", base) and chance.random() < SERIES:
            _add_series(names, base, chance)
    while len(names.by_kind["person"]) < people:
        names.add("person", person_of(chance))
    while sum(map(len, names.by_kind.values())) < size:
        names.add("character", character_of(chance))
    return names


def _add_series(names: Names, base: str, chance: random.Random) -> None:
    numbering = chance.randrange(len(NUMBERINGS))
    last = chance.randint(2, 6)
    for number in range(2, last + 1):
        names.add("film", NUMBERINGS[numbering](base, number))
    names.series[base] = (numbering, last)


def title_of(chance: random.Random) -> str:
    """A film's title without a number."""
    adjective, other = chance.choice(WORDS["adjectives"]), chance.choice(WORDS["adjectives"])
    noun, second, third = chance.sample(WORDS["nouns"], 3)
    place, first = chance.choice(WORDS["places"]), chance.choice(WORDS["first_names"])
    strange = invented(chance)
    shapes = (
        f"The {adjective} {noun}",
        f"{adjective} {noun}",
        f"The {noun} of {place}",
        f"{noun} and {second}",
        f"The {noun}'s {second}",
        f"{first}'s {noun}",
        f"{chance.choice(WORDS['gerunds'])} {first}",
        f"{chance.choice(WORDS['gerunds'])} the {adjective} {noun}",
        f"{adjective} {noun}: {second} of {place}",
        f"The {adjective} {noun} of the {other} {second}",
        f"{strange}",
        f"{strange} and the {adjective} {noun}",
        f"{strange}: The {noun} {second}",
        f"A {noun} in {place}",
        f"The {adjective}, the {other} and the {noun}",
        f"{first} & {chance.choice(WORDS['first_names'])}",
        f"How the {adjective} {noun} Came to {place} and Lost the {second}",
        f"{noun} {second}",
        f"{noun}-{second}",
        f"Dr. {strange}'s {adjective} {third}",
        f"{chance.randint(1, 12) * chance.choice((1, 5, 100))} {adjective} {noun}s",
        f"The {noun} Who Stole {place}",
    )
    return chance.choice(shapes)


def surname_of(chance: random.Random) -> str:
    """A surname; some are borne by many."""
    # The square makes the first few of each list much likelier than the rest.
    start = WORDS["surname_starts"][int(chance.random() ** 2 * len(WORDS["surname_starts"]))]
    end = WORDS["surname_ends"][int(chance.random() ** 2 * len(WORDS["surname_ends"]))]
    middle = chance.choice(WORDS["surname_middles"]) if chance.random() < 0.5 else ""
    prefix = chance.choice(SURNAME_PREFIXES) if chance.random() < 0.06 else ""
    body = start + middle + end
    return prefix + (body if prefix != "Mc" else body.capitalize())


def person_of(chance: random.Random) -> str:
    """A person's name."""
    first, last = chance.choice(WORDS["first_names"]), surname_of(chance)
    draw = chance.random()
    if draw < 0.06:
        return f"{first} {chance.choice('ABCDEFGHJKLMNPRSTW')}. {last}"
    if draw < 0.12:
        return f"{first} {chance.choice(WORDS['first_names'])} {last}"
    if draw < 0.15:
        return f"{first} {last}-{surname_of(chance)}"
    return f"{first} {last}" + (" Jr." if draw < 0.16 else "")


def character_of(chance: random.Random) -> str:
    """A character's name."""
    draw = chance.random()
    if draw < 0.12:
        return f"{chance.choice(WORDS['ranks'])} {surname_of(chance)}"
    if draw < 0.20:
        return invented(chance)
    if draw < 0.28:
        return f"{invented(chance)} {chance.choice(('the', 'of'))} {chance.choice(WORDS['places'])}"
    if draw < 0.34:
        return f"The {chance.choice(WORDS['adjectives'])} {chance.choice(WORDS['nouns'])}-Man"
    return f"{chance.choice(WORDS['first_names'])} {surname_of(chance)}"


def invented(chance: random.Random) -> str:
    """A word of no language, two to four syllables long."""
    syllables = (chance.choice(WORDS["syllables"]) for _ in range(chance.choice((2, 3, 3, 4))))
    return ("".join(syllables) + chance.choice(CODAS)).capitalize()


def write_pack(names: Names, out: Path, seed: int) -> None:
    """The names as a pack: every film with a director and a year, every character with a part."""
    chance = random.Random(f"facts {seed}")
    ids = {kind: [f"{kind}:{n}" for n in range(len(names.by_kind[kind]))] for kind in SHARES}
    people = _round(ids["person"])
    with out.open("w", encoding="utf-8") as file:

        def write(record: dict[str, Any]) -> None:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

        write({"type": "source", "id": "made", "title": "Made up"})
        for kind, made in names.by_kind.items():
            for entity, name in zip(ids[kind], made, strict=True):
                write({"type": "entity", "id": entity, "name": name, "kind": kind})
        for film in ids["film"]:
            write(_fact(film, "director", {"entity": next(people)}))
            write(_fact(film, "release_date", {"date": str(chance.randint(1930, 2024))}))
        for character in ids["character"]:
            film = chance.choice(ids["film"])
            role = {"entity": character}
            write(_fact(film, "cast", {"entity": next(people)}, role, character))


def _round(items: Collection[str]) -> Iterator[str]:
    while True:
        yield from items


def _fact(
    subject: str,
    name: str,
    value: dict[str, str],
    role: dict[str, str] | None = None,
    mark: str = "",
) -> dict[str, Any]:
    fact: dict[str, Any] = {
        "type": "fact",
        "id": f"{subject}/{name}/{mark}",
        "subject": subject,
        "property": name,
        "value": value,
        "citations": [{"source": "made", "status": "confirmed"}],
    }
    return {**fact, "role": role} if role else fact
