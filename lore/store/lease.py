"""Who serves a database: locks that go with the process, however it ends.

A bot alone holds the lock beside the database for itself. Of several processes each shares it, and
holds one lock for each of its connections to Discord, so that no two have the same one.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lore.model.errors import StoreError
from lore.settings import ShardSettings
from lore.store.files import PRIVATE, beside

SUFFIX = ".lock"
"""The lock stands beside the database: one on the database itself would get into SQLite's own."""
_PATIENCE, _PAUSE = 0.5, 0.02
"""Seconds for which a lock may be somebody's who only looks at it or takes it away, and between two
tries."""


@contextmanager
def lease(database: Path, shards: ShardSettings | None = None) -> Iterator[bool]:
    """Hold a database for one bot, or with `shards` of which some are named for one of the
    processes that make up a bot; whether nobody else serves it.

    Raises:
        StoreError: where another process holds it or one of the connections, where the processes
            were not told of the same number of connections, and where a lock cannot be made.
    """
    if shards is None or shards.ids is None:
        with _lock(database, "", _held_alone(database)):
            yield True
        return
    with ExitStack() as stack:
        stack.enter_context(_lock(database, "", _held_alone(database), share=True))
        for shard in shards.ids:
            refusal = (
                f"Another process holds connection {shard} of the bot on the database {database}: "
                "name different ones in SHARD_IDS of each."
            )
            stack.enter_context(_lock(database, f"-{shard}-of-{shards.count}", refusal))
        yield not _others(database, shards)


def is_held(database: Path) -> bool:
    """Whether a bot holds a database now."""
    return _is_locked(_lock_file(database))


def _held_alone(database: Path) -> str:
    return (
        f"A bot that is running holds the database {database}: stop it first, or choose another "
        "database."
    )


def _others(database: Path, shards: ShardSettings) -> bool:
    """Whether other processes serve the database.

    Raises:
        StoreError: where one of them divides the servers into another number of connections.
    """
    own = {f"-{shard}-of-{shards.count}" for shard in shards.ids or ()}
    lock = _lock_file(database)
    held = [
        ending
        for file in lock.parent.glob(f"{_escaped(lock.name)}-*-of-*")
        if (ending := file.name.removeprefix(lock.name)) not in own and _is_locked(file)
    ]
    if any(not ending.endswith(f"-of-{shards.count}") for ending in held):
        raise StoreError(
            f"Processes with another SHARD_COUNT serve the database {database}: stop them first, "
            "or set the same for all."
        )
    return bool(held)


def _escaped(name: str) -> str:
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in name)


def _lock_file(database: Path, ending: str = "") -> Path:
    return beside(Path(os.path.realpath(database)), SUFFIX + ending)


def _is_locked(file: Path) -> bool:
    try:
        opened = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(opened)
    return False


@contextmanager
def _lock(database: Path, ending: str, refusal: str, *, share: bool = False) -> Iterator[None]:
    """Hold a lock beside the database, alone or with others.

    Raises:
        StoreError: with the `refusal` where somebody else holds it, and where it cannot be made.
    """
    file = _lock_file(database, ending)
    held = _hold(database, file, fcntl.LOCK_SH if share else fcntl.LOCK_EX, refusal)
    try:
        yield
    finally:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # While it is held: whoever opened it meanwhile sees that it is gone, and makes another.
            file.unlink(missing_ok=True)
        except BlockingIOError:
            pass  # others share it still
        os.close(held)


def _hold(database: Path, file: Path, kind: int, refusal: str) -> int:
    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            opened = os.open(file, os.O_CREAT | os.O_RDWR, PRIVATE)
        except OSError as error:
            raise StoreError(
                f"The database {database} cannot be held for one bot: {file} cannot be made "
                f"({error.strerror})."
            ) from None
        try:
            fcntl.flock(opened, kind | fcntl.LOCK_NB)
            if file.exists() and os.path.samestat(os.fstat(opened), file.stat()):
                return opened
        except BlockingIOError:
            if time.monotonic() > patience:
                os.close(opened)
                raise StoreError(refusal) from None
            time.sleep(_PAUSE)
        except FileNotFoundError:
            pass
        os.close(opened)
