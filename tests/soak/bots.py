"""Bots as processes of their own on one database, for runs under load and faults."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from tests.bench.processes import BOT
from tests.discord_wire import Discord

START_SECONDS = 300


@asynccontextmanager
async def bots(discord: Discord, folder: Path, processes: int) -> AsyncIterator[dict[int, Path]]:
    """So many processes on one database, connected; their logs by process id."""
    async with AsyncExitStack() as stack:
        found: dict[int, Path] = {}
        for shard in range(processes):
            settings = {
                "DISCORD_TOKEN": discord.token, "DISCORD_API_URL": discord.api,
                "DATABASE": str(folder / "lore.db"), "LOG_FORMAT": "json",
            }  # fmt: skip
            if processes > 1:
                settings |= {"SHARD_COUNT": str(processes), "SHARD_IDS": str(shard)}
            told = folder / f"log{shard}"
            with told.open("wb") as output:
                bot = await asyncio.create_subprocess_exec(
                    *BOT, env=os.environ | settings, stderr=output
                )
            stack.push_async_callback(_ended, bot)
            async with asyncio.timeout(START_SECONDS):
                while len(discord.gateway.sessions) < shard + 1:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            found[bot.pid] = told
        yield found


async def _ended(bot: asyncio.subprocess.Process) -> None:
    if bot.returncode is None:
        bot.terminate()
    start = time.monotonic()
    try:
        async with asyncio.timeout(30):
            if await bot.wait():
                print(f"A process ended with status {bot.returncode}")
        print(f"A process ended {time.monotonic() - start:.1f} s after it was told to")
    except TimeoutError:
        print("A process did not end")
    finally:
        with suppress(ProcessLookupError):
            bot.kill()
