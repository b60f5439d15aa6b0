"""A database of every released version becomes what a new one is, with all that is in it.

released/0001_*.sql are the wordings that 0001_lore.sql had before it was settled, and
released/data_*.sql fill the tables that a version brought.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from lore.model.errors import StoreError
from lore.store.migrations import APPLICATION_ID, LAST_EARLY, migrate, statements

MIGRATIONS = Path(__file__).resolve().parents[3] / "data" / "migrations"
RELEASED = Path(__file__).resolve().parent / "released"
FILES = sorted(MIGRATIONS.glob("*.sql"))

# What was released is never edited: a change of the tables is a migration of its own, and its
# digest is added here.
DIGESTS = {
    "0001_lore.sql": "8718b10efc57391defbd161c72f559aca5669ca8786be8e8f74b07d438a6c960",
    "0002_inbox.sql": "910dffbcd3ea35429b05f3306030db260cdcb8c71a703750fa5305691257a30e",
    "0003_index.sql": "78efd2b7f1f5f7271787f04956dacddfe552ee11abc4455fac62eae440f87da1",
    "0004_curation.sql": "cda8d884ba5656ccf73e71bd118769353ec86fc7d731b53d9563688ac137cfae",
    "0005_shown.sql": "8de80952819323c44f23e21fef01f2fe3ca7c623b2b561f9e28c4f33219ea27b",
    "0006_sealed.sql": "c6052affee171fd73dc2aa337cc452a91418bb254bcaa0aad21bdf2c8a2afe4f",
    "0007_kinds.sql": "13582bfcd6fad79ea0d4259c0dbfb10b083cdad9ae5f26b24967834e3cfe05ee",
    "0008_scopes.sql": "27e494684b54e025d9fbb79df917c2f8d627797e0f30d89b5983e41127864f58",
    "0009_quota.sql": "e0e280a2f6d4379529c518742cf9918d945b9af78e5ff0c1cbfd6447fc7a85ae",
    "0010_staged.sql": "ef99890ec85222d4cd47282c4129aa888d4f5d3c904b4bd8a148ccbe8c0dfe1c",
    "0011_waiting.sql": "8ccc6a078aa4309b91db54a9c5c14ade3596fd42a9a4a3d35b9b3411e7f00191",
    "0012_presses.sql": "f1c6a66f32f964f23481b17188a84b47610564f38a0be3365de49934abef08ba",
    "0013_feeds.sql": "0175c8e953428e093d7a9d4da1608b07822d3a29f1ca2dcee32e483b170c45a4",
    "0014_share.sql": "173ac19eaf67492a9d810a120f955a98ba884761e168edb69dac22287af5d31a",
}
DERIVED = {"token", "spelling", "posting", "name_index"}
"""What is derived from names: a migration may leave it to the next start to write it anew."""
FIRST = [RELEASED / "0001_first.sql", RELEASED / "0001_second.sql", FILES[0]]
VERSIONS = [
    (first, version)
    for first in FIRST
    for version in range(1, len(FILES) + 1)
    if first == FILES[0] or version <= LAST_EARLY
]


def released(database: Path, first: Path, version: int) -> Path:
    """A database as a program of that version left it, with a row in each of its tables."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for number, path in enumerate([first, *FILES[1:version]], 1):
            for statement in statements(path.read_text(encoding="utf-8")):
                connection.execute(statement)
            data = RELEASED / f"data_{number:04}.sql"
            if data.exists():
                connection.executescript(data.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
    return database


async def upgraded(database: Path, folder: Path = MIGRATIONS) -> int:
    async with aiosqlite.connect(database, isolation_level=None) as connection:
        return await migrate(connection, folder)


def rows(connection: sqlite3.Connection, sql: str) -> list[Any]:
    return sorted(connection.execute(sql), key=repr)


def schema(database: Path) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return rows(connection, "SELECT type, name, tbl_name, sql FROM sqlite_schema")


def contents(database: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = lambda cursor, row: {
            column[0]: value for column, value in zip(cursor.description, row, strict=True)
        }
        tables = rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            table["name"]: rows(connection, f"SELECT * FROM {table['name']}") for table in tables
        }


def test_a_released_migration_is_never_edited() -> None:
    now = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES}
    assert {name: now.get(name) for name in DIGESTS} == DIGESTS
    assert set(now) == set(DIGESTS), "add the digest of the new migration to DIGESTS"


@pytest.mark.parametrize(("first", "version"), VERSIONS, ids=lambda one: getattr(one, "stem", one))
async def test_every_released_version_becomes_a_new_one(
    tmp_path: Path, first: Path, version: int
) -> None:
    new = tmp_path / "new.db"
    await upgraded(new)
    old = released(tmp_path / "old.db", first, version)
    before = contents(old)
    assert all(before[table] for table in before.keys() - DERIVED - {"pack_row"})

    assert await upgraded(old) == len(FILES) - version

    assert schema(old) == schema(new)
    after = contents(old)
    for table in before:
        if not before[table]:
            continue
        if table in {"shown", "report"} and version < 6:
            assert after[table] == []  # was kept readably, and goes
        else:
            kept = [{name: row[name] for name in before[table][0]} for row in after[table]]
            assert kept == before[table] or (table in DERIVED and not kept)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(("first", "version"), VERSIONS, ids=lambda one: getattr(one, "stem", one))
async def test_a_chain_that_fails_leaves_every_version_as_it_was(
    tmp_path: Path, first: Path, version: int
) -> None:
    folder = tmp_path / "migrations"
    (folder / "mends").mkdir(parents=True)
    for path in [*FILES, *MIGRATIONS.glob("mends/*.sql")]:
        (folder / path.relative_to(MIGRATIONS)).write_bytes(path.read_bytes())
    (folder / f"{len(FILES) + 1:04}_bad.sql").write_text("INSERT INTO nothing VALUES (1);")
    old = released(tmp_path / "old.db", first, version)
    before = schema(old), contents(old)

    with pytest.raises(StoreError, match="_bad.sql fails"):
        await upgraded(old, folder)

    assert (schema(old), contents(old)) == before
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
