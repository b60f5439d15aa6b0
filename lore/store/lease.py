"""One connected bot for one database: a lock that goes with the process, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lore.model.errors import StoreError
from lore.store.files import PRIVATE, beside

SUFFIX = ".lock"
"""The lock stands beside the database: one on the database itself would get into SQLite's own."""


@contextmanager
def lease(database: Path) -> Iterator[None]:
    """Hold a database for one bot.

    Raises:
        StoreError: where another process holds it, and where the lock cannot be made.
    """
    lock = beside(Path(os.path.realpath(database)), SUFFIX)
    held = _hold(database, lock)
    try:
        yield
    finally:
        # While it is held: whoever opened it meanwhile sees that it is gone, and makes another.
        lock.unlink(missing_ok=True)
        os.close(held)


def is_held(database: Path) -> bool:
    """Whether a bot holds a database now."""
    lock = beside(Path(os.path.realpath(database)), SUFFIX)
    try:
        file = os.open(lock, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def _hold(database: Path, lock: Path) -> int:
    while True:
        try:
            file = os.open(lock, os.O_CREAT | os.O_RDWR, PRIVATE)
        except OSError as error:
            raise StoreError(
                f"The database {database} cannot be held for one bot: {lock} cannot be made "
                f"({error.strerror})."
            ) from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if lock.exists() and os.path.samestat(os.fstat(file), lock.stat()):
                return file
        except BlockingIOError:
            os.close(file)
            raise StoreError(
                f"A bot that is running holds the database {database}: stop it first, or choose "
                "another database."
            ) from None
        except FileNotFoundError:
            pass
        os.close(file)
