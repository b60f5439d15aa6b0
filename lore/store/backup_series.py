"""Backups that the bot makes by itself: one file each, named by its time, so many of them kept."""

from __future__ import annotations

import logging
import os
import re
import threading
from datetime import datetime, timedelta
from pathlib import Path

from lore.model.clock import Clock, utc_now
from lore.model.errors import StoreError
from lore.store.backup import PART, back_up
from lore.store.database import Store

log = logging.getLogger(__name__)

_TIME = "%Y%m%d-%H%M%S"


class BackupSeries:
    """The backups of one database in one folder, as `lore-20260131-040000.db` and its like.

    Two databases of one file name need two folders.
    """

    def __init__(
        self,
        database: Path,
        folder: Path,
        *,
        every: timedelta,
        keep: int,
        newest: int,
        clock: Clock = utc_now,
    ) -> None:
        """`newest` is the version that the program knows, as `back_up` wants it."""
        self._database = database
        self._folder = folder
        self._every = every
        self._keep = keep
        self._newest = newest
        self._clock = clock
        name = rf"{re.escape(database.stem)}-(\d{{8}}-\d{{6}})\.db"
        self._whole = re.compile(name)
        self._part = re.compile(rf"{name}{re.escape(PART)}(-journal)?")

    def prepare(self) -> None:
        """Make the folder where it is missing, for nobody else to read.

        Raises:
            StoreError: where no backup can be put there.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise self._refused(error.strerror or str(error)) from None
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise self._refused("it cannot be written to")

    def made(self) -> list[tuple[datetime, Path]]:
        """The backups that are there with their times, the oldest first.

        Raises:
            StoreError: where the folder cannot be read.
        """
        try:
            files = list(self._folder.iterdir())
        except OSError as error:
            raise self._refused(error.strerror or str(error)) from None
        timed = [(self._time(file), file) for file in files]
        return sorted((time, file) for time, file in timed if time is not None)

    def due(self) -> bool:
        """Whether the last backup is so long ago that the next one is to be made; one of the
        future, where the clock was set back, counts for nothing.

        Raises:
            StoreError: where the folder cannot be read.
        """
        now = self._clock()
        return not any(now - self._every < time <= now for time, _ in self.made())

    def back_up(self, *, over: threading.Event | None = None) -> Path:
        """Make the next backup and take out those that are too many; its file.

        Raises:
            StoreError: where it cannot be made; none is taken out then. See `back_up`.
        """
        self.prepare()
        for file in list(self._folder.iterdir()):
            if self._part.fullmatch(file.name):  # a bot that was killed left it
                self._take_out(file)
        out = self._folder / f"{self._database.stem}-{self._clock().strftime(_TIME)}.db"
        back_up(self._database, out, newest=self._newest, over=over)
        others = [file for _, file in self.made() if file != out]
        for file in others[: max(0, len(others) - (self._keep - 1))]:
            self._take_out(file)
        return out

    def _time(self, file: Path) -> datetime | None:
        """When one of these backups was made; None of another file."""
        match = self._whole.fullmatch(file.name)
        try:
            return datetime.strptime(f"{match[1]}+0000", f"{_TIME}%z") if match else None
        except ValueError:
            return None

    def _take_out(self, file: Path) -> None:
        try:
            file.unlink()
        except OSError as error:
            log.warning("The old backup %s cannot be taken out: %s", file, error.strerror)

    def _refused(self, reason: str) -> StoreError:
        return StoreError(
            f"No backup can be put into {self._folder} (BACKUP_DIR): {reason}. Choose another "
            "folder, or let the bot write to this one."
        )


async def open_series(
    store: Store, folder: Path, *, every: timedelta, keep: int, clock: Clock = utc_now
) -> BackupSeries:
    """The backups of an open store, in a folder that is made where it is missing.

    Raises:
        StoreError: where no backup can be put there.
    """
    [(version,)] = await store.read("PRAGMA user_version")
    series = BackupSeries(store.path, folder, every=every, keep=keep, newest=version, clock=clock)
    series.prepare()
    return series
