"""What the words beside the names of works tell of them: series, films that are out, books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.articles.topics import begins
from lore.articles.vocabulary import Vocabulary

_AHEAD = 20
"""Letters before a film that tell whether it stands for a series, or is out."""
_BOOK = 60
"""Letters before a work that tell whether it is a book."""


def without_series(
    words: Vocabulary, texts: Sequence[str], names: Sequence[Sequence[Name]]
) -> list[list[Name]]:
    """The names but for first films that stand for their series: "a Night Ferry prequel"."""
    after, before = words.rules["series_after"], words.rules["series_before"]
    films = {name.text for found in names for name in found if name.kinds == Kind.WORK}

    def stands(text: str, name: Name) -> bool:
        if not any(begins(name, other) for other in films):
            return False
        ahead = text[max(0, name.start - _AHEAD) : name.start]
        return bool(after.match(text, name.end) or before.search(ahead))

    return [
        [name for name in found if not (name.kinds == Kind.WORK and stands(text, name))]
        for text, found in zip(texts, names, strict=True)
    ]


def told_out(words: Vocabulary, texts: Sequence[str], names: Sequence[Sequence[Name]]) -> set[str]:
    """The films that an article says are out: "last year's Night Ferry"."""
    rule = words.rules["told_out"]
    return {
        name.text
        for text, found in zip(texts, names, strict=True)
        for name in found
        if name.kinds == Kind.WORK and rule.search(text, max(0, name.start - _AHEAD), name.start)
    }


def with_books(
    words: Vocabulary, texts: Sequence[str], names: Sequence[Sequence[Name]]
) -> list[list[Name]]:
    """The names with those marked that are books, of which films are made."""
    before, after = words.rules["book_before"], words.rules["book_after"]
    books = {
        name.text
        for text, found in zip(texts, names, strict=True)
        for name in found
        if name.kinds & Kind.WORK
        and not (name.known and not name.is_book)
        and (
            before.search(text, max(0, name.start - _BOOK), name.start)
            or after.match(text, name.end)
        )
    }
    return [
        [
            replace(name, kinds=Kind.WORK, book=True)
            if name.text in books and name.kinds & Kind.WORK
            else name
            for name in found
        ]
        for found in names
    ]
