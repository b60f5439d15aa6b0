"""Machines of one bot: stores on replicas of a PostgreSQL database."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lore.answering import Engine
from lore.editing import EditingService
from lore.quota import Quota
from lore.settings import ShardSettings
from lore.store.central.copying import copy
from lore.store.central.inspection import look_at
from lore.store.central.opening import open_central
from lore.store.migrations import newest
from tests.discord_wire.recording import PATIENCE
from tests.support.editing import LANGUAGE, MIGRATIONS, NOW, World, world
from tests.support.postgres import Cluster

T = TypeVar("T")

VERSION = newest(MIGRATIONS)


@dataclass
class Template:
    """A seeded central database, of which a copy is kept beside it, and a replica of it."""

    cluster: Cluster
    address: str
    replica: Path

    def central(self, folder: Path) -> Central:
        """The database as it was seeded, of one test after the other; replicas are copies."""
        self.cluster.start()  # a test that failed may have left it stopped
        central = Central(self.cluster, self.address, folder, self.replica)
        central.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        central.execute(
            "TRUNCATE lore_row, lore_head; INSERT INTO lore_row SELECT * FROM seeded.lore_row; "
            "INSERT INTO lore_head SELECT * FROM seeded.lore_head"
        )
        return central


@dataclass
class Central:
    """A central database, and a folder for the files of its machines."""

    cluster: Cluster
    address: str
    folder: Path
    replica: Path

    @property
    def name(self) -> str:
        return self.address.rpartition("/")[2]

    def file(self, name: str) -> Path:
        """The file of a machine."""
        path = self.folder / f"{name}.db"
        if not path.exists():
            shutil.copy(self.replica, path)
        return path

    def execute(self, sql: str) -> list[tuple[object, ...]]:
        """What a statement returns there."""
        return self.cluster.execute(self.name, sql)

    @asynccontextmanager
    async def machine(
        self,
        name: str,
        shards: ShardSettings | None = None,
        *,
        port: int | None = None,
        quota: Quota | None = None,
    ) -> AsyncIterator[World]:
        """A machine, as one of the processes where it has shards; by another port where that is
        given."""
        address = self.cluster.address(self.name, port=port) if port else self.address
        path = self.file(name)
        async with open_central(address, path, MIGRATIONS, serving=shards) as store:
            editing = EditingService(store, LANGUAGE, lambda: NOW, quota)
            yield World(store, Engine(store, LANGUAGE), editing)

    async def same(self, name: str) -> bool:
        """Whether a machine's file holds what the central database does."""
        return (await look_at(self.address, self.file(name), VERSION)).same


@asynccontextmanager
async def world_of(path: Path, seeded: Path, central: Central | None) -> AsyncIterator[World]:
    """A world on a copy of a seeded file, or on a replica that is the same as its central database
    at the end."""
    if central is None:
        async with world(path, seeded) as opened:
            yield opened
        return
    async with central.machine(path.stem) as opened:
        yield opened
    assert await central.same(path.stem)


async def template(cluster: Cluster, seeded: Path, folder: Path) -> Template:
    """A central database of a seeded file."""
    address = cluster.database()
    await copy(seeded, address, MIGRATIONS)
    async with open_central(address, folder / "replica.db", MIGRATIONS):
        pass
    cluster.execute(
        address.rpartition("/")[2],
        "CREATE SCHEMA seeded; CREATE TABLE seeded.lore_row AS TABLE lore_row; "
        "CREATE TABLE seeded.lore_head AS TABLE lore_head",
    )
    return Template(cluster, address, folder / "replica.db")


async def until_is(look: Callable[[], Awaitable[T]], wanted: T) -> float:
    """Wait for what nobody tells to be so; the seconds that it took."""
    start = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        while await look() != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return time.monotonic() - start


async def until_told(world: World, question: str, text: str) -> float:
    """Ask until the answer has a text; the seconds that it took."""

    async def told() -> bool:
        return text in await world.ask(question)

    return await until_is(told, True)
