"""An article as it was read: its text by paragraphs, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from lore.model.dates import PartialDate

LONGEST = 400_000
"""Letters of an article that are read; what follows is left aside."""
LONGEST_PARAGRAPH = 8_000
"""Characters of a paragraph; a longer one is read in pieces."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article. `paragraphs` are those below the headline, in order; the first is number 1."""

    title: str
    paragraphs: tuple[str, ...]
    published: PartialDate | None = None
    publisher: str | None = None
    author: str | None = None
    address: str | None = None
