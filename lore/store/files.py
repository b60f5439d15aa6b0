"""The files of a database: where they are, who may read them, and whether they are still there."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

from lore.model.errors import StoreError

PRIVATE = 0o600
"""Members' words and ids are nobody's but the operator's; what SQLite puts beside it follows."""


def find(path: Path, *, create: bool) -> tuple[Path, bool]:
    """The absolute path of a database, and whether its file was made just now, empty.

    None of sqlite's special names has a meaning as an absolute path.

    Raises:
        StoreError: where there is none and none is made, and where none can be made.
    """
    file = path.absolute()
    try:
        if file.is_dir():
            raise StoreError(f"The database {path} is a folder: name a file.")
        if not create and not file.exists():
            raise StoreError(f"There is no database {path}.")
        if not file.parent.is_dir():
            raise StoreError(f"The database {path} cannot be made: its folder does not exist.")
        return file, not file.exists() and make(file)
    except PermissionError:
        raise StoreError(
            f"The database {path} cannot be written: check its permissions and those of its folder."
        ) from None
    except OSError as error:
        raise StoreError(f"The database {path} cannot be opened: {error.strerror}.") from None


def make(file: Path) -> bool:
    """Make an empty file that nobody else may read; False where there is one by now."""
    try:
        # What a link points to may be missing, and is what is meant.
        made = os.open(os.path.realpath(file), os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
    except FileExistsError:
        return False
    os.close(made)
    return True


def close_to_others(file: Path) -> bool:
    """Take from others what they may do with a database of ours, and with what stands beside it;
    whether anything was taken. One that is somebody else's, or that
    we may not write, is left as it is."""
    taken = False
    for path in (file, beside(file, "-wal"), beside(file, "-shm")):
        try:
            status = path.stat()
            ours = status.st_uid == os.geteuid() and os.access(path, os.W_OK)
            if ours and stat.S_IMODE(status.st_mode) & ~PRIVATE:
                path.chmod(stat.S_IMODE(status.st_mode) & PRIVATE)
                taken = True
        except OSError:
            continue  # gone meanwhile, or on a disk without modes
    return taken


def beside(file: Path, suffix: str) -> Path:
    """What stands beside a database under its name and a suffix, such as its log ("-wal")."""
    return file.with_name(file.name + suffix)


def last_written(file: Path) -> datetime | None:
    """When a database or its log was written last; None where there is none."""
    times = [path.stat().st_mtime for path in (file, beside(file, "-wal")) if path.exists()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from another that took its name; None where there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def remove(file: Path) -> None:
    """Remove a database that nobody has open: elsewhere the log's index is left, too."""
    if not beside(file, "-shm").exists():
        file.unlink(missing_ok=True)


def is_empty(file: Path) -> bool:
    """Whether a file is there with nothing in it."""
    try:
        return file.stat().st_size == 0
    except OSError:
        return False
