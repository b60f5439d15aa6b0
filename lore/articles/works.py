"""What the words beside the names of works tell of them: series, films that are out, books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.articles.topics import begun
from lore.articles.vocabulary import Vocabulary

_AHEAD = 20
"""Letters before a film that tell whether it stands for a series, or is out."""
_SORT = 60
"""Letters before a work that tell whether it is a book, or a show."""


def without_series(
    words: Vocabulary, texts: Sequence[str], names: Sequence[Sequence[Name]]
) -> list[list[Name]]:
    """The names but for first films that stand for their series: "a Night Ferry prequel"."""
    after, before = words.rules["series_after"], words.rules["series_before"]
    films = {name.text for found in names for name in found if name.kinds == Kind.WORK}
    beginnings = begun(films)

    def stands(text: str, name: Name) -> bool:
        if name.text.casefold() not in beginnings:
            return False
        ahead = text[max(0, name.start - _AHEAD) : name.start]
        return bool(after.match(text, name.end) or before.search(ahead))

    return [
        [name for name in found if not (name.kinds == Kind.WORK and stands(text, name))]
        for text, found in zip(texts, names, strict=True)
    ]


def told_out(words: Vocabulary, texts: Sequence[str], names: Sequence[Sequence[Name]]) -> set[str]:
    """The films that an article says are out: "last year's Night Ferry"."""
    rule, after = words.rules["told_out"], words.rules["told_out_after"]
    return {
        name.text
        for text, found in zip(texts, names, strict=True)
        for name in found
        if name.kinds == Kind.WORK
        and (
            rule.search(text, max(0, name.start - _AHEAD), name.start)
            or after.match(text, name.end)
        )
    }


def with_sorts(
    words: Vocabulary, texts: Sequence[str], names: Sequence[Sequence[Name]]
) -> list[list[Name]]:
    """The names with those marked that are books, of which films are made, and those new ones that
    are shows: "Night Ferry, a drama series"."""
    books, shows = (_told(words, sort, texts, names) for sort in ("book", "show"))

    def marked(name: Name) -> Name:
        if name.text in books and (not name.known or name.is_book):
            name = replace(name, kinds=Kind.WORK, book=True)
        if name.text in shows and not name.known:
            name = replace(name, kinds=Kind.WORK, show=True)
        return name

    return [[marked(name) for name in found] for found in names]


def _told(
    words: Vocabulary, sort: str, texts: Sequence[str], names: Sequence[Sequence[Name]]
) -> set[str]:
    """The works that the words before or behind them tell to be of a sort."""
    before, after = words.rules[f"{sort}_before"], words.rules[f"{sort}_after"]
    return {
        name.text
        for text, found in zip(texts, names, strict=True)
        for name in found
        if name.kinds & Kind.WORK
        and (
            before.search(text, max(0, name.start - _SORT), name.start)
            or after.match(text, name.end)
        )
    }
