"""What the file or its locks cause, as one sentence for the operator."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lore.model.errors import StoreError

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


def primary(error: sqlite3.Error) -> int:
    """The primary result code of an error; 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def reason(error: sqlite3.Error) -> str | None:
    """What is wrong with the file, as the rest of a sentence; None for an error of a statement."""
    return _REASONS.get(primary(error))


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn what the file or its locks cause into a StoreError; errors of a statement pass."""
    try:
        yield
    except sqlite3.Error as error:
        sentence = reason(error)
        if sentence is None:
            raise
        raise StoreError(f"The database {path} {sentence}.") from error
    except UnicodeDecodeError as error:  # sqlite3's own sentence on a name that is none any more
        sentence = _REASONS[sqlite3.SQLITE_CORRUPT]
        raise StoreError(f"The database {path} {sentence}.") from error


def lost(path: Path) -> str:
    """The file is not the one that was opened."""
    return (
        f"The database {path} was deleted or replaced while it was open: nothing is changed any "
        "more. Stop the bot, put the right file there (bot.py restore) and start again."
    )
