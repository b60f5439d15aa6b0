"""A store on a replica of a central database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from lore.settings import ShardSettings
from lore.store.central.engine import Central
from lore.store.central.follower import following
from lore.store.database import Store, open_store


@asynccontextmanager
async def open_central(
    address: str,
    path: Path,
    migrations: Path,
    *,
    patience: float = 0.0,
    upgrade: bool = True,
    serving: ShardSettings | None = None,
) -> AsyncIterator[Store]:
    """Open the replica at a path, brought up to the central database at an address; both are made
    where they are missing. `serving` is for a bot, or one of its processes: the central database
    is held for it, and followed. The others are as those of `open_store`.

    Raises:
        SettingsError: where what talks to PostgreSQL is not installed.
        StoreError: as `open_store`; where PostgreSQL cannot be reached and the replica was never
            brought up; where either is of another version or does not belong to the other; and
            where another process serves what this one is to serve.
    """
    central = Central(address, path, migrations, patience=patience)
    try:
        opening = open_store(path, migrations, patience=patience, upgrade=upgrade, upstream=central)
        async with opening as store:
            await central.begin(store, upgrade=upgrade)
            if serving is None:
                yield store
                return
            async with following(store, central, serving):
                yield store
    finally:
        await central.close()
