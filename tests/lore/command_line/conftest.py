"""A seeded database, and the program in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.program import ILSA, ROOT, answered, values


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped pack in it, which no test may change."""
    database = tmp_path_factory.mktemp("shipped") / "lore.db"
    (answer,) = answered("--database", database, ILSA)
    assert set(values(answer)) == {"Rebecca Ferguson"}
    return database


@pytest.fixture
def database(shipped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(shipped, tmp_path / "lore.db"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The program in a folder of its own, so that a .env can stand beside it."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(ROOT / "bot.py", folder)
    for name in ("lore", "data", "cogs"):
        (folder / name).symlink_to(ROOT / name)
    return folder / "bot.py"
