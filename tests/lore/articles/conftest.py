"""A store with the pack of the invented articles, and what reads articles against it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from lore.articles.extractor import STEPS, Extractor
from lore.articles.learning import Learner
from lore.articles.reading import read_article
from lore.articles.vocabulary import Vocabulary, load_vocabulary
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.steps import Steps
from lore.store import open_store
from lore.store.fact_reader import Reader
from tests.support.asking import DATA, MIGRATIONS

SET = Path(__file__).parent / "set"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The words and patterns that ship with the program."""
    return load_vocabulary(DATA)


@pytest.fixture(scope="session")
def lanternwick(tmp_path_factory: pytest.TempPathFactory, language: Language) -> Path:
    """A database with the invented films; not to be written to."""
    path = tmp_path_factory.mktemp("lanternwick") / "lore.db"

    async def make() -> None:
        async with open_store(path, MIGRATIONS) as store:
            await import_pack(store, [SET / "pack.jsonl"], language.properties)

    asyncio.run(make())
    return path


@pytest.fixture
async def learner(
    lanternwick: Path, language: Language, vocabulary: Vocabulary
) -> AsyncIterator[Learner]:
    """Somebody who reads articles against the invented films."""
    async with open_store(lanternwick, MIGRATIONS) as store:
        yield Learner(store, language, vocabulary)


Claims = Callable[[str], Awaitable[set[tuple[str, str, str]]]]
"""What patterns and clauses claim in a text, before it is judged: subject, property, value."""


@pytest.fixture
async def claims(
    lanternwick: Path, language: Language, vocabulary: Vocabulary
) -> AsyncIterator[Claims]:
    """Reads texts against the invented films."""
    extractor = Extractor(vocabulary, language)
    async with open_store(lanternwick, MIGRATIONS) as store:

        async def read(text: str) -> set[tuple[str, str, str]]:
            article = read_article(text, vocabulary)
            account, _ = await store.query(
                lambda link: extractor.account(article, Reader(link), Steps(STEPS, seconds=20))
            )
            return {claim.bare for claim in account.claims}

        yield read
