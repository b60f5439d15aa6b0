"""Properties of the tests' own, and an empty store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.language.properties import Properties, load_properties
from lore.store import Store, open_store
from tests.support.packs import KINDS, MIGRATIONS, TABLES


@pytest.fixture(scope="session")
def properties(tmp_path_factory: pytest.TempPathFactory) -> Properties:
    path = tmp_path_factory.mktemp("properties") / "properties.toml"
    path.write_text(TABLES)
    return load_properties(path, kinds=KINDS)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        yield store
