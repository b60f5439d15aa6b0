"""Looks at the feeds that are due, in the one process that does what all share."""

from __future__ import annotations

from collections.abc import Callable

from discord.ext import commands, tasks

from chat.ui.background import finished
from lore.feeds import FeedService


class FeedPolling(commands.Cog):
    """Looks every minute whether a feed is due. `owns_shared_work` says at each look whether it is
    this process that looks."""

    def __init__(self, *, feeds: FeedService, owns_shared_work: Callable[[], bool]) -> None:
        self._feeds = feeds
        self._owns_shared_work = owns_shared_work

    async def cog_load(self) -> None:
        """Begin to look, where anything may be fetched at all."""
        if self._feeds.fetcher is not None:
            self._minutely.start()

    async def cog_unload(self) -> None:
        """End with the bot; what was being read is read after the next start."""
        self._minutely.cancel()

    @tasks.loop(minutes=1)
    async def _minutely(self) -> None:
        if self._owns_shared_work():
            await finished(self._feeds.look)
