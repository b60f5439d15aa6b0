"""Words without which a pattern cannot match."""

from __future__ import annotations

import asyncio

import pytest

import lore.articles.patterns
from lore.articles.literals import needed
from lore.articles.nodes import Chunks
from lore.articles.vocabulary import Pattern, Vocabulary
from tests.bench.articles import proposals
from tests.lore.articles.conftest import SET


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[a-z] will Star in [a-z]", {" will star in "}),
        ("(?:cast|crew) of", {"cast", "crew"}),
        ("(?:cast|crew)? of it", {" of it"}),
        ("(?:cast|[a-z])", set()),
        ("films?", {"film"}),
        ("(?<!no )fil+m", {"fil"}),
        ("(?!cast)[a-z]+", set()),
        ("(?P<name>direct(?:or|ed)) [a-z]", {"direct"}),
        ("a{0,2}bc{1,2}", {"bc"}),
        (r"\bstar\b|lead", {"star", "lead"}),
        (r"a\.b\(", {"a.b("}),
    ],
)
def test_words_that_a_match_has(source: str, words: set[str]) -> None:
    assert needed(source) == words


def test_no_match_lacks_the_words_of_its_pattern(
    vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: set[str] = set()
    read = lore.articles.patterns.PatternReader.read

    def heard(self: object, chunks: Chunks, *args: object, **more: object) -> object:
        texts.update(text for _, text in chunks.texts())
        return read(self, chunks, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(lore.articles.patterns.PatternReader, "read", heard)
    asyncio.run(proposals(SET, sorted(SET.glob("*.txt"))))
    assert len(texts) > 40

    def lacks(pattern: Pattern, text: str) -> bool:
        return pattern.regex.search(text) is not None and not any(
            word in text.lower() for word in pattern.needs
        )

    told = [one for one in vocabulary.patterns if one.needs]
    assert len(told) > 0.9 * len(vocabulary.patterns)
    assert [one.name for one in told for text in texts if lacks(one, text)] == []
