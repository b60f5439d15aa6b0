"""The words and properties that ship with the program, read once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lore.language.lexicon import Language, load_language

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def language() -> Language:
    """The words and properties that ship with the program."""
    return load_language(DATA)
