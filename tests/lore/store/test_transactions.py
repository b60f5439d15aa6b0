"""What a cancel does to a write on a real file: whoever wrote learns what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.store import Store, open_store
from tests.support.commits import at_commit, cancel

MIGRATIONS = Path(__file__).resolve().parents[3] / "data" / "migrations"
ADD = "INSERT INTO departed VALUES (1, 'today')"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        yield store


async def stands(store: Store) -> bool:
    return await store.read("SELECT scope FROM departed") == [(1,)]


@pytest.mark.parametrize("times", [1, 2, 5])
@pytest.mark.parametrize("bulk", [False, True])
async def test_a_cancel_during_the_commit_comes_once_it_is_told(
    store: Store, times: int, bulk: bool
) -> None:
    told: list[str] = []

    async def count() -> None:
        async with store.write(bulk=bulk, committed=lambda: told.append("committed")) as writer:
            await at_commit(writer, lambda: cancel(task, times))
            await writer.execute_fetchall(ADD)
        told.append("not cancelled")

    task = asyncio.create_task(count())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert told == ["committed"]
    assert await stands(store)
    async with store.write() as writer:  # the next one has its turn
        await writer.execute_fetchall("DELETE FROM departed")
    assert not await stands(store)


async def test_nothing_is_told_where_the_commit_fails(store: Store) -> None:
    told: list[str] = []

    async def count() -> None:
        async with store.write(committed=lambda: told.append("committed")) as writer:
            await at_commit(writer, lambda: cancel(task))
            await writer.execute_fetchall("PRAGMA defer_foreign_keys = ON")
            await writer.execute_fetchall(ADD)
            await writer.execute_fetchall(
                "INSERT INTO citation (fact_id, source_id, status) VALUES (1, 1, 'denied')"
            )

    task = asyncio.create_task(count())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert told == []
    assert not await stands(store)


async def test_a_time_that_is_up_during_the_commit_is_a_timeout(store: Store) -> None:
    told: list[str] = []

    async def count() -> None:
        async with asyncio.timeout(None) as limit:

            async def time_is_up() -> None:
                limit.reschedule(0)
                for _ in range(6):
                    await asyncio.sleep(0)

            async with store.write(committed=lambda: told.append("committed")) as writer:
                await at_commit(writer, time_is_up)
                await writer.execute_fetchall(ADD)

    with pytest.raises(TimeoutError):
        await count()
    await asyncio.sleep(0)  # nothing of the cancel is left
    assert told == ["committed"]
    assert await stands(store)
