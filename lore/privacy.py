"""What is kept of a person and of a server, and how it goes; docs/privacy.md says it to members."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from lore.model.clock import Clock, stamp, utc_now
from lore.store import privacy
from lore.store.database import Store

STAYS = timedelta(days=30)
"""How long a server's data stay after the bot was removed from it."""

AT_ONCE = 2
"""People for whom all tables are read at once, each on a connection and a thread of its own."""

Forget = Callable[[int], None]
"""Drops what is held in memory of a person or a server, by id."""


class Privacy:
    """Export and deletion of one person's data, over every table and every server."""

    def __init__(self, store: Store, *, forgetting: Sequence[Forget] = ()) -> None:
        self._store = store
        self._forgetting = forgetting
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def export(self, person: int) -> str:
        """All rows that name a person, as JSON: an object of tables, each a list of rows.

        Raises:
            StoreError: where the database cannot be read.
        """
        async with self._turns:
            rows = await self._store.query_apart(lambda c: privacy.rows_of(c, person))
        return json.dumps(rows, ensure_ascii=False, indent=2)

    async def delete(self, person: int) -> int:
        """Delete a person's data; how many rows there were.

        What they asked to be told and what they suggested goes; in histories they become "former
        moderator", and their id is taken out of every text that is kept.

        Raises:
            StoreError: where the database cannot be written; nothing is changed then.
        """
        for forget in self._forgetting:
            forget(person)
        done = 0
        # A change of theirs may be written between looking and deleting: look again until clean.
        for _ in range(3):
            async with self._turns:
                texts, names = await self._store.query_apart(
                    lambda c: (
                        privacy.texts_naming(c, person),
                        privacy.names_naming(c, person),
                    )
                )
            async with self._store.write(erasing=True) as writer:
                changed = await privacy.remove_person(writer, person, texts, names)
            done += changed
            if not changed:
                break
        return done


class Departures:
    """Keeps a server's data for a while after the bot was removed from it, then erases them.

    Only a removal starts the time: a server that Discord reports as unavailable is still one where
    the bot is.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock = utc_now,
        forgetting: Sequence[Forget] = (),
        holds: Callable[[int], bool] = lambda _: True,
    ) -> None:
        """`holds` tells of which servers this process would know: of others it cannot tell whether
        the bot is there."""
        self._holds = holds
        self._store = store
        self._clock = clock
        self._forgetting = forgetting

    async def removed(self, scope: int) -> None:
        """The bot was removed from a server (and not: the server is unavailable)."""
        async with self._store.write() as writer:
            await privacy.depart(writer, [scope], stamp(self._clock()))

    async def returned(self, scope: int) -> None:
        """The bot was added to a server, or is seen to be there."""
        async with self._store.write() as writer:
            await privacy.rejoin(writer, [scope])

    async def reconcile(self, present: Collection[int]) -> None:
        """Note what happened while the bot was not connected.

        `present` are all servers that Discord lists for the bot once every shard is ready, those
        that are unavailable too. An empty list is taken for an outage and changes nothing.
        """
        if not present:
            return
        kept = await self._store.query_apart(privacy.servers)
        async with self._store.write() as writer:
            await privacy.rejoin(writer, present)
            gone = {scope for scope in kept - set(present) if self._holds(scope)}
            await privacy.depart(writer, gone, stamp(self._clock()))

    async def sweep(self, present: Collection[int]) -> list[int]:
        """Erase the servers whose time is over, never one where the bot is; which they were.

        To be called once a day, while connected. An empty list is taken for an outage.
        """
        if not present:
            return []
        before = stamp(self._clock() - STAYS)
        over = await self._store.query(lambda c: privacy.departed(c, before))
        erased = [scope for scope in over if scope not in set(present) and self._holds(scope)]
        for scope in erased:
            for forget in self._forgetting:
                forget(scope)
            async with self._store.write(erasing=True) as writer:
                await privacy.erase(writer, scope)
        return erased
