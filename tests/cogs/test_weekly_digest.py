"""The weekly digest in the log channel, once a week and only where it is wished for."""

from __future__ import annotations

import asyncio

from lore.editing import Moderator
from lore.texts import inbox as words
from tests.discord_wire import Discord
from tests.discord_wire.recording import PATIENCE
from tests.support.inbox_commands import MODERATOR, STRANGE
from tests.support.stage import Stage, running


async def wished(discord: Discord, stage: Stage, *, digest: bool = True) -> None:
    """Let the server wish for it, and be told of a week long ago."""
    by = Moderator(discord.guild.id, MODERATOR.id)
    channel = discord.channel.id
    await stage.services.editing.setups.set(by, log_channel=channel, mentions=True, digest=digest)
    async with stage.store.write() as writer:
        await writer.execute_fetchall(
            "INSERT INTO told_week (scope, week) VALUES (?, '2020-W01')", (discord.guild.id,)
        )


async def told(discord: Discord, stage: Stage) -> None:
    """Wait until this week is told."""
    rows = [("2020-W01",)]
    async with asyncio.timeout(PATIENCE):
        # The database tells nobody.
        while rows in ([("2020-W01",)], []):
            rows = await stage.store.read("SELECT week FROM told_week")
            await asyncio.sleep(0.01)


async def test_a_week_is_told_once(discord: Discord, stage: Stage) -> None:
    await wished(discord, stage)
    async with running(discord, stage):
        await discord.ready()
        await (await discord.slash("ask", question=STRANGE)).seen()
        await stage.services.inbox.flush()
        [seen] = await discord.until(lambda: discord.sent(discord.channel))
        assert words.WEEK in seen.text
        assert "1 question, 1 without an answer" in seen.text
        assert f"- {STRANGE} (1)" in seen.text
        await told(discord, stage)
    async with running(discord, stage):
        await discord.until(lambda: len(discord.gateway.identified) == 2)
        await discord.ready()
        await asyncio.sleep(2.5)  # the bot is ready some time after it has connected
    assert len(discord.sent(discord.channel)) == 1


async def test_a_lost_log_channel_is_not_waited_for(discord: Discord, stage: Stage) -> None:
    await wished(discord, stage)
    discord.fail("POST", f"/channels/{discord.channel.id}/messages", 403, code=50013)
    async with running(discord, stage):
        await told(discord, stage)
    assert discord.sent(discord.channel) == []


async def test_who_does_not_wish_for_it_is_not_told(discord: Discord, stage: Stage) -> None:
    await wished(discord, stage, digest=False)
    async with running(discord, stage):
        await discord.ready()
        await asyncio.sleep(2.5)  # the bot is ready some time after it has connected
    assert discord.sent(discord.channel) == []


async def test_the_first_week_is_waited_for(discord: Discord, stage: Stage) -> None:
    await wished(discord, stage)
    async with stage.store.write() as writer:
        await writer.execute_fetchall("DELETE FROM told_week")
    async with running(discord, stage):
        await told(discord, stage)
    assert discord.sent(discord.channel) == []
