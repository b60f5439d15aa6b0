"""What the operator asks for beside the bot itself: backups and what tells how it fares."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from app.answer_labels import log_answer
from app.bot import Bot
from app.watching import watched
from cogs.scheduled_backups import ScheduledBackups
from lore.services import Services
from lore.settings import OperatingSettings
from lore.store.answer_log import AnswerLog
from lore.store.backup_series import BackupSeries, open_series


@asynccontextmanager
async def operated(
    bot: Bot, services: Services, shown: AnswerLog, operating: OperatingSettings
) -> AsyncIterator[None]:
    """Have a bot run as its operator set it, to be entered before it logs in.

    Raises:
        LoreError: where something that is set cannot be had.
    """
    bot.face.answers.tell(log_answer)
    series = await _series(services, operating)
    async with AsyncExitStack() as stack:
        if (port := operating.metrics_port) is not None:
            await stack.enter_async_context(watched(port, bot, services, shown, series))
        if series is not None:
            backups = ScheduledBackups(store=services.store, series=series, share=services.share)
            await bot.add_cog(backups)
        yield


async def _series(services: Services, operating: OperatingSettings) -> BackupSeries | None:
    if (wished := operating.backups) is None:
        return None
    every = timedelta(hours=wished.hours)
    return await open_series(services.store, wished.folder, every=every, keep=wished.keep)
