"""What a database file holds, looked at without changing it."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from lore.model.errors import StoreError
from lore.store.backup import check_ours
from lore.store.failures import clear_errors
from lore.store.lease import is_held
from lore.store.soundness import first_fault

_BUSY_SECONDS = 5.0
"""How long to wait for another process that writes to the same file."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is in a whole database: its facts that are not retired, the migrations that it would
    get at the next start, and whether a running bot holds it."""

    facts: int
    missing: int
    held: bool


def inspect(path: Path, *, newest: int) -> Inspected | None:
    """Look at a database, `newest` being the version that the program knows; None where there is
    none and one can be made.

    Raises:
        StoreError: where the bot could not use it: it is no database of this program, newer than
            it or damaged, or it cannot be written.
    """
    file = path.absolute()
    if not file.exists():
        if not os.access(file.parent, os.W_OK | os.X_OK):
            raise StoreError(f"The database {path} cannot be made: check its folder.")
        return None
    if not file.is_file():
        raise StoreError(f"The database {path} is a folder: name a file.")
    if not (os.access(file, os.R_OK | os.W_OK) and os.access(file.parent, os.W_OK | os.X_OK)):
        raise StoreError(
            f"The database {path} cannot be written: check its permissions and those of its folder."
        )
    address = f"{file.as_uri()}?mode=ro"
    with (
        clear_errors(path),
        closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection,
    ):
        check_ours(connection, path, newest)
        if (fault := first_fault(connection, threading.Event())) is not None:
            raise StoreError(
                f"The database {path} is damaged ({fault}): bring back a backup with "
                "“bot.py restore BACKUP”."
            )
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (facts,) = connection.execute("SELECT count(*) FROM fact WHERE retired = 0").fetchone()
    return Inspected(facts, newest - version, is_held(path))
