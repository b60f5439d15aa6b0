"""What happens to the file under a store: who reads it, who holds it, what became of it."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from lore.model.errors import Stopped, StoreError
from lore.store import Store, database, open_store, soundness
from lore.store.lease import lease
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import EntityRecord
from lore.store.soundness import is_sound, watch, watched

ROOT = Path(__file__).resolve().parents[3]
MIGRATIONS = ROOT / "data" / "migrations"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lore.db"


async def write(store: Store, *keys: str, bulk: bool = False) -> None:
    async with store.write(bulk=bulk) as writer:
        recorder = Recorder(writer)
        await recorder.entities([EntityRecord(key, f"Film {key}", "film") for key in keys])
        await recorder.finish()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def entities(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT key FROM entity ORDER BY id")]


# Who may read it


async def test_nobody_else_may_read_what_is_made(path: Path) -> None:
    before = os.umask(0o022)
    try:
        async with open_store(path, MIGRATIONS) as store:
            await write(store, "a")
            made = {file.name: mode(file) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert made == dict.fromkeys(("lore.db", "lore.db-wal", "lore.db-shm"), 0o600)


async def test_what_others_could_read_is_closed_to_them(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, "a")
    path.chmod(0o644)
    async with open_store(path, MIGRATIONS) as store:
        await write(store, "b")
        assert {mode(file) for file in path.parent.iterdir()} == {0o600}
    async with open_store(path, MIGRATIONS):
        pass
    assert [line for line in caplog.messages if "could be read by others" in line] == [
        f"The database {path} could be read by others; now it cannot."
    ]


async def test_a_link_to_a_missing_file_is_followed(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere.db")
    async with open_store(path, MIGRATIONS) as store:
        await write(store, "a")
    assert mode(tmp_path / "elsewhere.db") == 0o600


async def test_what_could_not_be_migrated_is_not_left_behind(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no migrations"):
        async with open_store(path, tmp_path):
            raise AssertionError
    assert not path.exists()


# Birth


async def test_it_tells_what_it_found(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        assert store.birth.created
        assert (store.birth.written, store.birth.upgraded) == (None, 0)
        await write(store, "a")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    async with open_store(path, MIGRATIONS) as store:
        assert not store.birth.created
        assert store.birth.written is not None
        assert store.birth.written.isoformat() == "2020-09-13T12:26:40+00:00"
        assert store.birth.upgraded == 0


# Settling


async def test_what_was_committed_is_no_failure_where_the_log_cannot_be_emptied(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The disk takes the log, and not the growth of the database."""
    async with open_store(path, MIGRATIONS) as store:
        async with store.write(bulk=True) as writer:
            await writer.execute_fetchall("CREATE TABLE ballast (content BLOB)")
            await writer.execute_fetchall("INSERT INTO ballast VALUES (zeroblob(4000000))")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, limits[1]))
        try:
            await write(store, *[str(number) for number in range(2_000)], bulk=True)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert "What was written is kept" in caplog.text
        assert await store.read("SELECT count(*) FROM entity") == [(2_000,)]
    assert len(entities(path)) == 2_000


# Deleted or replaced


