"""Bringing a database to the newest form, on real files."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from lore.errors import StoreError
from lore.migrate import migrate, statements

MIGRATIONS = Path(__file__).resolve().parents[2] / "data" / "migrations"


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(tmp_path / "lore.db", isolation_level=None) as connection:
        yield connection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    return folder


def write(folder: Path, *scripts: str) -> Path:
    for number, script in enumerate(scripts, 1):
        (folder / f"{number:04}_step.sql").write_text(script, encoding="utf-8")
    return folder


async def schema(connection: aiosqlite.Connection) -> tuple[int, list[str]]:
    (version,) = await connection.execute_fetchall("PRAGMA user_version")
    tables = await connection.execute_fetchall(
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    )
    return version[0], [name for (name,) in tables]


async def test_the_shipped_migrations_make_strict_tables(
    connection: aiosqlite.Connection,
) -> None:
    assert await migrate(connection, MIGRATIONS) == len(list(MIGRATIONS.glob("*.sql")))
    loose = await connection.execute_fetchall(
        "SELECT name FROM pragma_table_list WHERE strict = 0 AND name NOT LIKE 'sqlite_%'"
    )
    assert list(loose) == []


async def test_what_is_applied_is_not_applied_again(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    write(folder, "CREATE TABLE one (id);")
    assert await migrate(connection, folder) == 1
    assert await migrate(connection, folder) == 0
    write(folder, "CREATE TABLE one (id);", "CREATE TABLE two (id);")
    assert await migrate(connection, folder) == 1
    assert await schema(connection) == (2, ["one", "two"])


async def test_a_failing_migration_leaves_all_as_it_was(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    await migrate(connection, write(folder, "CREATE TABLE one (id); INSERT INTO one VALUES (1);"))
    write(
        folder,
        "CREATE TABLE one (id);",
        "UPDATE one SET id = 2; CREATE TABLE two (id); INSERT INTO nowhere VALUES (1);",
    )
    with pytest.raises(StoreError, match="0002_step.sql fails: no such table: nowhere"):
        await migrate(connection, folder)
    assert await schema(connection) == (1, ["one"])
    assert list(await connection.execute_fetchall("SELECT id FROM one")) == [(1,)]
    assert not connection.in_transaction


async def test_those_before_a_failing_one_stay(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    write(folder, "CREATE TABLE one (id);", "nonsense;")
    with pytest.raises(StoreError):
        await migrate(connection, folder)
    assert await schema(connection) == (1, ["one"])


@pytest.mark.parametrize("script", ["CREATE TABLE t (id); COMMIT;", "CREATE TABLE t (id); END;"])
async def test_a_migration_must_not_end_its_transaction(
    connection: aiosqlite.Connection, folder: Path, script: str
) -> None:
    with pytest.raises(StoreError, match="one transaction"):
        await migrate(connection, write(folder, script))


async def test_a_migration_must_not_break_references(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    script = (
        "CREATE TABLE a (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (a_id INTEGER REFERENCES a (id)); INSERT INTO b VALUES (7);"
    )
    with pytest.raises(StoreError, match="leaves b with broken references"):
        await migrate(connection, write(folder, script))
    assert await schema(connection) == (0, [])


async def test_a_newer_database_is_refused(connection: aiosqlite.Connection, folder: Path) -> None:
    await migrate(connection, write(folder, "CREATE TABLE one (id);", "CREATE TABLE two (id);"))
    (folder / "0002_step.sql").unlink()
    with pytest.raises(StoreError, match=r"newer \(version 2\) than this program \(version 1\)"):
        await migrate(connection, folder)
    assert await schema(connection) == (2, ["one", "two"])


async def test_the_database_of_another_program_is_refused(
    connection: aiosqlite.Connection,
) -> None:
    await connection.execute_fetchall("CREATE TABLE theirs (id)")
    with pytest.raises(StoreError, match="another program"):
        await migrate(connection, MIGRATIONS)
    assert await schema(connection) == (0, ["theirs"])


async def test_a_gap_or_an_empty_folder_is_refused(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    with pytest.raises(StoreError, match="no migrations"):
        await migrate(connection, folder)
    (folder / "0002_late.sql").write_text("CREATE TABLE t (id);", encoding="utf-8")
    with pytest.raises(StoreError, match="0002_late.sql is out of place"):
        await migrate(connection, folder)


async def test_two_at_once_apply_each_migration_once(tmp_path: Path, folder: Path) -> None:
    write(folder, "CREATE TABLE one (id);")
    path = tmp_path / "lore.db"
    async with (
        aiosqlite.connect(path, isolation_level=None) as first,
        aiosqlite.connect(path, isolation_level=None) as second,
    ):
        # The second has read the version before the first one migrates.
        await second.execute_fetchall("PRAGMA user_version")
        await migrate(first, folder)
        await migrate(second, folder)
        assert await schema(second) == (1, ["one"])


def test_a_script_is_cut_at_whole_statements() -> None:
    script = """
        -- a comment; with a semicolon
        CREATE TABLE t (text TEXT DEFAULT 'a;b');
        CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET text = ';'; DELETE FROM t; END;
        /* at the end; */
    """
    found = list(statements(script))
    assert len(found) == 2
    with sqlite3.connect(":memory:") as connection:
        for statement in found:
            connection.execute(statement)
    connection.close()


def test_half_a_statement_is_refused() -> None:
    with pytest.raises(StoreError, match="middle of a statement"):
        list(statements("CREATE TABLE t (id); CREATE TABLE"))
