"""Whether the bot is well: its connection to Discord, and its database."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from app.bot import Bot
from lore.model.errors import LoreError
from lore.store import Store

GatewayState = Literal["connected", "partly connected", "disconnected"]
DatabaseState = Literal["well", "takes no edits", "unreadable"]

_PATIENCE = 2.0
"""Seconds within which the database is to answer, whoever is before it."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot fares."""

    gateway: GatewayState
    database: DatabaseState

    @property
    def well(self) -> bool:
        """Whether there is nothing for the operator to do."""
        return self.gateway == "connected" and self.database == "well"


async def health_of(bot: Bot, store: Store) -> Health:
    """How a bot and its store are at this moment."""
    return Health(_gateway(bot), await _database(store))


def connections(bot: Bot) -> tuple[int, int]:
    """How many connections to the gateway stand, and how many there are to be."""
    standing = sum(not shard.is_closed() for shard in bot.shards.values())
    wanted = len(bot.shard_ids or range(bot.shard_count or 1))
    return (0, wanted) if bot.is_closed() else (standing, wanted)


def _gateway(bot: Bot) -> GatewayState:
    standing, wanted = connections(bot)
    if standing >= wanted:
        return "connected"
    return "partly connected" if standing else "disconnected"


async def _database(store: Store) -> DatabaseState:
    try:
        async with asyncio.timeout(_PATIENCE):
            await store.read("SELECT 1 FROM sqlite_schema")
        store.check_place()
    except (LoreError, TimeoutError):
        return "unreadable" if store.takes_edits else "takes no edits"
    return "well" if store.takes_edits else "takes no edits"
