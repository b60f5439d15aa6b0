"""What a server's look-ups cost does not grow with what other servers have: steps are counted."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.model.facts import SHARED
from lore.store import open_store
from lore.store.fact_reader import Reader
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


@pytest.mark.parametrize("scope", [SHARED, FIRST])
async def test_where_things_stand_is_looked_up_by_scope(tmp_path: Path, scope: int) -> None:
    def plans(connection: sqlite3.Connection) -> list[str]:
        said: list[str] = []
        connection.set_trace_callback(said.append)
        Reader(connection, scope).stands([1, 2])
        connection.set_trace_callback(None)
        looked = [one for one in said if "JOIN fact" in one]
        rows = [connection.execute(f"EXPLAIN QUERY PLAN {one}").fetchall() for one in looked]
        return [str(row[3]) for found in rows for row in found]

    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        found = [one for one in await store.query(plans) if one.startswith("SEARCH fact ")]
    assert len(found) == 3
    for slot, one in zip(("subject", "value", "role"), found, strict=True):
        assert f"fact_by_{slot} ({slot}_id=? AND scope=?)" in one


async def test_release_dates_are_looked_up_by_work(tmp_path: Path) -> None:
    def plans(connection: sqlite3.Connection) -> list[str]:
        said: list[str] = []
        connection.set_trace_callback(said.append)
        Reader(connection, SHARED).facts([1, 2])
        connection.set_trace_callback(None)
        looked = [one for one in said if "value_date, citation.status" in " ".join(one.split())]
        rows = [connection.execute(f"EXPLAIN QUERY PLAN {one}").fetchall() for one in looked]
        return [str(row[3]) for found in rows for row in found]

    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        found = [one for one in await store.query(plans) if one.startswith("SEARCH fact ")]
    assert len(found) == 1
    assert "fact_by_subject (subject_id=?" in found[0]
