"""The bot as the process that an operator starts."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.discord_wire import Discord
from tests.discord_wire.world import ORDINARY, Permission, User
from tests.lore.asking_odd import WORST

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "bot.py").exists(), reason="bot.py is not there yet")


@asynccontextmanager
async def process(discord: Discord, folder: Path, **environment: str) -> AsyncIterator[Process]:
    """bot.py, connected to the loopback, on a database of its own."""
    settings = {
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api,
        "DATABASE": str(folder / "lore.db"),
    }
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "bot.py")),
        env=os.environ | settings | environment,
        cwd=folder,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_and_ends_cleanly(
    discord: Discord, tmp_path: Path, number: signal.Signals
) -> None:
    async with process(discord, tmp_path) as bot:
        await discord.ready()
        seen = await discord.reply_to(await discord.say("who plays Ilsa Faust?"))
        assert "Rebecca Ferguson" in seen.text
        seen = await discord.reply_to(await discord.say("whos ilsa in mi7"))
        seen = await discord.reply_to(await discord.say("when's it out"))
        assert "Sources disagree" in seen.text
        assert "19 November 2021" in seen.text
        assert "23 July 2021" in seen.text
        await discord.reply_to(await discord.say("who composes the score of mi7"))
        moderator = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)
        seen = await (await discord.slash("inbox open", user=moderator)).seen()
        assert "who composes the score of mi7" in seen.text
        bot.send_signal(number)
        async with asyncio.timeout(5):
            _, err = await bot.communicate()
        assert bot.returncode == 0
        assert b"Traceback" not in err
        assert discord.token.encode() not in err
    await discord.until(lambda: discord.gateway.closed_with == 1000)


async def test_the_worst_questions_of_one_member_hold_nobody(
    discord: Discord, tmp_path: Path
) -> None:
    async with process(discord, tmp_path) as bot:
        await discord.ready()
        member = User("tangler")
        worst = [
            await discord.slash("ask", question=question[:300], user=member) for question in WORST
        ]
        others = [
            await discord.slash("ask", question="who plays Ilsa Faust?", user=User(f"other{one}"))
            for one in range(8)
        ]
        async with asyncio.timeout(5):
            for exchange in others:
                assert "Rebecca Ferguson" in (await exchange.seen()).text
            for exchange in worst:
                await exchange.seen()
        for question in WORST:
            await discord.slash("ask", question=question[:300], user=member)
        bot.send_signal(signal.SIGTERM)
        async with asyncio.timeout(5):
            _, err = await bot.communicate()
        assert bot.returncode == 0
        assert b"Traceback" not in err


@pytest.mark.parametrize("refusal", ["token", "gateway", 4004, 4010, 4011, 4012, 4013, 4014])
async def test_a_refusal_is_one_line(discord: Discord, tmp_path: Path, refusal: str | int) -> None:
    wrong = {"DISCORD_TOKEN": "MTA5.wrong.token"} if refusal == "token" else {}
    discord.gateway.refuse_upgrade = refusal == "gateway"
    discord.gateway.refuse_identify = refusal if isinstance(refusal, int) else None
    async with process(discord, tmp_path, **wrong) as bot:
        async with asyncio.timeout(20):
            _, err = await bot.communicate()
        assert bot.returncode == 1
        assert err.count(b"\n") == 1, err.decode()
        assert b"token" not in err.replace(b"this token", b"")
