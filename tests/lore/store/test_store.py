"""The store on real files: opening, reading while writing."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest

from lore.model.errors import StoreError
from lore.store import Store, database, open_store
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import EntityRecord, SourceRecord
from tests.support.records import ARTICLE, ILSA, MIGRATIONS, names, write


async def test_a_new_file_is_made_ready(path: Path, store: Store) -> None:
    assert store.birth.created
    assert await store.read("PRAGMA journal_mode") == [("wal",)]
    async with store.write() as writer:
        assert list(await writer.execute_fetchall("PRAGMA foreign_keys")) == [(1,)]
        assert list(await writer.execute_fetchall("PRAGMA synchronous")) == [(2,)]


async def test_closing_leaves_one_file(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, ILSA)
        assert await names(store) == {"Ilsa Faust", "the British spy"}

    assert [file.name for file in path.parent.iterdir()] == [path.name]
    async with open_store(path, MIGRATIONS) as store:
        assert not store.birth.created
        assert await names(store) == {"Ilsa Faust", "the British spy"}


async def test_a_missing_file_is_made_only_where_asked_for(path: Path) -> None:
    with pytest.raises(StoreError, match=f"There is no database {path}."):
        async with open_store(path, MIGRATIONS, create=False):
            raise AssertionError
    assert not path.exists()
    async with open_store(path, MIGRATIONS):
        pass
    async with open_store(path, MIGRATIONS, create=False) as store:
        assert not store.birth.created
        assert await store.is_void()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("put", "shared", "kept"),
    [(False, False, False), (True, False, True), (False, True, True)],
)
async def test_an_error_leaves_no_new_and_void_file(
    path: Path, put: bool, shared: bool, kept: bool
) -> None:
    others = AsyncExitStack()

    async def fail() -> None:
        async with open_store(path, MIGRATIONS) as store:
            if shared:
                await others.enter_async_context(open_store(path, MIGRATIONS))
            if put:
                await write(store, ILSA)
            raise ZeroDivisionError

    async with others:
        with pytest.raises(ZeroDivisionError):
            await fail()
        assert path.exists() == kept


async def test_an_error_leaves_a_file_that_was_there(path: Path) -> None:
    async with open_store(path, MIGRATIONS):
        pass

    async def fail() -> None:
        async with open_store(path, MIGRATIONS):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert path.exists()


@pytest.mark.parametrize("name", [":memory:", "a b?mode=memory#x%41.db", "ünï – 7.db"])
async def test_any_file_name_is_a_file(tmp_path: Path, name: str) -> None:
    async with open_store(tmp_path / name, MIGRATIONS) as store:
        await write(store, ILSA)
        assert await names(store)
    assert (tmp_path / name).stat().st_size > 0


@pytest.mark.parametrize("count", [2, 5])
async def test_several_open_one_new_file_at_once(path: Path, count: int) -> None:
    async def use(key: str) -> None:
        async with open_store(path, MIGRATIONS) as store:
            await write(store, EntityRecord(key, f"Film {key}", "film"))

    await asyncio.gather(*[use(str(number)) for number in range(count)])

    async with open_store(path, MIGRATIONS) as store:
        assert await store.read("SELECT count(*) FROM entity") == [(count,)]


async def test_paths_that_are_no_database_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("These are notes, and no database at all.\n" * 100)
    with closing(sqlite3.connect(tmp_path / "held.db", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
        for path, reason in (
            (tmp_path, "is a folder"),
            (tmp_path / "missing" / "lore.db", "folder does not exist"),
            (text / "lore.db", "folder does not exist"),
            (text, "is not a database"),
            (tmp_path / "held.db", "another program"),
        ):
            with pytest.raises(StoreError, match=reason) as caught:
                async with open_store(path, MIGRATIONS):
                    raise AssertionError
            assert "\n" not in str(caught.value)
            assert path.name in str(caught.value)
        holder.execute("ROLLBACK")
    assert text.read_text().startswith("These are notes")


async def test_a_damaged_file_is_refused(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, *[EntityRecord(f"e{i}", f"Name {i}", "film") for i in range(500)])
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(StoreError, match="damaged"):
        async with open_store(path, MIGRATIONS) as store:
            await names(store)


async def test_a_file_that_cannot_be_written_is_named(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        async with store.write() as writer:
            await writer.execute_fetchall("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written"):
            await write(store, ILSA)


async def test_a_reader_sees_the_old_state_until_the_commit(store: Store) -> None:
    async with store.write() as writer:
        recorder = Recorder(writer)
        await recorder.entities([ILSA])
        await recorder.finish()
        assert await names(store) == set()
    assert await names(store) == {"Ilsa Faust", "the British spy"}


async def test_all_lookups_of_a_query_see_one_state(store: Store) -> None:
    looked, written = threading.Event(), threading.Event()

    def count(connection: sqlite3.Connection) -> tuple[int, int]:
        first = connection.execute("SELECT count(*) FROM entity").fetchone()[0]
        looked.set()
        assert written.wait(10)
        return first, connection.execute("SELECT count(*) FROM entity").fetchone()[0]

    task = asyncio.create_task(store.query(count))
    assert await asyncio.to_thread(looked.wait, 10)
    await write(store, ILSA)
    written.set()

    assert await task == (0, 0)
    assert await store.read("SELECT count(*) FROM entity") == [(1,)]


async def test_what_takes_long_is_read_apart(store: Store) -> None:
    release = threading.Event()
    task = asyncio.create_task(store.query_apart(lambda connection: release.wait(10)))
    await asyncio.sleep(0)

    assert await store.read("SELECT 1") == [(1,)]
    release.set()
    assert await task


async def test_a_reader_cannot_write(store: Store) -> None:
    for sql in ("DELETE FROM entity", "CREATE TABLE more (id)"):
        with pytest.raises(StoreError, match="cannot be written"):
            await store.read(sql)
    with pytest.raises(sqlite3.OperationalError, match="syntax"):
        await store.read("SELECT FROM")


async def test_writers_queue(store: Store) -> None:
    order: list[str] = []

    async def one(name: str) -> None:
        async with store.write() as writer:
            order.append(f"{name} begins")
            await asyncio.sleep(0.01)
            await Recorder(writer).sources([SourceRecord(name, name)])
            order.append(f"{name} ends")

    await asyncio.gather(one("a"), one("b"), one("c"))

    assert order == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]
    assert await store.read("SELECT key FROM source ORDER BY id") == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize("bulk", [False, True])
async def test_an_error_undoes_the_whole_write(store: Store, bulk: bool) -> None:
    async def fail() -> None:
        async with store.write(bulk=bulk) as writer:
            await Recorder(writer).entities([ILSA])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await names(store) == set()
    await write(store, ILSA)
    assert await names(store) != set()


@pytest.mark.parametrize("times", [1, 2])
async def test_a_cancel_undoes_the_whole_write(store: Store, times: int) -> None:
    started = asyncio.Event()

    async def endless() -> None:
        async with store.write() as writer:
            await Recorder(writer).entities([ILSA])
            started.set()
            await writer.execute_fetchall(
                "INSERT INTO source (key, title) WITH RECURSIVE n(i) AS "
                "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i, 'x' FROM n"
            )
            await asyncio.sleep(60)

    task = asyncio.create_task(endless())
    await started.wait()
    for _ in range(times):
        await asyncio.sleep(0)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await write(store, ARTICLE)
    assert await names(store) == set()
    assert await store.read("SELECT key FROM source") == [("article",)]


async def test_another_process_that_writes_is_waited_for_then_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    settled: list[Store] = []

    async def settle(store: Store) -> None:
        settled.append(store)

    monkeypatch.setattr(Store, "_settle", settle)
    async with open_store(path, MIGRATIONS) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="another program"):
                async with store.write(bulk=True):
                    raise AssertionError
            assert settled == []  # it waits once, not for the settling too
            assert await names(store) == set()
            other.execute("ROLLBACK")
        await write(store, ILSA)
        assert await names(store) != set()
