"""Brings a database to the newest form: applies data/migrations/*.sql in order, all or none.

`PRAGMA user_version` counts the migrations that a database has, and is set in the transaction
that makes them. `PRAGMA application_id` marks a database as this program's.

0001_lore.sql was edited after databases had been made by it. Those are known by what they lack, and
are mended first, so that every migration finds what the ones before it say.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import aiosqlite

from lore.model.errors import StoreError

APPLICATION_ID = 0x4C6F7265
"""Lore, in ASCII."""
MEND = Path("mends", "0001_lore.sql")
"""What brings a database of an early 0001_lore.sql to the released one, inside the folder."""
LAST_EARLY = 7
"""The last version that such a database may have; beyond it all are mended."""

_PAUSE = 0.1
"""Seconds between two looks at whether other processes have ended."""
_FILE = re.compile(r"(\d{4})_\w+\.sql")
_SEMICOLON = re.compile(r"(?<=;)")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TRANSACTION = re.compile(r"(?:begin|commit|end|rollback|savepoint|release)\b", re.IGNORECASE)


async def migrate(connection: aiosqlite.Connection, folder: Path) -> int:
    """Apply the migrations that the database lacks, in one transaction; how many they were.

    The connection must be in autocommit mode and not enforce foreign keys yet (a migration may
    rebuild a table that others refer to); each migration ends with a check of all foreign keys.

    Raises:
        StoreError: where the database is newer than the program or is another program's, and
            where a migration fails; the database is then as it was.
    """
    migrations = scripts(folder)
    version = await _version(connection, len(migrations))
    mend = _mend(folder)
    if version == len(migrations) and not await _is_early(connection, version, mend):
        return 0
    return await _apply_all(connection, migrations, mend)


async def migrated(connection: aiosqlite.Connection, folder: Path, *, seconds: float) -> None:
    """Wait for the process that migrates the database.

    Raises:
        StoreError: where none has done so after so many seconds, and as `migrate`.
    """
    wanted = len(scripts(folder))
    patience = time.monotonic() + seconds
    while await _version(connection, wanted) < wanted:
        if time.monotonic() > patience:
            raise StoreError(
                "The database has to be upgraded, and other processes serve it: stop all of them, "
                "then start one."
            )
        await asyncio.sleep(_PAUSE)


def newest(folder: Path) -> int:
    """The version of a database that has all migrations of a folder.

    Raises:
        StoreError: where the folder is incomplete.
    """
    return len(scripts(folder))


def scripts(folder: Path) -> list[Path]:
    """The migration files in order; they are numbered from 0001 without a gap.

    Raises:
        StoreError: where the folder is incomplete.
    """
    paths = sorted(path for path in folder.glob("*.sql"))
    for number, path in enumerate(paths, 1):
        match = _FILE.fullmatch(path.name)
        if match is None or int(match[1]) != number:
            raise StoreError(
                f"The migrations in {folder} are incomplete: {path.name} is out of place."
            )
    if not paths:
        raise StoreError(f"There are no migrations in {folder}: the checkout is incomplete.")
    return paths


async def _version(connection: aiosqlite.Connection, newest: int) -> int:
    """How many migrations the database has."""
    # Another process may be making it: the three are read from one state.
    await connection.execute_fetchall("BEGIN")
    try:
        version = await _number(connection, "PRAGMA user_version")
        application = await _number(connection, "PRAGMA application_id")
        tables = await _number(connection, "SELECT count(*) FROM sqlite_schema")
    finally:
        await connection.rollback()
    if application != APPLICATION_ID and (application or version or tables):
        raise StoreError("The database belongs to another program: choose another path.")
    if version > newest:
        raise StoreError(
            f"The database is newer (version {version}) than this program (version {newest}): "
            "update the program."
        )
    return version


async def _apply_all(
    connection: aiosqlite.Connection, migrations: Sequence[Path], mend: Path | None
) -> int:
    """Apply what is missing; 0 where another process has just done so."""
    path = migrations[0]
    try:
        await connection.execute_fetchall("BEGIN IMMEDIATE")
        version = await _number(connection, "PRAGMA user_version")
        if mend is not None and await _is_early(connection, version, mend):
            path = mend
            await _apply(connection, path)
        missing = migrations[version:]
        for path in missing:
            await _apply(connection, path)
        if missing:
            await connection.execute_fetchall(f"PRAGMA application_id = {APPLICATION_ID}")
            await connection.execute_fetchall(f"PRAGMA user_version = {len(migrations)}")
        await connection.execute_fetchall("COMMIT")
    except BaseException as error:
        await connection.rollback()
        if isinstance(error, sqlite3.Error) and not _is_outer(error):
            raise StoreError(f"Migration {path.name} fails: {error}.") from error
        raise
    return len(missing)


async def _apply(connection: aiosqlite.Connection, path: Path) -> None:
    """Run one script inside the transaction."""
    for statement in statements(_read(path)):
        await connection.execute_fetchall(statement)
    if broken := list(await connection.execute_fetchall("PRAGMA foreign_key_check")):
        raise StoreError(f"Migration {path.name} leaves {broken[0][0]} with broken references.")


async def _is_early(connection: aiosqlite.Connection, version: int, mend: Path | None) -> bool:
    """Whether the database was made while 0001_lore.sql still said something else."""
    if mend is None or not 0 < version <= LAST_EARLY:
        return False
    query = "SELECT count(*) FROM sqlite_schema WHERE name = 'fact_by_role_text'"
    return await _number(connection, query) == 0


def _mend(folder: Path) -> Path | None:
    path = folder / MEND
    return path if path.is_file() else None


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _is_outer(error: sqlite3.Error) -> bool:
    """Whether an error comes from the file or its locks rather than from a statement."""
    return getattr(error, "sqlite_errorcode", 1) & 0xFF not in (
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
    )


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one at a time; triggers and quoted semicolons stay whole.

    Raises:
        StoreError: for one that begins or ends a transaction, and where the last is not complete.
    """
    statement = ""
    for piece in _SEMICOLON.split(script):
        statement += piece
        if sqlite3.complete_statement(statement):
            bare = _COMMENT.sub("", statement).strip()
            if _TRANSACTION.match(bare):
                raise StoreError(f"A migration is one transaction: take “{bare}” out of it.")
            yield statement.strip()
            statement = ""
    if _COMMENT.sub("", statement).strip():
        raise StoreError("A migration ends in the middle of a statement.")


async def _number(connection: aiosqlite.Connection, sql: str) -> int:
    rows = list(await connection.execute_fetchall(sql))
    return int(rows[0][0])
