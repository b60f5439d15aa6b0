"""Backups made while somebody writes, and put back: every row of every table, or a refusal."""

from __future__ import annotations

import random
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lore.model.errors import StoreError
from lore.store import open_store
from lore.store.backup import back_up, restore
from lore.store.lease import lease
from lore.store.migrations import newest
from tests.support.asking import MIGRATIONS

NEWEST = newest(MIGRATIONS)


def contents(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)
            for (table,) in tables.fetchall()
        }


def execute(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(sql)


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def database(seeded: Path, tmp_path: Path) -> Path:
    """A database in a folder of its own."""
    (tmp_path / "live").mkdir()
    return Path(shutil.copy(seeded, tmp_path / "live" / "lore.db"))


@pytest.fixture
def backup(database: Path, tmp_path: Path) -> Path:
    out = tmp_path / "backup.db"
    assert back_up(database, out, newest=NEWEST).facts == 200
    return out


async def test_what_is_only_in_the_log_is_in_the_backup(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "backup.db"
    async with open_store(database, MIGRATIONS) as store:
        async with store.write() as writer:
            await writer.execute_fetchall("INSERT INTO setting VALUES (7, 'quiet', 'true')")
        back_up(database, out, newest=NEWEST)
        async with store.write() as writer:
            await writer.execute_fetchall("INSERT INTO setting VALUES (8, 'quiet', 'true')")
    found, now = contents(out), contents(database)
    assert found.pop("setting") == [(7, "quiet", "true")]
    del now["setting"]
    assert dict(found.pop("revision"))["settings"] < dict(now.pop("revision"))["settings"]
    assert found == now
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert files(tmp_path) == ["backup.db", "live"]
    assert files(database.parent) == ["lore.db"]


def test_a_backup_has_one_state_though_somebody_writes(database: Path, tmp_path: Path) -> None:
    """Two tables get a row each in one transaction, over and over; a copy has as many of both."""
    execute(database, "PRAGMA journal_mode = WAL")
    over = threading.Event()
    written = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(database, isolation_level=None, timeout=30)) as connection:
            number = 1
            while not over.is_set():
                connection.executescript(
                    f"BEGIN IMMEDIATE; INSERT INTO setting VALUES ({number}, 'a', 'true');"
                    f"INSERT INTO departed VALUES ({number}, '2020'); COMMIT"
                )
                number += 1
                written.set()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        counts = []
        for number in range(5):
            assert written.wait(20)
            written.clear()
            back_up(database, tmp_path / f"{number}.db", newest=NEWEST)
            found = contents(tmp_path / f"{number}.db")
            assert len(found["setting"]) == len(found["departed"])
            counts.append(len(found["setting"]))
    finally:
        over.set()
        writing.join()
    assert counts == sorted(set(counts))


def test_a_backup_comes_back_whole_and_the_old_file_is_kept(database: Path, backup: Path) -> None:
    before = contents(database)
    execute(database, "DELETE FROM citation")
    changed = contents(database)
    copied = restore(backup, database, newest=NEWEST)

    assert copied.facts == 200
    assert contents(database) == before
    assert copied.kept is not None
    assert contents(copied.kept) == changed
    assert files(database.parent) == ["lore.db", copied.kept.name]
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    again = restore(backup, database, newest=NEWEST)
    assert again.kept not in (None, copied.kept)
    assert contents(backup) == before


def test_a_deleted_database_comes_back(database: Path, backup: Path) -> None:
    """The log of the one that was deleted must not be taken for the new one's."""
    before = contents(database)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("DELETE FROM citation")
        log = database.with_name("lore.db-wal").read_bytes()
    database.unlink()
    database.with_name("lore.db-wal").write_bytes(log)
    assert restore(backup, database, newest=NEWEST).kept is None
    assert contents(database) == before


def test_a_damaged_database_is_replaced_and_kept_with_its_log(database: Path, backup: Path) -> None:
    before = contents(database)
    database.write_bytes(b"nothing that SQLite knows" * 1000)
    database.with_name("lore.db-wal").write_bytes(b"log")
    kept = restore(backup, database, newest=NEWEST).kept
    assert kept is not None
    assert contents(database) == before
    assert kept.read_bytes().startswith(b"nothing that")
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"log"


async def test_nothing_is_restored_under_a_bot_or_another_program(
    database: Path, backup: Path
) -> None:
    before = contents(database)
    with lease(database), pytest.raises(StoreError, match="stop it first"):
        restore(backup, database, newest=NEWEST)
    async with open_store(database, MIGRATIONS):
        with pytest.raises(StoreError, match="in use by another program"):
            restore(backup, database, newest=NEWEST)
    assert contents(database) == before
    assert files(database.parent) == ["lore.db"]


def damage(path: Path) -> None:
    chance = random.Random(3)
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        for _ in range(8):
            file.seek(4096 * chance.randrange(1, pages))
            file.write(chance.randbytes(4096))


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def twist_index(path: Path) -> None:
    """What the index holds is not what it says, and every page is whole."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'value_date', 'value_text') "
            "WHERE name = 'fact_by_property'"
        )


BAD: list[tuple[Callable[[Path], object], str]] = [
    (damage, "damaged"),
    (shorten, "damaged"),
    (twist_index, "damaged"),
    (lambda path: path.write_text("notes " * 1000), "not a database"),
    (lambda path: path.write_bytes(b""), "no database of this program"),
    (lambda path: execute(path, "PRAGMA application_id = 7"), "no database of this program"),
    (lambda path: execute(path, f"PRAGMA user_version = {NEWEST + 1}"), "update the program"),
    (lambda path: path.unlink(), "There is no backup"),
]


@pytest.mark.parametrize(("spoil", "reason"), BAD)
def test_what_is_no_whole_backup_of_ours_changes_nothing(
    database: Path, backup: Path, spoil: Callable[[Path], object], reason: str
) -> None:
    before = contents(database)
    spoil(backup)
    with pytest.raises(StoreError, match=reason) as caught:
        restore(backup, database, newest=NEWEST)
    assert "\n" not in str(caught.value)
    assert contents(database) == before
    assert files(database.parent) == ["lore.db"]


@pytest.mark.parametrize(("spoil", "reason"), BAD[:3])
def test_a_damaged_database_does_not_replace_a_good_backup(
    database: Path, backup: Path, spoil: Callable[[Path], object], reason: str
) -> None:
    before = backup.read_bytes()
    spoil(database)
    with pytest.raises(StoreError, match=reason):
        back_up(database, backup, newest=NEWEST)
    assert backup.read_bytes() == before
    assert files(backup.parent) == ["backup.db", "live"]


def test_paths_that_make_no_sense_are_refused(database: Path, backup: Path) -> None:
    folder = backup.parent
    other = folder / "other.db"
    execute(other, "CREATE TABLE mail (text)")
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: back_up(folder / "no.db", backup, newest=NEWEST), "There is no database"),
        (lambda: back_up(database, database, newest=NEWEST), "is the database itself"),
        (lambda: back_up(database, folder, newest=NEWEST), "is not a file"),
        (lambda: back_up(database, folder / "no" / "b.db", newest=NEWEST), "no/b.db.part cannot"),
        (lambda: back_up(folder / ("x" * 300), backup, newest=NEWEST), "File name too long"),
        (lambda: restore(backup, folder / ("x" * 300), newest=NEWEST), "File name too long"),
        (lambda: back_up(other, backup, newest=NEWEST), "no database of this program"),
        (lambda: restore(database, database, newest=NEWEST), "from itself"),
        (lambda: restore(backup, folder, newest=NEWEST), "from itself"),
        (lambda: restore(backup, folder / "no" / "b.db", newest=NEWEST), "folder does not exist"),
        (lambda: restore(backup, other, newest=NEWEST), "belongs to another program"),
    ]
    for act, reason in refused:
        with pytest.raises(StoreError, match=reason):
            act()
    assert files(folder) == ["backup.db", "live", "other.db"]
