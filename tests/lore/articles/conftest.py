"""A store with the pack of the invented articles, and what reads articles against it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.articles.learning import Learner
from lore.articles.vocabulary import Vocabulary, load_vocabulary
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import open_store
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
