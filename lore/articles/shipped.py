"""The vocabulary that ships with the program, loaded once, since that takes a while."""

from __future__ import annotations

from functools import cache

from lore.articles.vocabulary import Vocabulary, load_vocabulary


@cache
def shipped_vocabulary() -> Vocabulary:
    """The words and patterns of `data/language/articles.toml`.

    Raises:
        PropertyError: where they are missing or cannot be used.
    """
    return load_vocabulary()