@pytest.mark.parametrize("how", ["deleted", "replaced", "while writing"])
async def test_a_file_that_is_gone_takes_no_edits(
    path: Path, tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def edit(store: Store) -> None:
        async with store.write() as writer:
            path.unlink(missing_ok=True)
            await Recorder(writer).entities([EntityRecord("b", "B", "film")])

    async with open_store(path, MIGRATIONS) as store:
        await write(store, "a")
        if how == "replaced":
            (tmp_path / "other.db").write_bytes(path.read_bytes())
            (tmp_path / "other.db").replace(path)
        elif how == "deleted":
            path.unlink()
        for _ in range(3):
            with pytest.raises(Stopped, match="deleted or replaced while it was open"):
                await edit(store)
        with pytest.raises(Stopped):
            await store.query_apart(lambda connection: None)
        assert await store.read("SELECT key FROM entity") == [("a",)]
    assert caplog.text.count("nothing is changed any more") == 1


# Damage


def damage(path: Path, chance: random.Random) -> None:
    """Overwrite a page of the file, the first excepted."""
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek(4096 * chance.randrange(1, pages))
        file.write(chance.randbytes(4096))


async def test_a_sound_file_is_taken_as_it_is(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, "a")
        assert await is_sound(store, over=threading.Event())
        await write(store, "b")


@pytest.mark.parametrize("seed", range(5))
async def test_a_damaged_file_takes_no_edits(
    path: Path, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, *[str(number) for number in range(3_000)], bulk=True)
    damage(path, random.Random(seed))
    async with open_store(path, MIGRATIONS) as store:
        await asyncio.wait_for(watch(store, every=0), 20)
        with pytest.raises(Stopped, match="damaged"):
            await write(store, "new")
    assert [one.levelno for one in caplog.records] == [logging.ERROR]
    assert "bot.py restore" in caplog.text
    assert "\n" not in caplog.records[0].getMessage()


async def test_a_table_whose_very_name_is_damaged_is_told_in_a_sentence(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, "a")
    content = path.read_bytes()
    for was, became in (
        (b"tabledeparteddeparted", b"tablede\xee\xffrteddeparted"),
        (b"CREATE TABLE departed", b"CREATE TABXE departed"),
    ):
        assert content.count(was) == 1
        content = content.replace(was, became)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        async with open_store(path, MIGRATIONS):
            raise AssertionError


async def test_one_question_looks_only_at_what_nobody_has_closed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []

    async def looking(store: Store, *, over: threading.Event) -> bool:
        looked.append(store.path)
        return True

    monkeypatch.setattr(soundness, "is_sound", looking)
    async with open_store(path, MIGRATIONS) as store:
        await write(store, "a")
        await soundness.look_after_crash(store)
        crashed = path.with_name("crashed.db")
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{crashed}{suffix}")
    async with open_store(path, MIGRATIONS) as store:
        await soundness.look_after_crash(store)
    assert looked == []
    async with open_store(crashed, MIGRATIONS) as store:
        with lease(crashed):
            await soundness.look_after_crash(store)
        assert looked == []
        await soundness.look_after_crash(store)
    assert looked == [crashed]


async def test_damage_is_found_on_a_later_day(path: Path) -> None:
    looked = 0
    async with open_store(path, MIGRATIONS) as store:
        await write(store, "a")
        find = store.query_apart

        async def query_apart(function: object) -> object:
            nonlocal looked
            looked += 1
            return await find(function) if looked < 3 else "page 7 is never used"  # type: ignore[arg-type]

        store.query_apart = query_apart  # type: ignore[assignment, method-assign]
        await asyncio.wait_for(watch(store, every=0), 20)
    assert looked == 3


async def test_the_end_of_the_program_breaks_off_a_look(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, *[str(number) for number in range(3_000)], bulk=True)
        for turns in range(10):
            async with watched(store):
                await asyncio.sleep(turns / 1_000)
        await write(store, "new")
    assert caplog.records == []
    assert [file.name for file in path.parent.iterdir()] == [path.name]


# Turns


async def test_whoever_has_patience_waits_for_another_program(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    async with open_store(path, MIGRATIONS, patience=60) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(write(store, "a"))
            while not caplog.records:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.1)
            assert not waiting.done()
            other.execute("ROLLBACK")
            await waiting
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(write(store, "b"))
            await asyncio.sleep(0.05)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
    assert entities(path) == ["a"]
    assert len(caplog.records) == 2


# One bot


def test_a_second_bot_is_refused(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(path)
    with lease(path):
        for name in (path, tmp_path / "link.db"):
            with pytest.raises(StoreError, match="stop it first"), lease(name):
                raise AssertionError
        with lease(tmp_path / "other.db"):
            pass
    with lease(path):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["link.db"]


HOLD = """
import sys
import threading
from pathlib import Path
from lore.store.lease import lease
with lease(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_lease_ends_with_a_kill(path: Path) -> None:
    for _ in range(3):
        with holder(path) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"held\n"
            with pytest.raises(StoreError, match="stop it first"), lease(path):
                raise AssertionError
            process.send_signal(signal.SIGKILL)
    with lease(path):
        pass


def test_of_many_one_holds_it(path: Path) -> None:
    processes = [holder(path) for _ in range(6)]
    for _ in range(6):
        told = {one: one.stdout.readline() for one in processes if one.stdout}
        held = [one for one, line in told.items() if line]
        assert len(held) == 1
        for one in processes:
            one.communicate()
        processes = [holder(path) for _ in range(3)]
    for one in processes:
        one.communicate()
