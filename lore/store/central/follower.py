"""Following the central database: what other machines change, and whether it can be reached."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from lore.model.errors import StoreError, Unreachable
from lore.settings import ShardSettings
from lore.store.central import head as central
from lore.store.central import lease, replica
from lore.store.central.engine import Central
from lore.store.central.link import SECONDS, Connection, Link
from lore.store.database import Store

log = logging.getLogger(__name__)

LOOKED = 0.8
"""Seconds from one look at the central database to the next where it tells of nothing."""
VERIFIED = 86_400.0
"""Seconds from one comparison of digests to the next."""
SILENT = 30
"""Seconds after which PostgreSQL ends the session of a machine of which it hears nothing, and so
lets another hold what that held."""
LEASE_SECONDS = 3.0
"""Seconds that a start waits for another process to let go of the central database."""
VERIFY_SECONDS = 900.0
"""Seconds that a comparison of digests may take."""
_RETRY = 1.0
"""Seconds before what failed is tried again."""
_ROUNDS = 100
"""How often a comparison begins anew where others wrote meanwhile."""


class Follower:
    """Keeps a store's file up to the central database, and holds that for this process."""

    def __init__(self, store: Store, upstream: Central, shards: ShardSettings) -> None:
        self._store = store
        self._central = upstream
        self._shards = shards
        options = {"idle_session_timeout": f"{SILENT}s"}
        self._link = Link(upstream.address, name="lore-follower", options=options)
        self._told: str | None = None

    async def start(self) -> None:
        """Hold the central database; one that cannot be reached is held once it can.

        Raises:
            StoreError: where another process holds it.
        """
        patience = asyncio.get_running_loop().time() + LEASE_SECONDS
        while self._central.cut_off is None:
            try:
                await self._link.run(self._join)
                return
            except Unreachable as error:
                self._lost(error.why)
            except StoreError:
                if asyncio.get_running_loop().time() > patience:
                    raise
                await asyncio.sleep(_RETRY / 5)

    async def follow(self) -> None:
        """Follow until cancelled."""
        while True:
            try:
                await self._link.run(self._join)
                while True:
                    await self._renew()
                    hear = partial(central.hear, seconds=LOOKED)
                    await self._link.run(hear, seconds=LOOKED + SECONDS, held=True)
            except Unreachable as error:
                self._lost(error.why)
            except (StoreError, sqlite3.Error) as error:
                self._lost(str(error))
            await asyncio.sleep(_RETRY)

    async def verify(self) -> None:
        """Compare digests now and then, until cancelled; a file that differs is built anew."""
        while True:
            try:
                await verify(self._store, self._central)
            except Unreachable:
                pass  # who follows tells that
            except (StoreError, sqlite3.Error) as error:
                log.error("The replica could not be verified: %s", error)
            await asyncio.sleep(VERIFIED)

    async def close(self) -> None:
        """Hold nothing any more."""
        await self._link.close()

    def _join(self, connection: Connection) -> None:
        """Hold the central database and be told of its transactions; all or nothing of it."""
        lease.release(connection)
        try:
            lease.hold(connection, self._shards)
        except StoreError:
            lease.release(connection)
            raise
        central.listen(connection)

    async def _renew(self) -> None:
        head = await self._link.run(central.read_head, held=True)
        self._central.replica.check_version(head)
        self._reached()
        if await self._store.read(replica.AT) != [(head.origin, head.position)]:
            async with self._store.still():
                await self._link.run(
                    partial(bring_up, self._central, self._link, anew=False),
                    held=True,
                )

    def _reached(self) -> None:
        if self._central.cut_off is not None:
            log.warning("The central database can be reached again")
        self._central.cut_off = self._told = None

    def _lost(self, why: str) -> None:
        if self._told is None:
            log.warning("The central database is lost, edits must wait: %s", why)
        self._central.cut_off = self._told = why


@asynccontextmanager
async def following(store: Store, upstream: Central, shards: ShardSettings) -> AsyncIterator[None]:
    """Follow the central database while the block runs.

    Raises:
        StoreError: where another process holds what this one is to serve.
    """
    follower = Follower(store, upstream, shards)
    try:
        await follower.start()
        tasks = {asyncio.create_task(follower.follow()), asyncio.create_task(follower.verify())}
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
    finally:
        await follower.close()


async def verify(store: Store, upstream: Central) -> list[str]:
    """Compare the file with the central database, and build it anew where they differ; the tables
    that did.

    Raises:
        Unreachable: where PostgreSQL cannot be reached.
        StoreError: where the file cannot be read or written.
    """
    link = Link(upstream.address, name="lore-verifier", options={})
    try:
        differing = await differences(upstream.replica, link, rounds=_ROUNDS)
        if differing is None:
            raise StoreError(f"The replica {upstream.replica.path} is never as far.")
        if differing:
            log.error("The replica differs in %s, and is built anew", ", ".join(differing))
            async with store.still():
                await link.run(partial(bring_up, upstream, link, anew=True))
        return differing
    finally:
        await link.close()


async def differences(file: replica.Replica, link: Link, *, rounds: int) -> list[str] | None:
    """The tables in which a file differs from the central database, once both are equally far;
    None where that was so in none of so many looks.

    Raises:
        Unreachable: where PostgreSQL cannot be reached.
        StoreError: where the file cannot be read.
    """

    def look(connection: Connection) -> list[str] | None:
        with central.transaction(connection, snapshot=True):
            return file.differences(connection)

    for _ in range(rounds):
        differing = await link.run(look, seconds=VERIFY_SECONDS)
        if differing is not None:
            return differing
        await asyncio.sleep(_RETRY / 10)
    return None


def bring_up(upstream: Central, link: Link, connection: Connection, *, anew: bool) -> None:
    """Bring the file up to the central database; `anew` takes all rows."""
    with central.transaction(connection, snapshot=True):
        head = central.read_head(connection)
        upstream.replica.catch_up(connection, head, link.progress, anew=anew)
