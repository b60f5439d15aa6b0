"""Opens the database: one writer behind a lock, one reader on a connection of its own.

Readers see the last committed state and never wait for the writer (WAL); writers queue.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import aiosqlite

from lore.model.errors import Stopped, StoreError
from lore.store.failures import clear_errors, lost, primary, reason
from lore.store.files import beside, close_to_others, find, identity, is_empty, last_written, remove
from lore.store.migrations import migrate, migrated
from lore.store.reader_thread import ReaderThread, open_reader
from lore.store.seen_through import see_through
from lore.store.turns import Turns
from lore.store.upstream import Turn, Upstream

T = TypeVar("T")

log = logging.getLogger(__name__)

Writer: TypeAlias = aiosqlite.Connection
"""The writing connection, inside a transaction."""

BUSY_SECONDS = 5.0
"""How long to wait for another process that writes to the same file."""
_UPGRADE_SECONDS = 30.0
"""How long an upgrade waits for another process that upgrades."""
_CACHE_KIB = 2 * 1024
"""What a connection keeps of the file in memory …"""
_LOOK = 1.0
"""Seconds between two looks at whether what is waited for can come."""
_BULK_CACHE_KIB = 64 * 1024
"""… and while it writes much at once."""
_WAL_LIMIT = 16 * 1024 * 1024
"""Bytes to which the log is cut once what it holds is in the file."""
_CENTRAL_SECONDS = 1.0
"""How long a cancel waits for the central database, when it came during the commit."""


@dataclass(frozen=True, slots=True)
class Birth:
    """What was found when the file was opened: whether it was made just then, when it was last
    written before, how many migrations it got, and whether its log was still there: somebody has it
    open, or has not closed it."""

    created: bool
    written: datetime | None
    upgraded: int
    logged: bool = False


class Store:
    """The open database. Get one from `open_store`.

    `birth` tells what was found when it was opened; `reading` and `writing` how many look-ups and
    transactions are under way or wait for their turn.
    """

    def __init__(
        self,
        path: Path,
        writer: Writer,
        reader: ReaderThread,
        birth: Birth,
        *,
        patience: float = 0.0,
        upstream: Upstream | None = None,
    ) -> None:
        self.path = path
        self.birth = birth
        self._writer = writer
        self._reader = reader
        self._turns = Turns()
        self._lock = asyncio.Lock()
        self._patience = patience
        self._upstream = upstream
        self._file = path.absolute()
        self._identity = identity(self._file)
        self._stopped: str | None = None
        self.reading = self.writing = 0

    def stop_edits(self, reason: str) -> None:
        """Take no write from now on, and tell the operator why: one line in the log, once."""
        if self._stopped is None:
            self._stopped = reason
            log.error(reason)

    @property
    def takes_edits(self) -> bool:
        """Whether anything is still changed (see `stop_edits`), or can be at the moment."""
        return self._stopped is None and (self._upstream is None or self._upstream.cut_off is None)

    def check_place(self) -> None:
        """Refuse where nothing that is written would be found again.

        Raises:
            Stopped: where the file was deleted or replaced, and after `stop_edits`.
        """
        if identity(self._file) != self._identity:
            self.stop_edits(lost(self.path))
        if self._stopped is not None:
            raise Stopped(self._stopped)

    async def query(
        self, function: Callable[[sqlite3.Connection], T], *, of: int | None = None
    ) -> T:
        """What a function finds on the read-only connection, in one hop to the reader's thread.

        All its look-ups see one state of the database. It must not keep the connection, nor
        return a cursor. What members ask says `of` which server it is, and waits for its turn.

        Raises:
            StoreError: where the file cannot be read.
        """
        self.reading += 1
        try:
            with clear_errors(self.path):
                if of is None:
                    return await self._reader.query(function)
                async with self._turns.turn(of):
                    return await self._reader.query(function)
        finally:
            self.reading -= 1

    async def query_apart(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """As `query`, for what takes long: on a connection of its own, so that no question waits.

        Raises:
            StoreError: where the file cannot be read.
        """
        self.check_place()
        with clear_errors(self.path):
            async with open_reader(self._file, busy_seconds=BUSY_SECONDS) as reader:
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
    async def write(
        self,
        *,
        bulk: bool = False,
        erasing: bool = False,
        local: bool = False,
        committed: Callable[[], None] | None = None,
    ) -> AsyncIterator[Writer]:
        """The writer inside a transaction: committed at the end, undone on any error or cancel.

        A cancel that comes during the commit does not undo it. It is held back, and `committed` is
        called before it is heard: what is to be written once only is forgotten there. Without that
        call nothing stands, unless the central database is silent as the program ends.

        Writers queue; one task must not ask for it twice at once. `bulk` gives it a cache for
        writing many rows. `erasing` takes what is deleted out of the log, too, unless somebody
        reads it at that moment. `local` is for what is of this machine alone.

        Raises:
            StoreError: where the file cannot be written, or another program keeps writing to it.
        """
        self.writing += 1
        upstream = None if local else self._upstream
        try:
            async with AsyncExitStack() as stack:
                lock = self._lock if upstream is None else self._locked(upstream)
                await stack.enter_async_context(lock)
                turn = await stack.enter_async_context(upstream.turn()) if upstream else None
                yield await stack.enter_async_context(self._transaction(bulk, erasing))
                self.check_place()
                changed = turn is not None and await turn.push(self._writer, erasing=erasing)
                await see_through(
                    self._commit(stack.pop_all(), turn if changed else None),
                    seconds=_CENTRAL_SECONDS if changed else None,
                    done=committed,
                )
        finally:
            self.writing -= 1

    @asynccontextmanager
    async def _locked(self, upstream: Upstream) -> AsyncIterator[None]:
        """The lock, for which nobody waits while the central database is cut off.

        Raises:
            StoreError: where it is.
        """
        upstream.check()
        taking = asyncio.create_task(self._lock.acquire())
        try:
            while not (await asyncio.wait({taking}, timeout=_LOOK))[0]:
                upstream.check()
            yield
        finally:
            if not taking.cancel():
                self._lock.release()

    @asynccontextmanager
    async def still(self) -> AsyncIterator[None]:
        """Nobody in this process writes while the block runs."""
        async with self._lock:
            yield

    @asynccontextmanager
    async def _transaction(self, bulk: bool, erasing: bool) -> AsyncIterator[Writer]:
        begun = False
        with clear_errors(self.path):
            self.check_place()
            if bulk:
                await _set_cache(self._writer, _BULK_CACHE_KIB)
            try:
                await self._begin()
                begun = True
                yield self._writer
            finally:
                # Does nothing after COMMIT. When cancelled, the interrupted statement may still
                # run in its thread; this queues behind it.
                await self._writer.rollback()
                # Where another program writes, settling would wait for it once more.
                if (bulk or erasing) and begun:
                    await self._settle()

    async def _commit(self, transaction: AsyncExitStack, turn: Turn | None) -> None:
        async with transaction:
            if turn is not None:
                await turn.commit()
            try:
                await self._writer.execute_fetchall("COMMIT")
            except sqlite3.Error as error:
                if turn is None:
                    raise
                raise StoreError(
                    "The change is made in the central database, but is not seen here yet: the "
                    f"replica {self.path} {reason(error) or error}."
                ) from error

    async def _begin(self) -> None:
        """Begin to write, waiting for other programs as long as the patience lasts; in turns, so
        that whoever cancels it is heard."""
        patience = time.monotonic() + self._patience
        waiting = False
        while True:
            try:
                await self._writer.execute_fetchall("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if primary(error) != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                    raise
                if not waiting:
                    log.warning("Waiting for another program that writes to %s", self.path)
                    waiting = True
                self.check_place()
            else:
                return

    async def _settle(self) -> None:
        """Give back the memory of a write, and empty the log into the database.

        What was committed is kept whether that works or not: the next one tries again.
        """
        try:
            await _set_cache(self._writer, _CACHE_KIB)
            await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            await self._writer.execute_fetchall("PRAGMA shrink_memory")
        except sqlite3.Error as error:
            why = reason(error) or f"cannot be settled: {error}"
            log.warning("What was written is kept, but the database %s %s", self.path, why)


@asynccontextmanager
async def open_store(
    path: Path,
    migrations: Path,
    *,
    create: bool = True,
    patience: float = 0.0,
    upgrade: bool = True,
    upstream: Upstream | None = None,
) -> AsyncIterator[Store]:
    """Open the database at a path, migrating it where needed; a missing one is made if `create`.

    One that was made goes again where an error ends its use before anything was put in. `patience`
    is how many seconds a write waits for another program's beyond BUSY_SECONDS. Without `upgrade`
    it is for another process to migrate it. With an `upstream` the file is a replica of that.

    Raises:
        StoreError: for a path that is no database of this program, cannot be written, or is locked;
            and from `migrate`.
    """
    file, made = find(path, create=create)
    birth, void = _born(file, new=made or is_empty(file)), False
    try:
        async with AsyncExitStack() as stack:
            with clear_errors(path):
                before = identity(file)
                writer = await _writer(file, stack)
                upgraded = await _prepare(writer, migrations, upgrade=upgrade)
                await _attach(path, writer, upstream)
                if not made and close_to_others(file):
                    log.warning("The database %s could be read by others; now it cannot.", path)
                # The reader closes first, so that the writer, the last one, tidies up the log.
                opening = open_reader(file, busy_seconds=BUSY_SECONDS)
                reader = await stack.enter_async_context(opening)
            birth = replace(birth, upgraded=0 if birth.created else upgraded)
            store = Store(path, writer, reader, birth, patience=patience, upstream=upstream)
            try:
                if identity(file) != before:
                    raise StoreError(lost(path))
                yield store
            except BaseException:
                void = made and await store.is_void()
                raise
    finally:
        if void or (made and is_empty(file)):
            remove(file)


async def _writer(file: Path, stack: AsyncExitStack) -> Writer:
    """A connection for writing, closed with the stack."""
    sqlite3.connect(file).close()  # aiosqlite's thread would outlive the loop
    writer = await aiosqlite.connect(file, isolation_level=None, timeout=BUSY_SECONDS)
    stack.push_async_callback(writer.close)
    return writer


def _born(file: Path, *, new: bool) -> Birth:
    """What is found of a database before it is opened."""
    log_file = beside(file, "-wal")
    logged = not new and log_file.exists() and not is_empty(log_file)
    return Birth(new, None if new else last_written(file), 0, logged)


async def _prepare(writer: Writer, migrations: Path, *, upgrade: bool) -> int:
    """Migrate the database and set the writer up; how many migrations it got.

    Each commit is flushed to the disk (synchronous FULL): a moderator's change that was confirmed
    must not be lost with the power, and changes are few.
    """
    if not upgrade:
        await migrated(writer, migrations, seconds=_UPGRADE_SECONDS)
    upgraded = await migrate(writer, migrations)
    await _keep_log(writer)
    await writer.execute_fetchall("PRAGMA synchronous = FULL")
    await writer.execute_fetchall("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten: people were told that it goes.
    await writer.execute_fetchall("PRAGMA secure_delete = ON")
    await writer.execute_fetchall(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")
    # Only a connection that has used the log tidies it up when it closes.
    await writer.execute_fetchall("SELECT 1 FROM sqlite_schema")
    await _set_cache(writer, _CACHE_KIB)
    return upgraded


async def _attach(path: Path, writer: Writer, upstream: Upstream | None) -> None:
    """Attach a replica to what it follows, without which it is not to be written."""
    query = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'replica'"
    if upstream is not None:
        await upstream.attach(path, writer)
    elif list(await writer.execute_fetchall(query)):
        raise StoreError(
            f"The database {path} is a replica of a central one: set DATABASE to the address of "
            "that, and REPLICA to this file."
        )


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
