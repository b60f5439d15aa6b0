"""Whole copies of a database: made while a bot writes to it, and put back in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from lore.model.errors import Stopped, StoreError
from lore.model.progress import Progress
from lore.store.failures import clear_errors, primary, reason
from lore.store.files import PRIVATE, beside
from lore.store.lease import lease
from lore.store.migrations import APPLICATION_ID

PART = ".part"
"""What the name of a copy ends with until it is whole."""
_STEP = 1_024
"""Pages between two looks at whether the operator interrupts."""
_BUSY_SECONDS = 5.0
"""How long to wait for another process that writes to the same file."""
_LOOK = 10_000
"""SQLite's steps between two looks at whether a verification is broken off."""
_BROKEN_OFF = "The backup was broken off."
_Shown: TypeAlias = Callable[[int, int, int], None]
"""What SQLite tells of a copy under way: a status, the pages that remain, and all pages."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a verified copy holds: its facts that are not retired; and where the file that it
    replaced is kept, None where there was none."""

    facts: int
    kept: Path | None = None


def back_up(
    database: Path,
    out: Path,
    *,
    newest: int,
    progress: Progress | None = None,
    over: threading.Event | None = None,
) -> Copied:
    """Copy a database as it is at this moment to a file of its own, whoever writes meanwhile.

    The copy is verified before it takes the place of what is at `out`, which is kept until then.
    `newest` is the version that the program knows. Once `over` is set, it is broken off.

    Raises:
        Stopped: where it was broken off; what is at `out` stays.
        StoreError: where there is no database of this program, where it is damaged, and where the
            copy cannot be written.
    """
    with _clear_paths():
        return _back_up(database, out, newest, progress, over or threading.Event())


def _back_up(
    database: Path, out: Path, newest: int, progress: Progress | None, over: threading.Event
) -> Copied:
    if not database.is_file():
        raise StoreError(f"There is no database {database}.")
    if out.exists() and (not out.is_file() or out.samefile(database)):
        fault = "is the database itself" if out.is_file() else "is not a file"
        raise StoreError(f"{out} {fault}: name another file.")
    whole = Path(os.path.realpath(out))
    with _part(whole, PART) as part:
        shown = _shown(progress, over)
        facts = _copy(database, part, mode="rw", newest=newest, progress=shown, over=over)
        part.replace(whole)
        _flush_folder(whole)
    return Copied(facts)


def restore(
    backup: Path, database: Path, *, newest: int, progress: Progress | None = None
) -> Copied:
    """Put a verified copy of a backup in the place of the database, which is kept beside it.

    Raises:
        StoreError: where the backup is none of this program, is damaged or newer than the program;
            where a bot holds the database or anything else has it open. Nothing is changed then.
    """
    with _clear_paths():
        return _restore(backup, database, newest, progress)


def _restore(backup: Path, database: Path, newest: int, progress: Progress | None) -> Copied:
    if not backup.is_file():
        raise StoreError(f"There is no backup {backup}.")
    if database.exists() and (not database.is_file() or database.samefile(backup)):
        raise StoreError(f"The database {database} cannot be restored from itself.")
    file = Path(os.path.realpath(database))
    if not file.parent.is_dir():
        raise StoreError(f"The database {database} cannot be made: its folder does not exist.")
    with lease(file), _part(file, ".restored") as part:
        over = threading.Event()
        shown = _shown(progress, over)
        facts = _copy(backup, part, mode="ro", newest=newest, progress=shown, over=over)
        kept = _set_aside(file)
        part.replace(file)
        _flush_folder(file)
    return Copied(facts, kept)


@contextmanager
def _clear_paths() -> Iterator[None]:
    """Turn what a path does not allow into a StoreError that names it."""
    try:
        yield
    except OSError as error:
        path = error.filename2 or error.filename or "The copy"
        raise StoreError(f"{path} cannot be read or written: {error.strerror}.") from None


