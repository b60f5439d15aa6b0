"""A machine's file as a replica of the central database: how far it is, and bringing it further.

All of it is for `Link.run`, on connections of its own to the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lore.model.errors import StoreError
from lore.store.central import head as central
from lore.store.central import rows
from lore.store.central.head import Head
from lore.store.central.link import Connection
from lore.store.failures import clear_errors
from lore.store.migrations import APPLICATION_ID, scripts, statements

BUSY_SECONDS = 10.0
"""How long to wait for another process that writes to the same file."""
LOCAL_SECONDS = 600.0
"""Seconds that a step on the file may take: of a large one, taking out all rows."""
TABLE = """
    CREATE TABLE IF NOT EXISTS replica (
        id INTEGER PRIMARY KEY CHECK (id = 1), origin TEXT NOT NULL, position INTEGER NOT NULL
    ) STRICT
"""
"""How far the file is: the last transaction of the central database `origin` that it has. It is
made where the file becomes a replica, so no other file has it."""
AT = "SELECT origin, position FROM replica"
MOVE = "UPDATE replica SET position = ?"
_FOUND = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'replica'"
_LOST = (
    "The database {path} is the replica of another central database: set REPLICA to another file, "
    "or remove this one where you have no need of it."
)


@dataclass(frozen=True, slots=True)
class Replica:
    """The file, and the version of the tables that the program knows."""

    path: Path
    version: int

    def catch_up(
        self,
        connection: Connection,
        head: Head,
        progress: Callable[[float], None],
        *,
        anew: bool = False,
    ) -> int:
        """Bring the file up to the head, which the transaction on the connection sees; the number
        of its last transaction before. `anew` takes all rows whatever it has.

        Raises:
            StoreError: where the file cannot be written, is another's, or the head of a newer or an
                older version.
        """
        self.check_version(head)
        progress(LOCAL_SECONDS)
        with clear_errors(self.path), opened(self.path) as file:
            file.execute("BEGIN IMMEDIATE")
            tables = rows.tables_of(file)
            before = self._position(file, head)
            anew = anew or before < head.whole or before > head.position
            if before == head.position and not anew:
                progress(0)
                return before
            if anew:
                for _ in rows.empty(file, tables):
                    progress(LOCAL_SECONDS)
            progress(0)
            pulled = central.pull(connection, 0 if anew else before)
            for _ in rows.put(file, tables, pulled):
                progress(0)
            progress(LOCAL_SECONDS)
            file.execute(MOVE, (head.position,))
            file.execute("COMMIT")
            if anew or before < head.erased:
                file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            progress(0)
            return before

    def check_version(self, head: Head) -> None:
        """Refuse a central database of another version.

        Raises:
            StoreError: where it is of one.
        """
        if head.version > self.version:
            raise StoreError(
                f"The central database is newer (version {head.version}) than this program "
                f"(version {self.version}): update the program."
            )
        if head.version < self.version:
            raise StoreError(
                f"The central database is older (version {head.version}) than this program "
                f"(version {self.version}): start the bot once, which upgrades it."
            )

    def differences(self, connection: Connection) -> list[str] | None:
        """The tables that differ from those of the central database; None where the file is not as
        far as the transaction on the connection sees, which has to be a snapshot.

        Raises:
            StoreError: where the file cannot be read.
        """
        head = central.read_head(connection)
        with clear_errors(self.path), opened(self.path) as file:
            file.execute("BEGIN")
            if file.execute(AT).fetchone() != (head.origin, head.position):
                return None
            there = central.digests(connection)
            here = rows.digests(file, rows.tables_of(file))
        return sorted(name for name in {*there, *here} if there.get(name) != here.get(name))

    def _position(self, file: sqlite3.Connection, head: Head) -> int:
        row = file.execute(AT).fetchone()
        if row is None:
            file.execute("INSERT INTO replica VALUES (1, ?, 0)", (head.origin,))
            return 0
        origin, position = row
        if origin != head.origin:
            raise StoreError(_LOST.format(path=self.path))
        return int(position)


@contextmanager
def opened(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """The file, for writing rows as they stand: foreign keys hold once all of them are there."""
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    with closing(
        sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    ) as file:
        file.execute("PRAGMA foreign_keys = OFF")
        file.execute("PRAGMA synchronous = FULL")
        file.execute("PRAGMA secure_delete = ON")
        yield file


def is_replica(path: Path) -> bool:
    """Whether a file is a replica."""
    if not path.is_file():
        return False
    with clear_errors(path), closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as file:
        return file.execute(_FOUND).fetchone() is not None


def make(path: Path, migrations: Path, *, first: int = 0, last: int | None = None) -> int:
    """Apply migrations to a file, which may be new, from one version to another; the version."""
    files = scripts(migrations)[:last]
    with clear_errors(path), opened(path, create=True) as file:
        file.execute("BEGIN IMMEDIATE")
        for script in files[first:]:
            for statement in statements(script.read_text(encoding="utf-8")):
                file.execute(statement)
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        file.execute(f"PRAGMA user_version = {len(files)}")
        file.execute(TABLE)
        file.execute("COMMIT")
    return len(files)
