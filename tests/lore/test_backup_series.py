"""Backups that are made by themselves: when they are due, which are kept, and what is refused."""

from __future__ import annotations

import shutil
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lore.model.errors import Stopped, StoreError
from lore.store import open_store
from lore.store.backup import back_up, restore
from lore.store.backup_series import BackupSeries, open_series
from lore.store.migrations import newest
from tests.support.asking import MIGRATIONS

NEWEST = newest(MIGRATIONS)
DAY = timedelta(days=1)


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 31, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def database(seeded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(seeded, tmp_path / "lore.db"))


@pytest.fixture
def time() -> Time:
    return Time()


def series(database: Path, folder: Path, time: Time, keep: int = 3) -> BackupSeries:
    return BackupSeries(database, folder, every=DAY, keep=keep, newest=NEWEST, clock=time)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_the_last_ones_are_kept_and_nothing_else_is_touched(
    database: Path, tmp_path: Path, time: Time
) -> None:
    folder = tmp_path / "deep" / "backups"
    made = series(database, folder, time)
    made.prepare()
    others = ["lore-20200101-000000.txt", "lore-99999999-999999.db", "other-20200101-000000.db"]
    for name in others:
        (folder / name).touch()
    for suffix in (".part", ".part-journal"):
        (folder / f"lore-20260101-000000.db{suffix}").touch()
    for _ in range(5):
        file = made.back_up()
        time.now += DAY
    assert names(folder) == sorted(
        [*others, *(f"lore-202602{day:02}-040000.db" for day in (2, 3, 4))]
    )
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert restore(file, tmp_path / "back.db", newest=NEWEST).facts == 200


def test_it_is_due_so_long_after_the_last_one(database: Path, tmp_path: Path, time: Time) -> None:
    made = series(database, tmp_path / "backups", time)
    made.prepare()
    assert made.due()
    made.back_up()
    assert not made.due()
    time.now += DAY - timedelta(seconds=1)
    assert not series(database, tmp_path / "backups", time).due()  # nor after a restart
    time.now += timedelta(seconds=1)
    assert made.due()
    time.now -= 2 * DAY
    assert made.due()


def test_one_alone_is_kept_until_the_next_is_whole(
    database: Path, tmp_path: Path, time: Time
) -> None:
    made = series(database, tmp_path / "backups", time, keep=1)
    first = made.back_up()
    content = database.read_bytes()
    database.write_bytes(content[:8192] + b"\0" * 8192 + content[16384:])
    time.now += DAY
    with pytest.raises(StoreError, match="damaged"):
        made.back_up()
    assert names(tmp_path / "backups") == [first.name]
    database.write_bytes(content)
    assert names(tmp_path / "backups") != [made.back_up().name, first.name]


def test_any_name_of_a_database_will_do(database: Path, tmp_path: Path, time: Time) -> None:
    odd = database.rename(tmp_path / "a.part [1]+.db")
    made = series(odd, tmp_path / "backups", time, keep=1)
    for _ in range(2):
        file = made.back_up()
        time.now += DAY
    assert names(tmp_path / "backups") == [file.name] == ["a.part [1]+-20260201-040000.db"]


async def test_a_folder_that_cannot_be_had_is_refused_in_one_line(
    database: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    async with open_store(database, MIGRATIONS) as store:
        with pytest.raises(StoreError, match=r"^No backup .*BACKUP_DIR.*\.$") as caught:
            await open_series(store, tmp_path / "file" / "backups", every=DAY, keep=1)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("moment", ["before", "verifying"])
def test_a_backup_that_is_broken_off_leaves_nothing(
    database: Path, tmp_path: Path, moment: str
) -> None:
    over = threading.Event()
    if moment == "before":
        over.set()

    def progress(done: int, all_of_it: int) -> None:
        if done == all_of_it:
            over.set()

    with pytest.raises(Stopped):
        back_up(database, tmp_path / "out.db", newest=NEWEST, progress=progress, over=over)
    assert [name for name in names(tmp_path) if name.startswith("out")] == []
