"""Backs the database up by itself, where the operator names a folder for it."""

from __future__ import annotations

import asyncio
import logging
import threading

from discord.ext import commands, tasks

from chat.ui.background import finished
from lore.model.errors import LoreError, Stopped
from lore.store import Store
from lore.store.backup_series import BackupSeries
from lore.store.share import Share

log = logging.getLogger(__name__)


class ScheduledBackups(commands.Cog):
    """Looks every ten minutes whether the next backup is due, from the start on and whether Discord
    can be reached or not. One that failed is tried again at the next look. Of several processes the
    owner alone makes them."""

    def __init__(self, *, store: Store, series: BackupSeries, share: Share) -> None:
        self._store = store
        self._series = series
        self._share = share
        self._over = threading.Event()

    async def cog_load(self) -> None:
        """Begin to look."""
        self._look.start()

    async def cog_unload(self) -> None:
        """End with the bot: a backup that is being made is broken off, and made after the next
        start."""
        self._over.set()
        self._look.cancel()

    @tasks.loop(minutes=10)
    async def _look(self) -> None:
        await finished(self._back_up)

    async def _back_up(self) -> None:
        if not self._share.is_owner:
            return
        try:
            # Where the file is damaged or another one by now, good backups would go for bad ones.
            self._store.check_place()
            if await asyncio.to_thread(self._series.due):
                file = await asyncio.to_thread(self._series.back_up, over=self._over)
                log.info("Backed up to %s", file)
        except Stopped:
            return
        except LoreError as error:
            log.error("No backup was made: %s", error)
