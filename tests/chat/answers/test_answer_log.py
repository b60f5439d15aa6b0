"""What was shown is kept without who asked, within bounds, and never mixed up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.model.errors import StoreError
from lore.model.facts import SHARED
from lore.store import Store, open_store, sealing
from lore.store import answer_log as room
from lore.store.answer_log import LONGEST_THREAD, AnswerLog, open_log
from tests.support.language import DATA

HERE, ELSEWHERE = 7, 8
SEALED = 12 + 256 + 16
"""Bytes of a short row: the nonce, the text, the tag."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "lore.db", migrations=DATA / "migrations") as store:
        yield store


async def count(store: Store) -> int:
    return int((await store.read("SELECT count(*) FROM shown"))[0][0])


async def test_a_row_is_found_before_and_after_it_is_written(store: Store) -> None:
    async with open_log(store) as log:
        row = log.note("who?", "ask", scope=HERE, channel=5)
        assert await log.thread(row.id, scope=HERE) == [row]
        await log.flush()
        assert await log.thread(row.id, scope=HERE) == [row]
    async with open_log(store) as log:
        assert await log.thread(row.id, scope=HERE) == [row]
        assert await log.thread(row.id[::-1], scope=HERE) == []


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


async def test_nobody_can_read_what_is_kept_without_the_name(store: Store) -> None:
    async with open_log(store) as log:
        rows = [log.note("who is the secret?", "ask", scope=SHARED, channel=5) for _ in range(50)]
    [(held, columns)] = await store.read(
        "SELECT group_concat(hex(sealed) || hex(digest)), count(DISTINCT sealed) FROM shown"
    )
    stored = bytes.fromhex(held.replace(",", ""))
    assert columns == len({row.id for row in rows}) == 50
    for row in rows:
        assert row.id.encode() not in stored
    assert b"secret" not in stored
    assert len(stored) == 50 * (SEALED + 32)


async def test_the_length_of_a_question_is_not_told(store: Store) -> None:
    async with open_log(store) as log:
        rows = [log.note("w" * length, "ask", scope=HERE) for length in range(1, 100)]
        await log.flush()
        assert [(await log.thread(row.id, scope=HERE)) for row in rows] == [[row] for row in rows]
    assert await store.read("SELECT DISTINCT length(sealed) FROM shown") == [(SEALED,)]


async def test_a_row_that_was_sealed_in_another_way_is_as_if_it_were_gone(store: Store) -> None:
    async with open_log(store) as log:
        older, damaged = log.note("who?", "ask", scope=HERE), log.note("who?", "ask", scope=HERE)
        await log.flush()
        async with store.write() as writer:
            change = "UPDATE shown SET sealed = ? WHERE digest = ?"
            rows = [(bytes(256), older.id), (b"", damaged.id)]
            await writer.executemany(change, [(text, sealing.digest(name)) for text, name in rows])
        for row in (older, damaged):
            assert await log.thread(row.id, scope=HERE) == []


async def test_it_is_bounded(store: Store) -> None:
    async with open_log(store, most=50) as log:
        rows = []
        for _ in range(300):
            rows.append(log.note("who?", "ask", scope=HERE))
            await log.flush()
        assert await log.thread(rows[0].id, scope=HERE) == []
        assert await log.thread(rows[-1].id, scope=HERE) == [rows[-1]]
        assert await count(store) <= 50 + 50


async def test_it_fades(store: Store) -> None:
    async with open_log(store) as log:
        row = log.note("who?", "ask", scope=HERE)
    async with store.write() as writer:
        await writer.execute_fetchall("UPDATE shown SET day = '2020-01-01'")
    async with open_log(store) as log:
        log.note("who?", "ask", scope=HERE)
        await log.flush()
        assert await log.thread(row.id, scope=HERE) == []


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
        log.note("who?", "ask", scope=HERE)
    assert await count(store) == 2


async def test_what_waits_to_be_written_is_bounded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_MOST_PENDING", 10)
    log = AnswerLog(store)
    rows = [log.note("who?", "ask", scope=HERE) for _ in range(30)]
    assert await log.thread(rows[0].id, scope=HERE) == []
    assert await log.thread(rows[-1].id, scope=HERE) == [rows[-1]]
    await log.flush()
    assert await count(store) == 10
