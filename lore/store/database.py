"""Opens the database: one writer behind a lock, one reader on a connection of its own.

Readers see the last committed state and never wait for the writer (WAL); writers queue.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import aiosqlite

from lore.errors import StoreError
from lore.migrate import migrate
from lore.store.reader import ReaderThread, open_reader

T = TypeVar("T")

Writer: TypeAlias = aiosqlite.Connection
"""The writing connection, inside a transaction."""

BUSY_SECONDS = 5.0
"""How long to wait for another process that writes to the same file."""
_CACHE_KIB = 2 * 1024
_BULK_CACHE_KIB = 64 * 1024
_WAL_LIMIT = 16 * 1024 * 1024

_REASONS = {
    sqlite3.SQLITE_NOTADB: "is not a database",
    sqlite3.SQLITE_CORRUPT: "is damaged: restore it from a backup",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check the path and its permissions",
    sqlite3.SQLITE_PERM: "cannot be opened: check its permissions",
    sqlite3.SQLITE_READONLY: "cannot be written: check its permissions and those of its folder",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error",
    sqlite3.SQLITE_BUSY: "is being written by another program: try again when it is done",
    sqlite3.SQLITE_LOCKED: "is being written by another program: try again when it is done",
}


class Store:
    """The open database. Get one from `open_store`.

    `created` tells whether the file was made when it was opened.
    """

    def __init__(
        self, path: Path, writer: Writer, reader: ReaderThread, *, created: bool = False
    ) -> None:
        self.path = path
        self.created = created
        self._writer = writer
        self._reader = reader
        self._lock = asyncio.Lock()

    async def query(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """What a function finds on the read-only connection, in one hop to the reader's thread.

        All its look-ups see one state of the database. It must not keep the connection, nor
        return a cursor.

        Raises:
            StoreError: where the file cannot be read.
        """
        with _clear_errors(self.path):
            return await self._reader.query(function)

    async def query_apart(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """As `query`, for what takes long: on a connection of its own, so that no question waits.

        Raises:
            StoreError: where the file cannot be read.
        """
        with _clear_errors(self.path):
            async with open_reader(self.path.absolute(), busy_seconds=BUSY_SECONDS) as reader:
                return await reader.query(function)

    async def is_void(self) -> bool:
        """Whether nothing was ever put in."""
        rows = await self.read(
            "SELECT EXISTS (SELECT 1 FROM source) OR EXISTS (SELECT 1 FROM entity)"
        )
        return not rows[0][0]

    async def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one statement."""
        return await self.query(lambda connection: connection.execute(sql, parameters).fetchall())

    @asynccontextmanager
    async def write(self, *, bulk: bool = False, erasing: bool = False) -> AsyncIterator[Writer]:
        """The writer inside a transaction: committed at the end, undone on any error or cancel.

        Writers queue; one task must not ask for it twice at once. `bulk` gives it a cache for
        writing many rows. `erasing` takes what is deleted out of the log, too, unless somebody
        reads it at that moment.

        Raises:
            StoreError: where the file cannot be written, or another program keeps writing to it.
        """
        begun = False
        async with self._lock:
            with _clear_errors(self.path):
                if bulk:
                    await _set_cache(self._writer, _BULK_CACHE_KIB)
                try:
                    await self._writer.execute_fetchall("BEGIN IMMEDIATE")
                    begun = True
                    yield self._writer
                    await self._writer.execute_fetchall("COMMIT")
                finally:
                    # Does nothing after COMMIT. When cancelled, the interrupted statement may still
                    # run in its thread; this queues behind it.
                    await self._writer.rollback()
                    # Where another program writes, settling would wait for it once more.
                    if (bulk or erasing) and begun:
                        await self._settle()

    async def _settle(self) -> None:
        """Give back the memory of a write, and empty the log into the database."""
        await _set_cache(self._writer, _CACHE_KIB)
        await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        await self._writer.execute_fetchall("PRAGMA shrink_memory")


@asynccontextmanager
async def open_store(path: Path, migrations: Path, *, create: bool = True) -> AsyncIterator[Store]:
    """Open the database at a path, migrating it where needed; a missing one is made if `create`.

    A file that was made goes again where an error ends its use before anything was put in.

    Raises:
        StoreError: with one sentence for a path that is no database of this program, cannot be
            written, or is locked; and from `migrate`.
    """
    file, there = _file(path, create=create)
    void = False
    try:
        async with AsyncExitStack() as stack:
            with _clear_errors(path):
                # Where it cannot be opened, aiosqlite's thread would outlive the loop, and say so.
                sqlite3.connect(file).close()
                writer = await aiosqlite.connect(file, isolation_level=None, timeout=BUSY_SECONDS)
                stack.push_async_callback(writer.close)
                await _prepare(writer, migrations)
                # The reader closes first, so that the writer, the last one, tidies up the log.
                opening = open_reader(file, busy_seconds=BUSY_SECONDS)
                reader = await stack.enter_async_context(opening)
            store = Store(path, writer, reader, created=not there)
            try:
                yield store
            except BaseException:
                void = store.created and await store.is_void()
                raise
    finally:
        # The log's index is left where another process has the file open, too.
        if void and not file.with_name(f"{file.name}-shm").exists():
            file.unlink(missing_ok=True)


def _file(path: Path, *, create: bool) -> tuple[Path, bool]:
    """The absolute path of a database, and whether a file is there.

    None of sqlite's special names has a meaning as an absolute path.
    """
    file = path.absolute()
    try:
        there = file.exists()
        if file.is_dir():
            raise StoreError(f"The database {path} is a folder: name a file.")
        if not there and not create:
            raise StoreError(f"There is no database {path}.")
        if not file.parent.is_dir():
            raise StoreError(f"The database {path} cannot be made: its folder does not exist.")
    except OSError as error:
        raise StoreError(f"The database {path} cannot be opened: {error.strerror}.") from None
    return file, there


async def _prepare(writer: Writer, migrations: Path) -> None:
    """Migrate the database and set the writer up.

    Each commit is flushed to the disk (synchronous FULL): a moderator's change that was confirmed
    must not be lost with the power, and changes are few.
    """
    await migrate(writer, migrations)
    await _keep_log(writer)
    await writer.execute_fetchall("PRAGMA synchronous = FULL")
    await writer.execute_fetchall("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten: people were told that it goes.
    await writer.execute_fetchall("PRAGMA secure_delete = ON")
    await writer.execute_fetchall(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")
    # Only a connection that has used the log tidies it up when it closes.
    await writer.execute_fetchall("SELECT 1 FROM sqlite_schema")
    await _set_cache(writer, _CACHE_KIB)


async def _keep_log(writer: Writer) -> None:
    """Switch to a log (WAL). For the lock of the switch sqlite itself does not wait."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            await writer.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            await asyncio.sleep(0.01)
        else:
            return


async def _set_cache(writer: Writer, kibibytes: int) -> None:
    await writer.execute_fetchall(f"PRAGMA cache_size = -{kibibytes}")


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """Turn what the file or its locks cause into a StoreError; errors of a statement pass."""
    try:
        yield
    except sqlite3.Error as error:
        reason = _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if reason is None:
            raise
        raise StoreError(f"The database {path} {reason}.") from error
