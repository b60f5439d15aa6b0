"""Migrations on real files: in order, each whole or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from lore.model.errors import StoreError
from lore.store import migrations as migrating
from lore.store.migrations import APPLICATION_ID, migrate, statements

MIGRATIONS = Path(__file__).resolve().parents[3] / "data" / "migrations"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text("CREATE TABLE film (id INTEGER PRIMARY KEY, name TEXT);")
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "lore.db"


async def run(database: Path, folder: Path) -> int:
    async with aiosqlite.connect(database, isolation_level=None) as connection:
        return await migrate(connection, folder)


def select(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def tables(database: Path) -> list[str]:
    return [row[0] for row in select(database, "SELECT name FROM sqlite_schema ORDER BY name")]


async def test_a_new_database_gets_every_migration(database: Path) -> None:
    count = len(list(MIGRATIONS.glob("*.sql")))

    assert await run(database, MIGRATIONS) == count
    assert await run(database, MIGRATIONS) == 0
    assert select(database, "PRAGMA user_version") == [(count,)]
    assert select(database, "PRAGMA application_id") == [(APPLICATION_ID,)]


async def test_every_table_is_strict(database: Path) -> None:
    await run(database, MIGRATIONS)

    lax = select(
        database,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND NOT strict AND name NOT LIKE 'sqlite%'",
    )
    assert lax == []


async def test_an_older_database_gets_what_it_lacks(database: Path, folder: Path) -> None:
    await run(database, folder)
    (folder / "0002_year.sql").write_text("ALTER TABLE film ADD year INTEGER;")
    (folder / "0003_index.sql").write_text("CREATE INDEX film_by_year ON film (year);")

    assert await run(database, folder) == 2
    assert tables(database) == ["film", "film_by_year"]


@pytest.mark.parametrize(
    "last",
    [
        "INSERT INTO nothing VALUES (1);",
        "INSERT INTO film VALUES (7, 'Fallout');",
        "CREATE TABLE film (id);",
        "COMMIT;",
        "/* now */ end;",
        "INSERT INTO film VALUES (9, 'Ghost",
        "CREATE TABLE cast (film INTEGER REFERENCES film (id)); INSERT INTO cast VALUES (404);",
    ],
)
async def test_a_failing_migration_leaves_everything_as_it_was(
    database: Path, folder: Path, last: str
) -> None:
    (folder / "0002_good.sql").write_text("INSERT INTO film VALUES (7, 'Dead Reckoning');")
    await run(database, folder)
    script = f"CREATE TABLE role (id INTEGER);\nDELETE FROM film;\n{last}\nCREATE TABLE late (id);"
    if last.startswith("INSERT INTO film VALUES (7"):
        script = script.replace("DELETE FROM film;", "")
    (folder / "0003_bad.sql").write_text(script)

    with pytest.raises(StoreError, match=r"(?i)migration"):
        await run(database, folder)

    assert tables(database) == ["film"]
    assert select(database, "SELECT * FROM film") == [(7, "Dead Reckoning")]
    assert select(database, "PRAGMA user_version") == [(2,)]


async def test_an_interrupted_migration_leaves_everything_as_it_was(
    database: Path, folder: Path
) -> None:
    await run(database, folder)
    (folder / "0002_long.sql").write_text(
        "INSERT INTO film WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 3000000) SELECT i, 'x' FROM n;"
    )
    task = asyncio.create_task(run(database, folder))
    await asyncio.sleep(0.1)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task

    assert select(database, "SELECT count(*) FROM film") == [(0,)]
    assert select(database, "PRAGMA user_version") == [(1,)]


async def test_a_newer_database_is_refused_and_untouched(database: Path, folder: Path) -> None:
    (folder / "0002_later.sql").write_text("CREATE TABLE later (id);")
    await run(database, folder)
    (folder / "0002_later.sql").unlink()
    before = database.read_bytes()

    with pytest.raises(StoreError, match="newer .version 2. than this program .version 1."):
        await run(database, folder)

    assert database.read_bytes() == before


@pytest.mark.parametrize(
    "script",
    ["CREATE TABLE recipe (id);", "PRAGMA user_version = 1;", "PRAGMA application_id = 7;"],
)
async def test_another_programs_database_is_refused_and_untouched(
    database: Path, folder: Path, script: str
) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(script)
    before = database.read_bytes()

    with pytest.raises(StoreError, match="another program"):
        await run(database, folder)

    assert database.read_bytes() == before


@pytest.mark.parametrize("name", ["0003_gap.sql", "second.sql", "0001_twin.sql", "2_short.sql"])
async def test_migrations_out_of_order_are_refused(database: Path, folder: Path, name: str) -> None:
    (folder / name).write_text("CREATE TABLE other (id);")

    with pytest.raises(StoreError, match="out of place"):
        await run(database, folder)


async def test_no_migrations_at_all_are_refused(database: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no migrations"):
        await run(database, tmp_path)


async def test_a_table_that_others_refer_to_can_be_rebuilt(database: Path, folder: Path) -> None:
    (folder / "0002_roles.sql").write_text(
        "CREATE TABLE role (film INTEGER NOT NULL REFERENCES film (id));"
        "INSERT INTO film VALUES (6, 'Fallout'); INSERT INTO role VALUES (6);"
    )
    (folder / "0003_rebuild.sql").write_text(
        "CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, year INTEGER);"
        "INSERT INTO new SELECT id, name, 2018 FROM film;"
        "DROP TABLE film; ALTER TABLE new RENAME TO film;"
    )

    assert await run(database, folder) == 3
    assert select(database, "SELECT * FROM role JOIN film ON id = film") == [
        (6, 6, "Fallout", 2018)
    ]


async def test_two_processes_migrate_one_database_once(database: Path, folder: Path) -> None:
    assert sorted(await asyncio.gather(*[run(database, folder) for _ in range(4)]))[0] >= 0
    assert select(database, "PRAGMA user_version") == [(1,)]


def test_statements_stay_whole() -> None:
    trigger = (
        "CREATE TRIGGER kept AFTER INSERT ON film BEGIN\n"
        "  UPDATE film SET name = 'a;b'; DELETE FROM role;\nEND;"
    )
    script = f"-- first; a comment\nCREATE TABLE film (id);\n{trigger}\nSELECT ';';\n-- last; words"

    assert list(statements(script)) == [
        "-- first; a comment\nCREATE TABLE film (id);",
        trigger,
        "SELECT ';';",
    ]


@pytest.mark.parametrize("asked", ["user_version", "application_id"])
async def test_a_database_that_another_process_makes_meanwhile_is_ours(
    database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    """What is asked of the file comes from one state of it."""
    number = migrating._number

    async def interrupted(connection: aiosqlite.Connection, sql: str) -> int:
        answer = await number(connection, sql)
        if sql == f"PRAGMA {asked}":
            with closing(sqlite3.connect(database, timeout=0)) as other, suppress(sqlite3.Error):
                other.executescript(
                    "BEGIN; CREATE TABLE film (id INTEGER PRIMARY KEY, name TEXT); "
                    f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1; COMMIT"
                )
        return answer

    monkeypatch.setattr(migrating, "_number", interrupted)
    await run(database, folder)
    assert tables(database) == ["film"]
