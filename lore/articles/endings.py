"""What stands about an article rather than in it: who wrote it, and what else there is to read."""

from __future__ import annotations

from collections.abc import Sequence

from lore.articles.vocabulary import Vocabulary


def without_endings(paragraphs: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The paragraphs in order, empty where they tell of the article's writer, and all behind the
    heading under which further articles are listed."""
    rules = vocabulary.rules
    found: list[str] = []
    over = False
    for place, text in enumerate(paragraphs):
        over = over or (place > 0 and rules["ends_article"].fullmatch(text) is not None)
        about = rules["about_writer"].search(text) is not None
        found.append("" if over or (place > 0 and about) else text)
    return found
