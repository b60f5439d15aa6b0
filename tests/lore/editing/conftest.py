"""A world of one server, on either kind of database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.editing import World
from tests.support.machines import Central, world_of


@pytest.fixture
async def here(tmp_path: Path, seeded: Path, either: Central | None) -> AsyncIterator[World]:
    async with world_of(tmp_path / "lore.db", seeded, either) as opened:
        yield opened
