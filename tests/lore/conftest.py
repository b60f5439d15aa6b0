"""The shipped pack in a real store, seeded once, and an engine and its words on it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.packs import import_pack, seed
from lore.store import open_store
from lore.texts import AnswerTexts
from tests.support import hard_pack, machines
from tests.support.asking import CREDITS, HARBOUR, MIGRATIONS, SHIPPED, Member
from tests.support.language import language as shipped_language
from tests.support.postgres import Cluster


@pytest.fixture(scope="session")
def language() -> Language:
    """The words and properties that ship with the program."""
    return shipped_language()


@pytest.fixture(scope="session")
def wording(language: Language) -> AnswerTexts:
    """The sentences over those properties."""
    return AnswerTexts(language.properties)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, language: Language) -> Path:
    """A database with the shipped pack; not to be written to."""
    path = tmp_path_factory.mktemp("seeded") / "lore.db"

    async def make() -> None:
        async with open_store(path, MIGRATIONS) as store:
            await seed(store, SHIPPED, language.properties)

    asyncio.run(make())
    return path


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory, language: Language) -> Path:
    """A database with the invented second franchise alone; not to be written to."""
    path = tmp_path_factory.mktemp("harbour") / "lore.db"

    async def make() -> None:
        async with open_store(path, MIGRATIONS) as store:
            await import_pack(store, [HARBOUR], language.properties)

    asyncio.run(make())
    return path


@pytest.fixture(scope="session")
def template(
    postgres: Cluster, seeded: Path, tmp_path_factory: pytest.TempPathFactory
) -> machines.Template:
    """A central database with the shipped pack, to be copied."""
    return asyncio.run(machines.template(postgres, seeded, tmp_path_factory.mktemp("central")))


@pytest.fixture
def central(template: machines.Template, tmp_path: Path) -> machines.Central:
    """A central database of a test's own."""
    return template.central(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> machines.Central | None:
    """The central database of a test that runs on both: with PostgreSQL, and on a file alone."""
    if request.param == "sqlite":
        return None
    found: machines.Central = request.getfixturevalue("central")
    return found


@pytest.fixture
async def engine(seeded: Path, language: Language) -> AsyncIterator[Engine]:
    """An engine on the shipped pack."""
    async with open_store(seeded, MIGRATIONS) as store:
        yield Engine(store, language)


@pytest.fixture
async def member(engine: Engine, wording: AnswerTexts) -> Member:
    """Somebody who asks about the shipped pack."""
    return Member(engine, wording)


@pytest.fixture
async def sailor(harbour: Path, language: Language, wording: AnswerTexts) -> AsyncIterator[Member]:
    """Somebody who asks about the invented franchise."""
    async with open_store(harbour, MIGRATIONS) as store:
        yield Member(Engine(store, language), wording)


@pytest.fixture(scope="session")
def almanac(tmp_path_factory: pytest.TempPathFactory, language: Language) -> Path:
    """A database with invented films whose roles are texts; not to be written to."""
    path = tmp_path_factory.mktemp("almanac") / "lore.db"

    async def make() -> None:
        async with open_store(path, MIGRATIONS) as store:
            await import_pack(store, [CREDITS], language.properties)

    asyncio.run(make())
    return path


@pytest.fixture
async def viewer(almanac: Path, language: Language, wording: AnswerTexts) -> AsyncIterator[Member]:
    """Somebody who asks about the invented films."""
    async with open_store(almanac, MIGRATIONS) as store:
        yield Member(Engine(store, language), wording)


@pytest.fixture
async def traveller(
    seeded: Path, tmp_path: Path, language: Language, wording: AnswerTexts
) -> AsyncIterator[Member]:
    """Somebody who asks about films with everyday words for titles, beside the shipped pack."""
    database = Path(shutil.copy(seeded, tmp_path / "lore.db"))
    async with open_store(database, MIGRATIONS) as store:
        await import_pack(store, [hard_pack.write(tmp_path / "pack.jsonl")], language.properties)
        yield Member(Engine(store, language), wording)


@pytest.fixture
def writable(harbour: Path, tmp_path: Path) -> Path:
    """A copy of the invented franchise that a test may write to."""
    return Path(shutil.copy(harbour, tmp_path / "lore.db"))
