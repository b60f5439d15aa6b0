"""The words and patterns of film journalism, from `articles.toml`: no English stands in code.

A pattern is a regular expression over a sentence whose names are folded into one sign each (see
`chunks`). It names the slots that it fills in braces, and other words of the file by their list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lore.articles import function_words as fw
from lore.articles.literals import needed
from lore.articles.signs import SLOTS, gap, sign_class
from lore.model.errors import PropertyError
from lore.model.facts import Status

DATA = Path(__file__).resolve().parents[2] / "data"
_BRACED = re.compile(r"\{([a-z_]+)(\d?)\}")
"""What stands in braces; repetitions such as {0,3} have digits first."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """Months by name, seasons, weekdays, and how words shift a year or month from the article's."""

    months: Mapping[str, int]
    seasons: tuple[str, ...]
    weekdays: tuple[str, ...]
    vague: tuple[str, ...]
    relative: Mapping[str, int]
    units: Mapping[str, str]
    past: str
    planned: str
    coming: str
    year_after: str
    same_year: str
    shifted: str
    tense: str
    range: str
    """What stands before dates of what was (`planned`: of what was to be), what tells the year
    behind one, what stands before one of the year of the date before it, or near it (`shifted`),
    and the words whose tense tells which it is; `range` is what joins the dates of a stretch. All
    are regular expressions."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One habit of writing. `gives` are the facts it claims, as property with the slot of the value
    ("cast people"); `subject` is the slot of what they are about, where it is not the work that the
    sentence speaks of. `status` is set where the words themselves say how sure it is; `hedged`
    says whether hedges around it count. `level` is "plain" where lists are still apart at titles
    inside them; `first` takes of a list the first alone ("director A and B"), `near` the work named
    last before it. `series` is about the series, `supersedes` the slot of a date that is replaced,
    `old` tells that the date itself was given up, `shows` that it holds of shows alone,
    `under` what the heading must say that the
    sentence stands under, `asked` what the question of an interview must that it answers,
    `unless` what its text must not say.
    `needs` are words, in small letters, of which a text has one wherever it matches. `why` says it
    to a moderator."""

    name: str
    regex: re.Pattern[str]
    gives: tuple[tuple[str, str], ...]
    subject: str | None
    role: str | None
    text: str | None
    status: Status | None
    supersedes: str | None
    series: bool
    hedged: bool
    level: str
    first: bool
    near: bool
    old: bool
    shows: bool
    under: re.Pattern[str] | None
    asked: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    why: str
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words that lower what a clause claims, to a status; `onward` ones reach on to the end of the
    sentence ("fans hope that …")."""

    regex: re.Pattern[str]
    status: Status


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that reading articles in one language needs to know of it."""

    dates: DateWords
    patterns: tuple[Pattern, ...]
    hedges: tuple[Hedge, ...]
    lists: Mapping[str, frozenset[str]]
    rules: Mapping[str, re.Pattern[str]]
    texts: Mapping[str, str]

    def has(self, name: str, word: str) -> bool:
        """Whether a list holds a word, however it is capitalised."""
        return word.casefold() in self.lists[name]


def load_vocabulary(data: Path = DATA) -> Vocabulary:
    """Read `language/articles.toml` of the data folder.

    Raises:
        PropertyError: where it is missing or cannot be used.
    """
    path = data / "language" / "articles.toml"
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
        return _vocabulary(table)
    except OSError as error:
        raise PropertyError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, re.error) as error:
        raise PropertyError(f"{path} cannot be used: {error}.") from None


def _vocabulary(table: Mapping[str, Any]) -> Vocabulary:
    macros: dict[str, str] = {}
    for name, words in table["lists"].items():
        ordered = sorted(words, key=len, reverse=True)
        macros[name] = f"(?:{'|'.join(_words(word) for word in ordered)})"
    macros |= table["macros"]
    dates = table["dates"]
    return Vocabulary(
        dates=DateWords(
            months=dates["months"],
            seasons=tuple(dates["seasons"]),
            weekdays=tuple(dates["weekdays"]),
            vague=tuple(dates["vague"]),
            relative=dates["relative"],
            units=dates["units"],
            past=dates["past"],
            planned=dates["planned"],
            coming=dates["coming"],
            year_after=dates["year_after"],
            same_year=dates["same_year"],
            shifted=dates["shifted"],
            tense=dates["tense"],
            range=dates["range"],
        ),
        patterns=tuple(_pattern(row, macros) for row in table["pattern"]),
        hedges=tuple(
            Hedge(re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE), Status(status))
            for status, words in table["hedges"].items()
        ),
        lists={
            name: frozenset(word.casefold() for word in words)
            for name, words in table["lists"].items()
        },
        rules={
            name: re.compile(_expanded(source, macros), re.IGNORECASE)
            for name, source in table["rules"].items()
        },
        texts=table["texts"],
    )


def _pattern(table: Mapping[str, Any], macros: Mapping[str, str]) -> Pattern:
    gives = tuple((give.split()[0], give.split()[1]) for give in table["gives"])
    status = table.get("status")
    source = _expanded(table["match"], macros)

    def rule(key: str) -> re.Pattern[str] | None:
        source = table.get(key)
        return re.compile(_expanded(source, macros), re.IGNORECASE) if source else None

    return Pattern(
        name=table["name"],
        regex=re.compile(source, re.IGNORECASE),
        gives=gives,
        subject=table.get("subject"),
        role=table.get("role"),
        text=table.get("text"),
        status=Status(status) if status else None,
        supersedes=table.get("supersedes"),
        series=table.get("series", False),
        hedged=table.get("hedged", True),
        level=table.get("level", "whole"),
        first=table.get("first", False),
        near=table.get("near", False),
        old=table.get("old", False),
        shows=table.get("shows", False),
        under=rule("under"),
        asked=rule("asked"),
        unless=rule("unless"),
        why=table["why"],
        needs=needed(source),
    )


def slot(match: re.Match[str], name: str) -> str | None:
    """What a match has in a slot, the first of several; None where it has nothing."""
    groups = match.groupdict()
    names = (name, *(f"{name}_{number}" for number in range(2, 6)))
    return next((groups[name] for name in names if groups.get(name) is not None), None)


def _words(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", " ")


def _expanded(source: str, macros: Mapping[str, str]) -> str:
    """A pattern with its braces filled in: slots become named groups, `_p` and the like classes of
    signs (`__p` for use inside a class), the rest what it stands for. A slot that comes twice is
    `works` and `works_2`, see `slot`.

    Raises:
        KeyError: for a name in braces that nothing defines.
    """

    seen: dict[str, int] = {}

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name == "gap":
            return gap()
        if name in macros:
            return _BRACED.sub(fill, macros[name])
        if name.startswith("__"):
            return sign_class(SLOTS.get(name[2:], name[2:]))[1:-1]
        if name.startswith("_"):
            return sign_class(SLOTS.get(name[1:], name[1:]))
        group = match[0][1:-1]
        seen[group] = seen.get(group, 0) + 1
        group += f"_{seen[group]}" if seen[group] > 1 else ""
        owner = f"(?!{fw.GENITIVE} )" if name == "role" else ""
        return f"(?P<{group}>{sign_class(SLOTS[name])}){owner}"

    return _BRACED.sub(fill, source)
