"""What the operator asks for beside the bot itself: scheduled backups."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from app.bot import Bot
from cogs.scheduled_backups import ScheduledBackups
from lore.services import Services
from lore.settings import OperatingSettings
from lore.store.backup_series import open_series


@asynccontextmanager
async def operated(
    bot: Bot, services: Services, operating: OperatingSettings
) -> AsyncIterator[None]:
    """Have a bot run as its operator set it, to be entered before it logs in.

    Raises:
        LoreError: where something that is set cannot be had.
    """
    if (wished := operating.backups) is not None:
        every = timedelta(hours=wished.hours)
        series = await open_series(services.store, wished.folder, every=every, keep=wished.keep)
        await bot.add_cog(ScheduledBackups(store=services.store, series=series))
    yield
