"""The general patterns of the plain language with what is made of each."""

from __future__ import annotations

from collections.abc import Iterator

from lore.understanding.plain import asking, nouns, operators
from lore.understanding.plain.lexicon import items, table
from lore.understanding.plain.matcher import Pattern
from lore.understanding.plain.registry import Maker

_MAKERS: dict[str, Maker] = {**asking.makes, **nouns.makes, **operators.makes}
_SECTIONS = (
    ("sets", "one"),
    ("ends", "moved_end"),
    ("compounds", "set"),
    ("statements", "claim"),
    ("questions", "question"),
    ("keywords", "keyword"),
)
_SORTS = {"works": "works", "main": "works"}


def general() -> Iterator[Pattern]:
    """The patterns that belong to no property."""
    for section, sort in _SECTIONS:
        for name, patterns in table()[section].items():
            for pattern in patterns:
                yield Pattern(_SORTS.get(name, sort), items(pattern), _MAKERS[name])
