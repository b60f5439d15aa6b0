"""The central database behind a store: whose turn it is to write, and what is written becoming
central before it is committed here.

A write has the lock on the head from before it begins until it is committed, and the file is
brought up to the head first. So what one machine does is done on what all have done.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from lore.model.errors import StoreError, Unreachable, Unsettled
from lore.store.central import head as central
from lore.store.central import replica as replicas
from lore.store.central import rows
from lore.store.central.head import Head
from lore.store.central.link import SECONDS, Connection, Link
from lore.store.central.replica import Replica
from lore.store.central.rows import Row, Tables
from lore.store.database import Store, Writer
from lore.store.migrations import newest

log = logging.getLogger(__name__)

SILENT = 20
"""Seconds after which PostgreSQL ends a transaction of which it hears nothing: its machine is
dead or cut off, and others wait."""
BEAT = 5.0
"""Seconds from one sign of life to the next."""
TURN_SECONDS = 30.0
"""Seconds that a write waits for its turn at least: longer than that of a dead machine lasts."""
SETTLED_SECONDS = 90.0
"""Seconds for which it is asked what became of a commit."""
STEP_SECONDS = 60.0
"""Seconds that a step of bringing a file up may take."""
_SETTLE_SECONDS = 5.0
"""Seconds that each time waits for the commit's end, or for the turns of others."""
_PAUSE = 0.5
"""Seconds before what was cut off is tried again."""
_QUICK = 1.0
"""Seconds within which a broken connection says so; what takes longer is not tried again."""


class Central:
    """What a store writes through (see `Upstream`). Get one, with its store, from `open_central`.

    `cut_off` says why the central database cannot be reached; whoever follows it keeps it true.
    """

    def __init__(self, address: str, path: Path, migrations: Path, *, patience: float) -> None:
        self.address = address
        self.cut_off: str | None = None
        self.replica = Replica(path, newest(migrations))
        self._migrations = migrations
        self._patience = max(TURN_SECONDS, patience)
        self._tables: Tables = {}
        options = {"idle_in_transaction_session_timeout": f"{SILENT}s"}
        self._link = Link(address, name="lore-writer", options=options)

    async def attach(self, path: Path, writer: Writer) -> None:
        """Have a writer note what it writes.

        Raises:
            StoreError: where the file is a database of its own.
        """
        if not replicas.is_replica(path):
            used = "SELECT EXISTS (SELECT 1 FROM source) OR EXISTS (SELECT 1 FROM entity)"
            if next(iter(await writer.execute_fetchall(used)))[0]:
                raise StoreError(
                    f"The database {path} is no replica: set REPLICA to another file, or bring "
                    "this one into PostgreSQL with “bot.py copy”."
                )
        with closing(sqlite3.connect(path)) as file:
            self._tables = rows.tables_of(file)
        for statement in (replicas.TABLE, *rows.capture(self._tables)):
            await writer.execute_fetchall(statement)

    async def begin(self, store: Store, *, upgrade: bool) -> None:
        """Make or upgrade the central database where that is needed, and bring the file up to it.

        Raises:
            StoreError: where that cannot be done. Where PostgreSQL cannot be reached, a file that
                has been brought up once does.
        """
        prepare = partial(self._prepare, upgrade=upgrade)
        try:
            await self._link.run(prepare, seconds=STEP_SECONDS)
        except Unreachable as error:
            if not await store.read(replicas.AT):
                raise StoreError(
                    f"The central database cannot be reached ({error.why}): check DATABASE."
                ) from None
            log.warning("The central database cannot be reached: %s", error.why)
            self.cut_off = error.why

    async def close(self) -> None:
        """Close the connection."""
        await self._link.close()

    def check(self) -> None:
        """Refuse at once while it is cut off.

        Raises:
            Unreachable: where it is.
        """
        if self.cut_off is not None:
            raise Unreachable(why=self.cut_off)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[CentralTurn]:
        """Be the only one on all machines who writes, on the newest state.

        Raises:
            Unreachable: where PostgreSQL cannot be reached.
            StoreError: where another machine writes for too long, and where the file cannot be
                brought up.
        """
        beating: asyncio.Task[None] | None = None
        try:
            await self._wake()
            head = await self._link.run(
                partial(central.begin, seconds=self._patience),
                seconds=self._patience + SECONDS,
                held=True,
            )
            beating = asyncio.create_task(self._beat())
            await self._link.run(
                lambda connection: self.replica.catch_up(connection, head, self._link.progress),
                held=True,
            )
            yield CentralTurn(self, self._link, self._tables, head)
        finally:
            if beating is not None:
                beating.cancel()
            with suppress(StoreError):
                await self._link.run(central.roll_back, held=True)

    async def _wake(self) -> None:
        """Have a connection that answers: PostgreSQL may have been started anew since the last."""
        start = time.monotonic()
        try:
            await self._link.run(_ping)
        except Unreachable:
            if time.monotonic() - start > _QUICK:
                raise
            await self._link.run(_ping)

    async def _beat(self) -> None:
        """Give signs of life while a transaction takes its time."""
        with suppress(StoreError):
            while True:
                await asyncio.sleep(BEAT)
                await self._link.run(_ping, held=True)

    def _prepare(self, connection: Connection, *, upgrade: bool) -> None:
        with central.transaction(connection):
            head = central.find_head(connection)
        if head is None:
            self._make(connection)
        else:
            if steps := central.renew(connection, self._patience):
                log.warning("The tables of the central database were renewed (%d steps)", steps)
            if head.version < self.replica.version and upgrade:
                self._upgrade(connection)
        with central.transaction(connection, snapshot=True):
            self.replica.catch_up(connection, central.read_head(connection), self._link.progress)

    def _make(self, connection: Connection) -> None:
        with scratch() as path:
            version = replicas.make(path, self._migrations)
            with central.transaction(connection), replicas.opened(path) as file:
                tables = rows.tables_of(file)
                central.make(connection, version, rows.all_rows(file, tables), tables)

    def _upgrade(self, connection: Connection) -> None:
        """Bring all rows to the version of the program, on a file of the old one."""
        with scratch() as path, central.transaction(connection):
            head = central.read_head(connection, lock="FOR UPDATE")
            if head.version >= self.replica.version:
                return
            log.warning("The central database is upgraded from version %d", head.version)
            replicas.make(path, self._migrations, last=head.version)
            Replica(path, head.version).catch_up(connection, head, self._link.progress)
            version = replicas.make(path, self._migrations, first=head.version)
            with replicas.opened(path) as file:
                tables = rows.tables_of(file)
                rows_there = rows.all_rows(file, tables)
                position = head.position + 1
                for _ in central.replace_all(connection, version, rows_there, tables, position):
                    self._link.progress()