@contextmanager
def _part(whole: Path, suffix: str) -> Iterator[Path]:
    """A file beside another, empty and private, that goes again where nothing came of it."""
    part = beside(whole, suffix)
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        yield part
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _copy(
    database: Path, part: Path, *, mode: str, newest: int, progress: _Shown, over: threading.Event
) -> int:
    """Copy one state of a database, verify the copy and flush it; how many facts it has."""
    address = f"{database.absolute().as_uri()}?mode={mode}"
    with (
        clear_errors(database),
        closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as source,
    ):
        # As long as it reads, it sees one state, so that nobody's writing begins the copy anew.
        source.execute("BEGIN")
        check_ours(source, database, newest)
        with clear_errors(part), closing(sqlite3.connect(part)) as target:
            source.backup(target, pages=_STEP, progress=progress)
            target.execute("DROP TABLE IF EXISTS replica")  # the copy follows nobody
            target.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
    with clear_errors(part), closing(sqlite3.connect(part)) as copy:
        copy.set_progress_handler(over.is_set, _LOOK)
        _check_whole(copy, database, over)
        facts = int(copy.execute("SELECT count(*) FROM fact WHERE retired = 0").fetchone()[0])
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    return facts


def _shown(progress: Progress | None, over: threading.Event) -> _Shown:
    def show(_: int, remaining: int, total: int) -> None:
        if over.is_set():
            raise Stopped(_BROKEN_OFF)
        if progress is not None:
            progress(total - remaining, total)

    return show


def check_ours(connection: sqlite3.Connection, path: Path, newest: int) -> None:
    """Refuse a database of another program, and one of a newer version of this one.

    Raises:
        StoreError: for either.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise StoreError(f"{path} is no database of this program: choose another file.")
    if version > newest:
        raise StoreError(
            f"{path} is newer (version {version}) than this program (version {newest}): "
            "update the program."
        )


def _check_whole(connection: sqlite3.Connection, path: Path, over: threading.Event) -> None:
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        if over.is_set():
            raise Stopped(_BROKEN_OFF) from None
        verdict, broken = str(error), None
    if verdict != "ok" or broken is not None:
        fault = " ".join(str(verdict).split()) if verdict != "ok" else f"references of {broken[0]}"
        raise StoreError(f"{path} is damaged ({fault}): choose an earlier backup.")


def _set_aside(file: Path) -> Path | None:
    """Keep the database that is to be replaced under another name; the name."""
    kept = _free_name(file)
    log, kept_log = beside(file, "-wal"), beside(kept, "-wal")
    if log.exists():
        shutil.copy2(log, kept_log)  # SQLite deletes what it cannot read
    try:
        if file.exists():
            if _fold_log(file):
                kept_log.unlink(missing_ok=True)
            _link(file, kept)
    except StoreError:
        kept_log.unlink(missing_ok=True)
        raise
    # Only a damaged file still has a log: it must not be taken for that of the new one.
    log.unlink(missing_ok=True)
    beside(file, "-shm").unlink(missing_ok=True)
    return kept if kept.exists() else None


def _link(file: Path, kept: Path) -> None:
    try:
        os.link(file, kept)
    except OSError:  # not every file system has links
        shutil.copy2(file, kept)


def _free_name(file: Path) -> Path:
    name = f".before-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    kept, number = beside(file, name), 1
    while kept.exists():
        number += 1
        kept = beside(file, f"{name}-{number}")
    return kept


def _fold_log(file: Path) -> bool:
    """Bring the log of a database into it, which takes that nobody else has it open; False where
    that cannot be done since the file is damaged.

    Raises:
        StoreError: where somebody has it open, and where it is another program's.
    """
    address = f"{file.as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if application != APPLICATION_ID and tables:
                raise StoreError(f"{file} belongs to another program: choose another path.")
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return False
        if primary(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(
                f"The database {file} is in use by another program: end it, and restore then."
            ) from None
        raise StoreError(f"The database {file} {reason(error) or error}.") from None
    return True


def _flush_folder(file: Path) -> None:
    """Have the new name of a file outlive a power loss."""
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
