"""What verbs and nouns of film journalism mean, from `clauses.toml`: no English stands in code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lore.model.errors import PropertyError

_MOST_WORDS = 6
"""Words of the longest verb."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a kind of verb says of those who do it (`agent`) and of what it is done to (`patient`):
    pairs of a name's kind and a property. `needs` is by verb what the patient must be."""

    name: str
    agent: tuple[tuple[str, str], ...]
    patient: tuple[tuple[str, str], ...]
    needs: Mapping[str, frozenset[str]]
    flags: frozenset[str]
    why: str

    def wanted(self, verb: str) -> frozenset[str]:
        """What the patient of a verb must be, nothing if it may be anything or lack."""
        return self.needs.get(verb, self.needs.get("*", frozenset()))


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb: "base", "s", "ed" or "ing"; `lemma` is its first form, in full."""

    frame: Frame
    lemma: str
    form: str


@dataclass(frozen=True, slots=True)
class Position:
    """The words of where somebody stands who is something: a property's name."""

    name: str
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexemes:
    """The verbs by their words, the classes of nouns, and lists of small words."""

    verbs: Mapping[tuple[str, ...], tuple[Verb, ...]]
    nouns: Mapping[tuple[str, ...], frozenset[str]]
    words: Mapping[str, frozenset[str]]
    positions: tuple[Position, ...]

    def verb(self, words: Sequence[str]) -> tuple[int, tuple[Verb, ...]]:
        """The longest verb that some words begin with, and how many words it has; 0 for none."""
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            found = self.verbs.get(tuple(words[:count]))
            if found:
                return count, found
        return 0, ()

    def noun(self, words: Sequence[str]) -> tuple[int, frozenset[str]]:
        """The longest noun that some words begin with, and how many words it has; 0 for none."""
        for count in range(min(3, len(words)), 0, -1):
            found = self.nouns.get(tuple(words[:count]))
            if found:
                return count, found
        return 0, frozenset()

    def has(self, name: str, word: str) -> bool:
        """Whether a list holds a word."""
        return word in self.words[name]


def load_lexemes(data: Path) -> Lexemes:
    """Read `language/clauses.toml` of the data folder.

    Raises:
        PropertyError: where it is missing or cannot be used.
    """
    path = data / "language" / "clauses.toml"
    try:
        with path.open("rb") as file:
            return _lexemes(tomllib.load(file))
    except OSError as error:
        raise PropertyError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError) as error:
        raise PropertyError(f"{path} cannot be used: {error}.") from None


def _lexemes(table: Mapping[str, Any]) -> Lexemes:
    verbs: dict[tuple[str, ...], list[Verb]] = {}
    for row in table["frame"]:
        frame = _frame(row)
        for lemma in row["verbs"]:
            for form, words in _forms(lemma, table["irregular"]):
                verbs.setdefault(words, []).append(Verb(frame, lemma, form))
    nouns: dict[tuple[str, ...], frozenset[str]] = {}
    for name, listed in table["nouns"].items():
        for phrase in listed:
            key = tuple(phrase.split())
            nouns[key] = nouns.get(key, frozenset()) | {name}
    lists = {name: frozenset(listed) for name, listed in table["words"].items()}
    positions = tuple(
        Position(name, re.compile("|".join(map(re.escape, listed))))
        for name, listed in table["positions"].items()
    )
    return Lexemes({key: tuple(found) for key, found in verbs.items()}, nouns, lists, positions)


_FLAGS = (
    "work", "craft", "role", "denied", "patient_denied", "place", "began", "filming", "dates",
    "moves", "whole", "unit", "tentative", "within", "together",
)  # fmt: skip


def _frame(table: Mapping[str, Any]) -> Frame:
    def pairs(key: str) -> tuple[tuple[str, str], ...]:
        return tuple((text.split()[0], text.split()[1]) for text in table.get(key, ()))

    return Frame(
        table["name"],
        pairs("agent"),
        pairs("patient"),
        {verb: frozenset(kinds.split()) for verb, kinds in table.get("needs", {}).items()},
        frozenset(flag for flag in _FLAGS if table.get(flag)),
        table["why"],
    )


def _forms(
    lemma: str, irregular: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The forms of a verb, each with its kind; what follows the first word stays as it is."""
    first, *rest = lemma.split()
    forms = irregular.get(first)
    made = list(forms) if forms is not None else list(_regular(first))
    yield "base", (first, *rest)
    for form in made:
        kind = "ing" if form.endswith("ing") and form != first else "ed"
        if form == f"{first}s" or form == f"{first}es":
            kind = "s"
        if form != first or kind == "ed":
            yield kind, (form, *rest)


def _regular(word: str) -> Iterator[str]:
    if word.endswith("e"):
        yield from (f"{word}s", f"{word}d", f"{word[:-1]}ing")
    elif word.endswith("y") and word[-2:-1] not in "aeou":
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
    elif word.endswith(("s", "sh", "ch", "x")):
        yield from (f"{word}es", f"{word}ed", f"{word}ing")
    else:
        yield from (f"{word}s", f"{word}ed", f"{word}ing")
