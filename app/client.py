"""The connection to Discord, from the token to a clean close."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import cache
from typing import Any

import aiohttp
import discord
from discord.http import Route

from app.bot import Bot
from app.gateway import GatewayRefused, find_gateway, reason
from app.logs import set_up
from app.operations import operated
from app.registration import register
from chat.texts import replies as words
from lore.services import Services
from lore.settings import LogFormat, OperatingSettings
from lore.store.answer_log import open_log

log = logging.getLogger(__name__)

START_PATIENCE = 30.0
"""Seconds for logging in and finding the gateway, failed tries included."""
BUSY_PATIENCE = 10.0
"""Seconds of them in which Discord may say that it is busy."""
CLOSE_PATIENCE = 2.0
"""Seconds for a clean close; a gateway that does not answer is left after them."""
SETTLE_PATIENCE = 1.5
"""Seconds that what is being answered or saved has before that, of the five that a process has."""
LAST_WORDS = 1.0
"""Seconds in which what is broken off may say what became of it."""
_HANDLERS = ("discord.py: ", "CommandTree-invoker", "discord-ui-")
"""How the names of discord.py's tasks begin in which the bot handles what it was sent."""
SWITCH = 0.0005
"""Seconds after which a thread that thinks lets another go on. At Python's own 0.005, each word to
Discord waits for the thread that answers questions (tests/bench/burst.py: half as slow again)."""


async def run_bot(
    *,
    token: str,
    api_url: str,
    services: Services,
    operating: OperatingSettings | None = None,
) -> int:
    """Connect to Discord and serve until SIGTERM or SIGINT; the exit status of the process.

    `api_url` is the base of the HTTP API, as in https://discord.com/api/v10. What keeps the bot
    from serving is said in one line on standard error, and the status is then 1.

    Raises:
        LoreError: where something that is set in `operating` cannot be had.
    """
    operating = operating or OperatingSettings()
    set_up(secret=token, form=operating.log_format)
    Route.BASE = api_url
    sys.setswitchinterval(SWITCH)
    async with open_log(services.store) as shown:
        await services.editing.setups.load()
        bot = Bot(services, shown, operating.shards)
        async with operated(bot, services, shown, operating):
            serving = _serve(bot, token, services.engine.warm)
            return await _until_told(serving, operating.log_format)


@cache
def _keep_for_good() -> None:
    """Have what is loaded once left out when Python looks for garbage: each full look over it held
    a question up by up to 100 ms. To count what is left out takes as long, so it is done once."""
    gc.collect()
    gc.freeze()


async def _until_told(service: Coroutine[Any, Any, None], form: LogFormat) -> int:
    """Serve until a signal comes or nothing goes any more; the exit status."""
    serving = asyncio.create_task(service)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
    except GatewayRefused as refusal:
        if form == "json":
            log.error("%s", refusal)
        else:
            print(refusal, file=sys.stderr)
        return 1
    except Exception:
        log.exception(words.FAILED)
        return 1
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
    return 0


async def _serve(bot: Bot, token: str, warm: Callable[[], None]) -> None:
    """Log in, `warm` what questions need, register and stay connected, until cancelled.

    Raises:
        GatewayRefused: if Discord does not take the bot, now or later.
    """
    try:
        await log_in(bot, token)
        await asyncio.to_thread(warm)
        _keep_for_good()
        await bot.add_cogs()
        await _register(bot)
        await bot.connect()
    except discord.PrivilegedIntentsRequired:
        raise GatewayRefused(words.gateway_closed(4014)) from None
    except discord.ConnectionClosed as closed:
        raise GatewayRefused(words.gateway_closed(closed.code)) from None
    finally:
        shards = bot.shards.values()
        leaving = asyncio.gather(*[shard.disconnect() for shard in shards], return_exceptions=True)
        await asyncio.sleep(0)  # from here on nothing comes that would begin as all else ends
        await _settle()
        await _close(bot)
        leaving.cancel()


async def _settle() -> None:
    """Let what is under way come to its end; what takes longer is left."""
    handling = {task for task in asyncio.all_tasks() if task.get_name().startswith(_HANDLERS)}
    if handling:
        _, late = await asyncio.wait(handling, timeout=SETTLE_PATIENCE)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=LAST_WORDS)


async def log_in(bot: discord.AutoShardedClient, token: str) -> None:
    """Log in and find the gateway, with patience while Discord is busy.

    Raises:
        GatewayRefused: if Discord does not take the bot, or cannot be reached.
    """
    try:
        async with asyncio.timeout(START_PATIENCE):
            await _patiently(lambda: _try(bot, token))
            await _patiently(lambda: find_gateway(bot))
    except discord.LoginFailure:
        raise GatewayRefused(words.token_refused()) from None
    except discord.HTTPException as error:
        refused = words.token_refused() if error.status == 401 else None
        raise GatewayRefused(
            refused or words.api_unreachable(Route.BASE, words.answers(error.status))
        ) from None
    except discord.RateLimited:
        raise GatewayRefused(words.api_unreachable(Route.BASE, words.answers(429))) from None
    except TimeoutError:
        raise GatewayRefused(words.api_unreachable(Route.BASE, words.SILENT)) from None
    except (aiohttp.ClientError, OSError) as error:
        raise GatewayRefused(words.api_unreachable(Route.BASE, reason(error))) from None
    except (TypeError, KeyError, ValueError):
        # discord.py reads what it was answered without asking whether that is Discord's.
        raise GatewayRefused(words.api_unreachable(Route.BASE, words.NOT_DISCORD)) from None


async def _try(bot: discord.AutoShardedClient, token: str) -> None:
    """Log in; a session that failed is closed, since the next try makes its own."""
    try:
        await bot.login(token)
    except discord.DiscordServerError:
        await bot.http.close()
        bot.http.connector = discord.utils.MISSING  # it closed with the session
        raise


async def _patiently(step: Callable[[], Awaitable[object]]) -> None:
    """Take a step of the start, and again while Discord says that it is busy: discord.py does so
    for each such status but 503. Its last answer counts where that takes too long."""
    patience = time.monotonic() + BUSY_PATIENCE
    pause = 0.5
    while True:
        try:
            await step()
            return
        except discord.DiscordServerError as error:
            if error.status != 503 or time.monotonic() + pause > patience:
                raise
        await asyncio.sleep(pause)
        pause *= 2


async def _register(bot: Bot) -> None:
    """Register the commands; a failure leaves those of before, and questions work without."""
    try:
        await register(bot.tree)
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        log.exception(words.NO_COMMANDS)


async def _close(bot: Bot) -> None:
    try:
        async with asyncio.timeout(CLOSE_PATIENCE):
            await bot.close()
    except TimeoutError:
        await bot.http.close()
        log.warning("The gateway did not confirm the close")
