"""What was shown is kept without who asked, within bounds, and never mixed up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.errors import StoreError
from lore.models import SHARED
from lore.store import Store, open_store
from lore.store import shown as room
from lore.store.shown import LONGEST_THREAD, ShownLog, open_log
from tests.cogs.stage import DATA

HERE, ELSEWHERE = 7, 8


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "lore.db", migrations=DATA / "migrations") as store:
        yield store


async def count(store: Store, table: str = "shown") -> int:
    return int((await store.read(f"SELECT count(*) FROM {table}"))[0][0])


async def test_a_row_is_found_before_and_after_it_is_written(store: Store) -> None:
    async with open_log(store) as log:
        row = log.note("who?", "ask", scope=HERE, channel=5)
        assert await log.thread(row.id, scope=HERE) == [row]
        await log.flush()
        assert await log.thread(row.id, scope=HERE) == [row]
    async with open_log(store) as log:
        assert await log.thread(row.id, scope=HERE) == [row]
        assert await log.thread(row.id + 1, scope=HERE) == []


async def test_only_its_own_scope_and_everybody_see_it(store: Store) -> None:
    async with open_log(store) as log:
        own = log.note("who?", "ask", scope=HERE)
        shared = log.note("who?", "ask", scope=SHARED)
        for _ in range(2):  # in memory, then written
            assert await log.thread(own.id, scope=ELSEWHERE) == []
            assert await log.thread(own.id, scope=SHARED) == []
            assert await log.thread(shared.id, scope=ELSEWHERE) == [shared]
            await log.flush()


async def test_a_conversation_is_followed_back_so_far(store: Store) -> None:
    async with open_log(store) as log:
        rows = [log.note("0", "ask", scope=HERE)]
        for number in range(1, 20):
            rows.append(log.note(str(number), "ask", scope=HERE, after=rows[-1].id))
            if number == 14:
                await log.flush()  # the beginning is written, the end is not
        assert await log.thread(rows[2].id, scope=HERE) == rows[:3]
        assert await log.thread(rows[-1].id, scope=HERE) == rows[-LONGEST_THREAD:]
        await log.flush()
        assert await log.thread(rows[-1].id, scope=HERE) == rows[-LONGEST_THREAD:]


async def test_ids_grow_and_are_never_given_again(store: Store) -> None:
    async with open_log(store) as log:
        ids = [log.note("who?", "ask", scope=HERE).id for _ in range(1000)]
    assert sorted(set(ids)) == ids
    # As after a crash: nothing of it was written, and a new log knows nothing of it.
    async with store.write() as writer:
        await writer.execute_fetchall("DELETE FROM shown")
    await asyncio.sleep(0.002)
    async with open_log(store) as log:
        assert log.note("who?", "ask", scope=HERE).id not in ids


async def test_it_is_bounded(store: Store) -> None:
    async with open_log(store, most=50) as log:
        first = log.note("reported", "ask", scope=HERE)
        await log.report(first, "no", scope=HERE)
        rows = []
        for _ in range(300):
            rows.append(log.note("who?", "ask", scope=HERE))
            await log.flush()
        assert await log.thread(rows[0].id, scope=HERE) == []
        assert await log.thread(rows[-1].id, scope=HERE) == [rows[-1]]
        assert await log.thread(first.id, scope=HERE) == [first]
        assert await count(store) <= 50 + 50 + 1


async def test_it_fades(store: Store) -> None:
    async with open_log(store) as log:
        row = log.note("who?", "ask", scope=HERE)
    async with store.write() as writer:
        await writer.execute_fetchall("UPDATE shown SET made_at = '2020-01-01T00:00:00+00:00'")
    async with open_log(store) as log:
        log.note("who?", "ask", scope=HERE)
        await log.flush()
        assert await log.thread(row.id, scope=HERE) == []


async def test_reports_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_REPORTS", 5)
    async with open_log(store) as log:
        for scope in (HERE, ELSEWHERE):
            row = log.note("who?", "ask", scope=scope)
            for number in range(9):
                await log.report(row, str(number), scope=scope)
    rows = await store.read("SELECT scope, text FROM report ORDER BY id")
    assert rows == [(scope, str(number)) for scope in (HERE, ELSEWHERE) for number in range(4, 9)]


async def test_a_disk_that_is_full_keeps_nobody_from_asking(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object, **__: object) -> object:
        raise StoreError("The database cannot grow: the disk is full.")

    async with open_log(store) as log:
        with monkeypatch.context() as broken:
            broken.setattr(store, "write", full)
            row = log.note("who?", "ask", scope=HERE)
            await log.flush()
            assert "the disk is full" in caplog.text
            assert await log.thread(row.id, scope=HERE) == [row]
            with pytest.raises(StoreError):
                await log.report(row, "no", scope=HERE)
        log.note("who?", "ask", scope=HERE)
    assert await count(store) == 2
    assert await count(store, "report") == 0


async def test_what_waits_to_be_written_is_bounded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_MOST_PENDING", 10)
    log = ShownLog(store)
    rows = [log.note("who?", "ask", scope=HERE) for _ in range(30)]
    assert await log.thread(rows[0].id, scope=HERE) == []
    assert await log.thread(rows[-1].id, scope=HERE) == [rows[-1]]
    await log.flush()
    assert await count(store) == 10
