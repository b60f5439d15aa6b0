"""What is kept of a server goes some time after the bot was removed from it."""

from __future__ import annotations

import asyncio
import logging

import discord
from discord.ext import commands, tasks

from chat.ui.background import Background, finished
from lore.privacy import Departures

log = logging.getLogger(__name__)


class ServerCleanup(commands.Cog):
    """Notes where the bot comes and goes, and erases once a day what is over.

    An outage is no removal: Discord tells it apart, and so does discord.py, which has an event of
    its own for servers that become unavailable.
    """

    def __init__(
        self, *, client: discord.Client, departures: Departures, background: Background
    ) -> None:
        self._client = client
        self._departures = departures
        self._background = background
        self._tending = asyncio.Lock()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note when the bot was removed: what the server has is erased some days later."""
        await self._departures.removed(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that the bot is back: what is still stored of the server stays."""
        await self._departures.returned(guild.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Note what happened while the bot was away, and erase from now on."""
        if self._daily.is_running():
            self._background.start(self._tend)
        else:
            self._daily.start()

    async def cog_unload(self) -> None:
        """End with the bot."""
        self._daily.cancel()

    @tasks.loop(hours=24)
    async def _daily(self) -> None:
        await finished(self._tend)

    async def _tend(self) -> None:
        async with self._tending:
            await self._departures.reconcile(self._present())
            for scope in await self._departures.sweep(self._present()):
                log.info("Erased what was kept of server %d", scope)

    def _present(self) -> list[int]:
        """All servers that have the bot, those that are unavailable too."""
        return [guild.id for guild in self._client.guilds]
