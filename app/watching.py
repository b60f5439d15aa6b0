"""Tells those who watch over the bot how it fares: /metrics and /healthz, on this machine alone."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from aiohttp import web

from app.bot import Bot
from app.health import health_of
from lore.model.errors import SettingsError
from lore.services import Services
from lore.store.answer_log import AnswerLog
from lore.store.backup_series import BackupSeries
from lore.texts import console as words

if TYPE_CHECKING:
    from app.metrics import Metrics

HOST = "127.0.0.1"
_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def watched(
    port: int, bot: Bot, services: Services, shown: AnswerLog, backups: BackupSeries | None
) -> AsyncIterator[None]:
    """Serve on a port of this machine until the block ends.

    Raises:
        SettingsError: where the port cannot be had, and where a library is missing.
    """
    metrics = _metrics(bot, services, shown, backups)
    runner = web.AppRunner(_application(metrics, bot, services), access_log=None)
    await runner.setup()
    logging.getLogger().addHandler(handler := metrics.log_handler)
    try:
        try:
            await web.TCPSite(runner, HOST, port, reuse_address=True).start()
        except OSError as error:
            raise SettingsError(
                f"METRICS_PORT {port} cannot be had on {HOST}: {error.strerror}. "
                "Choose another one."
            ) from None
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        await runner.cleanup()


def _metrics(
    bot: Bot, services: Services, shown: AnswerLog, backups: BackupSeries | None
) -> Metrics:
    try:
        from app.metrics import Metrics
    except ModuleNotFoundError:
        raise SettingsError(words.NO_METRICS) from None
    return Metrics(bot, services, shown, backups)


def _application(metrics: Metrics, bot: Bot, services: Services) -> web.Application:
    async def tell(_: web.Request) -> web.Response:
        return web.Response(body=await metrics.told(), headers={"Content-Type": _TEXT})

    async def look(_: web.Request) -> web.Response:
        health = await health_of(bot, services.store)
        told = {"well": health.well, **asdict(health)}
        return web.json_response(told, status=200 if health.well else 503)

    application = web.Application()
    application.add_routes([web.get("/metrics", tell), web.get("/healthz", look)])
    return application
