"""The rows of shipped questions as precedents for others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lore.training.rows import Block, Row
from lore.understanding.reading.precedents import Precedent, is_grammar


def precedents(blocks: Sequence[Block], groups: Collection[str]) -> list[Precedent]:
    """A precedent each question of some groups, in its order."""
    return [
        _precedent(row, block.group)
        for block in blocks
        if block.group in groups
        for row in block.rows
        if row.words
    ]


def _precedent(row: Row, group: str) -> Precedent:
    """A question as its likeliest right reading takes it, else as the likeliest of all does."""
    right = [
        (row.words[place], row.readings[place])
        for place in sorted(row.wanted if row.answered else ())
        if not is_grammar(row.readings[place])
    ]
    words = right[0][0] if right else row.words[0]
    return Precedent(words, frozenset(reading for _, reading in right), group)