class CentralTurn:
    """The turn of one transaction (see `Turn`)."""

    def __init__(self, upstream: Central, link: Link, tables: Tables, head: Head) -> None:
        self._central = upstream
        self._link = link
        self._tables = tables
        self._position = head.position + 1
        self._transaction = ""

    async def push(self, writer: Writer, *, erasing: bool) -> bool:
        """Send what was written on the writer, to be committed; whether there was anything.

        Raises:
            Unreachable: where PostgreSQL cannot be reached.
        """
        names = [name for (name,) in await writer.execute_fetchall(rows.TOUCHED)]
        for name in names:
            await self._push(writer, name)
        if not names:
            return False
        await writer.execute_fetchall(rows.CLEAR)
        await writer.execute_fetchall(replicas.MOVE, (self._position,))
        self._transaction = await self._link.run(
            partial(central.advance, position=self._position, erasing=erasing),
            held=True,
        )
        return True

    async def commit(self) -> None:
        """Make what was sent central.

        Raises:
            Unreachable: where PostgreSQL cannot be reached; nothing was made.
            Unsettled: where that is not known.
        """
        try:
            await self._link.run(_commit, held=True)
        except Unreachable:
            await self._settle()

    async def _push(self, writer: Writer, name: str) -> None:
        table = self._tables[name]
        async with writer.execute(rows.touched(table)) as cursor:
            while batch := list(await cursor.fetchmany(rows.BATCH)):
                sent = [rows.touched_row(table, row) for row in batch]
                await self._link.run(partial(self._send, sent), held=True)

    def _send(self, sent: list[Row], connection: Connection) -> None:
        for _ in central.push(connection, sent, self._tables, self._position):
            self._link.progress()

    async def _settle(self) -> None:
        """Find out what became of a commit in which the connection broke; meanwhile nobody else
        waits to write.

        Raises:
            Unreachable: where it was not made.
            Unsettled: where that is not known.
        """
        patience = time.monotonic() + SETTLED_SECONDS
        ask = partial(central.was_made, name=self._transaction, seconds=_SETTLE_SECONDS)
        while time.monotonic() < patience:
            try:
                made = await self._link.run(ask, seconds=_SETTLE_SECONDS + SECONDS)
            except Unreachable as error:
                self._central.cut_off = error.why
            except StoreError:
                pass  # others write
            else:
                self._central.cut_off = None
                if made:
                    return
                raise Unreachable(why="the connection was lost before the commit")
            await asyncio.sleep(_PAUSE)
        self._central.cut_off = None  # whoever comes next tries
        raise Unsettled


@contextmanager
def scratch() -> Iterator[Path]:
    """A file for a while, that nobody else may read."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "lore.db"


def _ping(connection: Connection) -> None:
    connection.execute("SELECT 1")


def _commit(connection: Connection) -> None:
    connection.execute("COMMIT")
