"""Moves a whole database from a file to PostgreSQL or back, and verifies it row by row."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from lore.model.errors import StoreError
from lore.model.progress import Progress
from lore.store.backup import back_up
from lore.store.central import head as central
from lore.store.central import replica as replicas
from lore.store.central import rows
from lore.store.central.engine import STEP_SECONDS, scratch
from lore.store.central.link import Connection, Link
from lore.store.central.replica import Replica
from lore.store.central.rows import Row, Tables
from lore.store.database import open_store
from lore.store.files import beside
from lore.store.migrations import newest

Place = str | Path
"""A file, or the address of a PostgreSQL database."""


async def copy(
    source: Place, target: Place, migrations: Path, *, progress: Progress | None = None
) -> int:
    """Copy everything to where nothing is yet; how many rows that are.

    A file that is copied may be in use: what it holds at the beginning is copied. What came to the
    target is compared with what the source had, each row, before it counts there.

    Raises:
        SettingsError: where what talks to PostgreSQL is not installed.
        StoreError: where either cannot be used, where the target holds anything, and where a row
            is not the same.
    """
    if isinstance(target, Path) and target.exists():
        raise StoreError(f"There is a file {target} already: name another one.")
    with scratch() as path:
        if isinstance(source, Path):
            await _take_file(source, path, migrations)
        else:
            await _linked(source, lambda it, link: _take(it, link, path, migrations))
        with replicas.opened(path) as file:
            tables = rows.tables_of(file)
            count = sum(1 for _ in rows.all_rows(file, tables))
        report = _told(progress, count)
        if isinstance(target, Path):
            _give_file(path, target, tables)
        else:
            version = newest(migrations)
            await _linked(target, lambda it, link: _give(it, link, path, version, report))
    return count


async def _linked(address: str, function: Callable[[Connection, Link], None]) -> None:
    link = Link(address, name="lore-copy", options={})
    try:
        await link.run(lambda connection: function(connection, link), seconds=STEP_SECONDS)
    finally:
        await link.close()


async def _take_file(source: Path, path: Path, migrations: Path) -> None:
    """A copy of a file, upgraded."""
    back_up(source, path, newest=newest(migrations))
    async with open_store(path, migrations):
        pass


def _take(connection: Connection, link: Link, path: Path, migrations: Path) -> None:
    """A file of what PostgreSQL has."""
    version = replicas.make(path, migrations)
    with central.transaction(connection, snapshot=True):
        head = central.find_head(connection)
        if head is None:
            raise StoreError("There is no database of this program at that address.")
        Replica(path, version).catch_up(connection, head, link.progress)
        with replicas.opened(path) as file:
            compare(file, rows.tables_of(file), _heard(central.pull(connection, 0), link))
            file.execute("DROP TABLE replica")


def _give(
    connection: Connection, link: Link, path: Path, version: int, told: Callable[[], None]
) -> None:
    """Have PostgreSQL hold what a file has."""
    with replicas.opened(path) as file, central.transaction(connection):
        tables = rows.tables_of(file)

        def sent() -> Iterator[Row]:
            for row in rows.all_rows(file, tables):
                told()
                link.progress()
                yield row

        if not central.make(connection, version, sent(), tables):
            raise StoreError("There is a database at that address already: name an empty one.")
        compare(file, tables, _heard(central.pull(connection, 0), link))


def _give_file(path: Path, target: Path, tables: Tables) -> None:
    """Have a file hold what another has."""
    part = beside(target, ".part")
    with ExitStack() as stack:
        stack.callback(part.unlink, missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with replicas.opened(path) as file, closing(sqlite3.connect(part)) as made:
            file.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")
            compare(file, tables, rows.all_rows(made, tables))
        part.rename(target)


def compare(file: sqlite3.Connection, tables: Tables, others: Iterable[Row]) -> None:
    """Compare the rows of a file with others, each with that of its key.

    Raises:
        StoreError: for the first that differs, and where one is missing.
    """
    count = dict.fromkeys(tables, 0)
    for row in others:
        if rows.row_like(file, tables, row) != row:
            raise StoreError(f"A row of {row.table} was not copied as it is: {row.content}")
        count[row.table] += 1
    for name, copied in count.items():
        # The names are those of the schema, which no input reaches.
        (wanted,) = file.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608
        if wanted != copied:
            raise StoreError(f"Of {wanted} rows of {name}, {copied} were copied.")


def _heard(found: Iterable[Row], link: Link) -> Iterator[Row]:
    for row in found:
        link.progress()
        yield row


def _told(progress: Progress | None, total: int) -> Callable[[], None]:
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None and done % rows.BATCH == 0:
            progress(done, total)

    return tell
