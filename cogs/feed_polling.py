"""Looks at the feeds that are due, of the servers that this process holds."""

from __future__ import annotations

from discord.ext import commands, tasks

from chat.ui.background import finished
from lore.feeds import FeedService


class FeedPolling(commands.Cog):
    """Looks every minute whether a feed is due."""

    def __init__(self, *, feeds: FeedService) -> None:
        self._feeds = feeds

    async def cog_load(self) -> None:
        """Begin to look, where anything may be fetched at all."""
        if self._feeds.fetcher is not None:
            self._minutely.start()

    async def cog_unload(self) -> None:
        """End with the bot; what was being read is read after the next start."""
        self._minutely.cancel()

    @tasks.loop(minutes=1)
    async def _minutely(self) -> None:
        await finished(self._feeds.look)
