"""The small words that readers know a sentence's parts by, from `data/language/grammar.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parents[2] / "data" / "language" / "grammar.toml"


@cache
def grammar() -> dict[str, Any]:
    """The tables of the file, by name."""
    with _FILE.open("rb") as file:
        return tomllib.load(file)


def words(table: str, name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(grammar()[table][name])


def text(table: str, name: str) -> str:
    """A piece of text."""
    return str(grammar()[table][name])


def listed(table: str, name: str) -> tuple[str, ...]:
    """The words of a list in their order."""
    return tuple(grammar()[table][name])


def phrases(table: str, name: str) -> list[list[str]]:
    """The phrases of a list, each as its words."""
    return [phrase.split() for phrase in grammar()[table][name]]


def alternatives(table: str, name: str) -> str:
    """The entries of a list as the inside of a regular expression's group."""
    return "|".join(grammar()[table][name])
