"""A store on a replica of a central database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from lore.store.central.engine import Central
from lore.store.database import Store, open_store


@asynccontextmanager
async def open_central(
    address: str,
    path: Path,
    migrations: Path,
    *,
    create: bool = True,
    patience: float = 0.0,
    upgrade: bool = True,
) -> AsyncIterator[tuple[Store, Central]]:
    """Open the replica at a path, brought up to the central database at an address; both are made
    where they are missing. The others are as those of `open_store`.

    Raises:
        SettingsError: where what talks to PostgreSQL is not installed.
        StoreError: as `open_store`; where PostgreSQL cannot be reached and the replica was never
            brought up, and where either is of another version or does not belong to the other.
    """
    central = Central(address, path, migrations, patience=patience)
    try:
        opening = open_store(
            path, migrations, create=create, patience=patience, upgrade=upgrade, upstream=central
        )
        async with opening as store:
            await central.begin(store, upgrade=upgrade)
            yield store, central
    finally:
        await central.close()
