"""The share of one process in the work on a database, which several may serve.

What belongs to a server is done by the process that holds the server's connection to Discord: no
two hold the same one (see `lease`). What is to be done once for all is done by the owner. It says
so in the database every RENEWED seconds, and once it has said nothing for TERM seconds another
process takes over: nobody has to tell a process that was killed from one that hangs.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from lore.model.errors import StoreError
from lore.settings import ShardSettings
from lore.store.database import Store

log = logging.getLogger(__name__)

TERM = 15.0
"""Seconds for which the owner is the owner once it has said so."""
RENEWED = 5.0
"""Seconds from one look at who is the owner to the next."""
PATIENCE = 60.0
"""Seconds that a write waits for those of other processes beyond SQLite's own patience."""


class Share:
    """What a process has to do. One that serves a database alone has to do everything.

    Processes on one machine share the clock that counts from its start, and nobody sets that.
    """

    def __init__(
        self, shards: ShardSettings | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shards = shards or ShardSettings()
        self._clock = clock
        self._holder = secrets.token_hex(8)
        self._until = 0.0

    @property
    def is_part(self) -> bool:
        """Whether other processes may serve the same database."""
        return self._shards.ids is not None

    @property
    def is_owner(self) -> bool:
        """Whether what is to be done once for all is to be done here, now."""
        return not self.is_part or self._clock() < self._until

    def holds(self, server: int) -> bool:
        """Whether what belongs to a server, given by its id, is to be done here."""
        return self._shards.holds(server)

    async def renew(self, store: Store) -> None:
        """Stay the owner, or become it where nobody is.

        Raises:
            StoreError: where the database cannot be read or written.
        """
        rows = await store.read("SELECT holder, until FROM owner")
        if rows and rows[0][0] != self._holder and self._stands(rows[0][1]):
            return
        was_owner = self.is_owner
        async with store.write(local=True) as writer:
            now = self._clock()  # of this moment: the write may have had to wait
            taken = await writer.execute_fetchall(
                """
                INSERT INTO owner (id, holder, until)
                VALUES (1, ?1, ?2 + ?3)
                ON CONFLICT (id) DO UPDATE SET holder = ?1, until = ?2 + ?3
                WHERE holder = ?1 OR until NOT BETWEEN ?2 AND ?2 + ?3
                RETURNING until
                """,
                (self._holder, now, TERM),
            )
        self._until = max((float(until) for (until,) in taken), default=0.0)
        if self.is_owner and not was_owner:
            log.info("What is done once for all processes is done by this one from now on")

    async def release(self, store: Store) -> None:
        """Let another be the owner at once.

        Raises:
            StoreError: where the database cannot be written.
        """
        self._until = 0.0
        # Also where it does not know that it is the owner: a renewal may have been cut short.
        async with store.write(local=True) as writer:
            await writer.execute_fetchall("DELETE FROM owner WHERE holder = ?", (self._holder,))

    def _stands(self, until: float) -> bool:
        """Whether an owner is one still; the machine may have been started anew since."""
        now = self._clock()
        return now <= until <= now + TERM


@asynccontextmanager
async def shared(store: Store, share: Share) -> AsyncIterator[None]:
    """See to it that there is an owner while the block runs, this process or another."""
    if not share.is_part:
        yield
        return
    await _renew(store, share)
    looking = asyncio.create_task(_look(store, share))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait({looking})
        with suppress(StoreError):
            await share.release(store)


async def _look(store: Store, share: Share) -> None:
    while True:
        await asyncio.sleep(RENEWED)
        await _renew(store, share)


async def _renew(store: Store, share: Share) -> None:
    try:
        await share.renew(store)
    except StoreError as error:
        log.warning("Who does what is done once could not be settled: %s", error)
