"""What a server's look-ups cost does not grow with what other servers have: steps are counted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.store import open_store
from tests.support.asking import DATA, MIGRATIONS
from tests.support.neighbours import ASKED, FIRST, build

SERVERS, FACTS = 24, 60
MOST = 1.2
"""The ratio of SQLite's steps among many servers to those of a server alone."""


async def steps(path: Path, scope: int, language: Language) -> dict[str, int]:
    """SQLite's steps of each question, in tens."""
    taken = dict.fromkeys(ASKED, 0)
    async with open_store(path, MIGRATIONS) as store:
        engine = Engine(store, language)
        for name, ask in ASKED.items():

            def count(name: str = name) -> None:
                taken[name] += 1

            await store.query(lambda c, count=count: c.set_progress_handler(count, 10))  # type: ignore[misc]
            await ask(engine, scope)
        await store.query(lambda c: c.set_progress_handler(None, 0))
    return taken


@pytest.fixture(scope="module")
def counted(
    tmp_path_factory: pytest.TempPathFactory, language: Language
) -> tuple[dict[str, int], dict[str, int]]:
    folder = tmp_path_factory.mktemp("servers")
    one, many = folder / "one.db", folder / "many.db"

    async def count() -> tuple[dict[str, int], dict[str, int]]:
        await build(one, DATA, language, 1, FACTS)
        await build(many, DATA, language, SERVERS, FACTS)
        alone = await steps(one, FIRST, language)
        return alone, await steps(many, FIRST + SERVERS // 2, language)

    return asyncio.run(count())


@pytest.mark.parametrize("name", ASKED)
def test_a_question_takes_as_many_steps_among_many_servers(
    name: str, counted: tuple[dict[str, int], dict[str, int]]
) -> None:
    alone, among = counted
    assert among[name] <= MOST * alone[name] + 5
