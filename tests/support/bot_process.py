"""bot.py as a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.discord_wire import Discord

ROOT = Path(__file__).resolve().parents[2]
BOT = str(ROOT / "bot.py")
LONGEST_LOG = 1 << 24
"""Bytes that a process may tell before somebody reads them; then it would stand still."""


@asynccontextmanager
async def process(
    discord: Discord, folder: Path, *, command: Sequence[str] = (BOT,), **environment: str
) -> AsyncIterator[Process]:
    """bot.py, connected to the loopback, on the database of a folder; killed at the end where it
    still runs."""
    settings = {
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api,
        "DATABASE": str(folder / "lore.db"),
    }
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, *command),
        env=os.environ | settings | environment,
        cwd=folder,
        stdout=PIPE,
        stderr=PIPE,
        limit=LONGEST_LOG,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.communicate()


async def verb(folder: Path, *arguments: str | Path, **environment: str) -> tuple[int, str, str]:
    """Another verb of bot.py on the same database, to its end."""
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, BOT, *map(str, arguments)),
        env=os.environ | {"DISCORD_TOKEN": "", "DATABASE": str(folder / "lore.db")} | environment,
        cwd=folder,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await started.communicate()
    assert started.returncode is not None
    return started.returncode, out.decode(), err.decode()
