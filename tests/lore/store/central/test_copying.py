"""Whole databases from a file to PostgreSQL and back, and over an upgrade."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lore.model.errors import StoreError
from lore.settings import ShardSettings
from lore.store import open_store
from lore.store.backup import back_up
from lore.store.central import replica, rows
from lore.store.central.copying import compare, copy
from lore.store.central.opening import open_central
from lore.store.central.replica import opened
from lore.store.central.rows import Row
from tests.support.editing import FERGUSON, HERE, MIGRATIONS, MOD, world
from tests.support.machines import VERSION, Central
from tests.support.postgres import Cluster

PERSON = 900_000_000_000_000_009


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables that are central."""
    with closing(sqlite3.connect(path)) as file:
        return {
            name: sorted(file.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in rows.tables_of(file)
        }


async def filled(path: Path, seeded: Path) -> dict[str, list[tuple[Any, ...]]]:
    """A file with rows of moderators and members."""
    async with world(path, seeded) as here:
        await here.add(FERGUSON)
        await here.editing.setups.set(MOD, public=False)
        async with here.store.write() as writer:
            await writer.execute_fetchall(
                "INSERT INTO shown VALUES (1, 0, x'00ff10', x'', '2026-11-29')"
            )
            await writer.execute_fetchall(
                "INSERT INTO inbox_waiting VALUES (?1, 5, 'wrong', ?2, 't', 1, 0, '')",
                (
                    2**63 - 1,
                    "a" + chr(0) + "b ’🎬" + "x" * 9_000,
                ),
            )
    return content(path)


async def test_there_and_back_row_by_row(postgres: Cluster, seeded: Path, tmp_path: Path) -> None:
    before = await filled(tmp_path / "lore.db", seeded)
    address, back = postgres.database(), tmp_path / "back.db"
    count = await copy(tmp_path / "lore.db", address, MIGRATIONS)
    assert count == sum(map(len, before.values()))
    assert await copy(address, back, MIGRATIONS) == count
    assert content(back) == before
    assert content(tmp_path / "lore.db") == before
    assert back.stat().st_mode & 0o777 == 0o600
    async with open_store(back, MIGRATIONS, create=False) as store:
        assert await store.read("PRAGMA foreign_key_check") == []
    for source, target in ((back, address), (address, back)):
        with pytest.raises(StoreError, match="already"):
            await copy(source, target, MIGRATIONS)
    with pytest.raises(StoreError, match="no database of this program at that address"):
        await copy(postgres.database(), tmp_path / "third.db", MIGRATIONS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back.db", "lore.db"]


async def test_a_backup_of_a_replica_is_a_database_of_its_own(
    central: Central, tmp_path: Path
) -> None:
    out = tmp_path / "backup.db"
    back_up(central.file("a"), out, newest=VERSION)
    async with open_store(out, MIGRATIONS) as store:
        assert await store.read("SELECT 1 FROM sqlite_schema WHERE name = 'replica'") == []
    assert content(out) == content(central.file("a"))


def test_what_is_not_the_same_is_refused(seeded: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(seeded, tmp_path / "lore.db"))
    with opened(path) as file:
        tables = rows.tables_of(file)
        held = list(rows.all_rows(file, tables))
        compare(file, tables, held)
        with pytest.raises(StoreError, match="Of .* rows of .*, .* were copied"):
            compare(file, tables, held[1:])
        torn = held[0]._replace(content=held[0].content.replace('"scope":0', '"scope":1'))
        assert torn != held[0]
        with pytest.raises(StoreError, match="was not copied as it is"):
            compare(file, tables, [torn, *held[1:]])


async def test_a_row_is_told_from_all_others() -> None:
    table = rows.Table("t", ("id", "text"), ("id",))
    assert table.id_of(table.row([1, "a"])) == table.id_of(table.key([1]))
    assert table.id_of(table.row([1, "a"])) != table.id_of(table.row([2, "a"]))
    assert table.row([1, b"\x00"]) == Row("t", '{"id":1,"text":{"hex":"00"}}')


async def test_an_upgrade_brings_all_rows_over(postgres: Cluster, tmp_path: Path) -> None:
    """The older program answers on and refuses to write; a newer replica takes all rows."""
    older = tmp_path / "migrations"
    older.mkdir()
    for script in sorted(MIGRATIONS.glob("*.sql"))[:-1]:
        shutil.copy(script, older)
    newer = tmp_path / "newer"
    shutil.copytree(older, newer)
    (newer / f"{VERSION:04}_next.sql").write_text(
        "ALTER TABLE departed ADD COLUMN reason TEXT NOT NULL DEFAULT 'gone';"
        "INSERT INTO departed SELECT 2, since, reason FROM departed;"
    )
    address = postgres.database()
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    async with open_central(address, old, older) as before:
        async with before.write() as writer:
            await writer.execute_fetchall("INSERT INTO departed VALUES (1, 'today')")
        replica.make(new, newer)
        with pytest.raises(StoreError, match="is older .* start the bot once"):
            async with open_central(address, new, newer, upgrade=False):
                pass
        async with open_central(address, new, newer) as after:
            assert await after.read("SELECT * FROM departed ORDER BY scope") == [
                (1, "today", "gone"),
                (2, "today", "gone"),
            ]
        assert await before.read("SELECT * FROM departed") == [(1, "today")]
        with pytest.raises(StoreError, match="is newer .* update the program"):
            async with before.write():
                pass
    with pytest.raises(StoreError, match="is newer"):
        async with open_central(address, old, older):
            pass
    async with open_central(address, old, newer) as upgraded:
        assert len(await upgraded.read("SELECT * FROM departed")) == 2


async def test_what_a_person_has_erased_is_nowhere(central: Central) -> None:
    """Their words leave the rows of PostgreSQL, and the file and the log of the other machine."""
    first, second = ShardSettings(2, (0,)), ShardSettings(2, (1,))
    secret = f"tell <@{PERSON}> of the velvet parrot"

    def kept(table: str) -> list[tuple[object, ...]]:
        return central.execute(
            f"SELECT content FROM lore_row WHERE tab = '{table}' AND content LIKE '%velvet%'"
        )

    async with central.machine("a", first) as a, central.machine("b", second) as b:
        async with a.store.write() as writer:
            await writer.execute_fetchall(
                "INSERT INTO suggestion VALUES (1, ?, 1, ?, NULL, ?, 't', 'open', "
                "NULL, NULL, NULL, NULL)",
                (HERE, PERSON, secret),
            )
        assert len(kept("suggestion")) == 1
        async with a.store.write(erasing=True) as writer:
            await writer.execute_fetchall("DELETE FROM suggestion WHERE member_id = ?", (PERSON,))
        assert kept("suggestion") == []
        while await b.store.read("SELECT * FROM suggestion"):
            pass
    for path in central.folder.glob("*.db*"):
        assert b"velvet" not in path.read_bytes()


async def test_tables_of_litestream_stay_in_the_file(
    postgres: Cluster, seeded: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(seeded, tmp_path / "replicated.db"))
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
        file.execute("INSERT INTO _litestream_seq VALUES (1, 7)")
        file.commit()
    address, back = postgres.database(), tmp_path / "back.db"
    count = await copy(path, address, MIGRATIONS)
    assert await copy(address, back, MIGRATIONS) == count
