"""What is told where PostgreSQL cannot be had at all; it need not be installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lore.model.errors import SettingsError, StoreError
from lore.store.central.copying import copy
from lore.store.central.opening import open_central
from tests.support.editing import MIGRATIONS

NOBODY = "postgresql://lore@127.0.0.1:1/lore"


async def test_without_the_library_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"pip install -e '\.\[postgres\]'"):
        async with open_central(NOBODY, tmp_path / "replica.db", MIGRATIONS):
            pass
    assert list(tmp_path.iterdir()) == []


async def test_where_nobody_answers_it_says_so(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="^The central database cannot be reached"):
        async with open_central(NOBODY, tmp_path / "replica.db", MIGRATIONS):
            pass
    with pytest.raises(StoreError, match="^The central database cannot be reached"):
        await copy(NOBODY, tmp_path / "lore.db", MIGRATIONS)
    assert list(tmp_path.iterdir()) == []
