"""The week's questions in a server's log channel, where it wishes for that."""

from __future__ import annotations

import logging

import aiohttp
import discord
from discord.ext import commands, tasks

from chat.ui.background import finished
from chat.ui.rendering import render, sheet
from chat.ui.request import Policy
from lore.inbox import Statistics
from lore.inbox.statistics import Weeks
from lore.texts import inbox as words

log = logging.getLogger(__name__)


class WeeklyDigest(commands.Cog):
    """Looks every hour whether a week has begun."""

    def __init__(
        self,
        *,
        client: discord.Client,
        statistics: Statistics,
        weeks: Weeks,
        policy: Policy,
    ) -> None:
        self._client = client
        self._statistics = statistics
        self._weeks = weeks
        self._policy = policy

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Begin to look; discord.py may be ready several times."""
        if not self._hourly.is_running():
            self._hourly.start()

    async def cog_unload(self) -> None:
        """End with the bot."""
        self._hourly.cancel()

    @tasks.loop(hours=1)
    async def _hourly(self) -> None:
        await finished(self._look)

    async def _look(self) -> None:
        for guild in list(self._client.guilds):
            setup = self._policy.of(guild.id)
            if not setup.digest or setup.log_channel is None or guild.unavailable:
                continue
            if await self._weeks.due(guild.id):
                await self._tell(guild, setup.log_channel)
                await self._weeks.told(guild.id)

    async def _tell(self, guild: discord.Guild, channel: int) -> None:
        """Show the week; a log channel that is lost is not waited for."""
        room = guild.get_channel_or_thread(channel)
        if not isinstance(room, discord.abc.Messageable):
            return
        parts = words.week(await self._statistics.digest(guild.id))
        try:
            embeds = room.permissions_for(guild.me).embed_links
            card = render(sheet(parts, barred=False), embeds=embeds)
            await room.send(**card.arguments())
        except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
            log.warning("The week could not be told in channel %d: %s", channel, failure)
