"""Several connections in one process, as many as Discord advises or as the operator says."""

from __future__ import annotations

import asyncio

import pytest

from chat.texts import replies as words
from lore.settings import OperatingSettings, ShardSettings
from tests.discord_wire import Channel, Discord
from tests.discord_wire.recording import PATIENCE
from tests.support.stage import Stage, running

QUESTION = "who plays Ilsa Faust?"


def identified(discord: Discord) -> list[list[int]]:
    return [wish["shard"] for wish in discord.gateway.identified]


async def is_answered(discord: Discord, channel: Channel | None = None) -> bool:
    said = await discord.say(QUESTION, channel=channel, mention=channel is None)
    return "Rebecca Ferguson" in (await discord.reply_to(said)).text


@pytest.mark.usefixtures("no_pause")
async def test_as_many_as_discord_advises(discord: Discord, stage: Stage) -> None:
    discord.gateway.shards = 3
    async with running(discord, stage):
        await discord.ready()
        assert identified(discord) == [[0, 3], [1, 3], [2, 3]]
        assert await is_answered(discord)
        assert await is_answered(discord, discord.direct)
        seen = await (await discord.slash("ask", question=QUESTION)).seen()
        assert "Rebecca Ferguson" in seen.text
    assert all(one.socket is None for one in discord.gateway.sessions.values())


@pytest.mark.usefixtures("no_pause")
async def test_one_that_drops_is_resumed_alone(discord: Discord, stage: Stage) -> None:
    discord.gateway.shards = 2
    async with running(discord, stage):
        await discord.ready()
        home = discord.gateway.shard_of(discord.guild.id)
        session = discord.gateway.sessions[home].id
        await discord.gateway.drop(shard=home)
        missed = await discord.say(QUESTION)
        assert await is_answered(discord, discord.direct)
        assert "Rebecca Ferguson" in (await discord.reply_to(missed)).text
        assert [wish["session_id"] for wish in discord.gateway.resumed][-1:] == [session]
        assert len(discord.gateway.identified) == 2


@pytest.mark.usefixtures("no_pause")
async def test_those_alone_that_the_operator_names(discord: Discord, stage: Stage) -> None:
    discord.gateway.shards = 4
    home = discord.gateway.shard_of(discord.guild.id)
    others = [one for one in range(4) if one != home][:1]
    shards = ShardSettings(4, (home, *others))
    async with running(discord, stage, OperatingSettings(shards=shards)):
        await discord.until(lambda: len(discord.gateway.sessions) == 2)
        assert identified(discord) == [[home, 4], [others[0], 4]]
        assert await is_answered(discord)


async def test_more_connections_than_discord_allows_today_are_not_begun(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.gateway.shards = 3
    discord.allow_starts(2)
    async with running(discord, stage) as bot:
        assert await bot == 1
    assert capsys.readouterr().err == f"{words.too_many_starts(5_400)}\n"
    assert discord.gateway.identified == []


async def test_servers_of_other_processes_are_not_taken_for_gone(
    discord: Discord, stage: Stage
) -> None:
    """What a server has is erased some time after the bot left it, and this process is told of some
    servers alone."""
    own = ShardSettings(2, (discord.guild.id >> 22 & 1,))
    ours, theirs = discord.guild.id + (2 << 22), discord.guild.id + (1 << 22)
    for scope in (ours, theirs):
        async with stage.store.write() as writer:
            await writer.execute_fetchall("INSERT INTO told_week VALUES (?, '2020-W01')", (scope,))
    discord.gateway.shards = 2
    async with running(discord, stage, OperatingSettings(shards=own)):
        async with asyncio.timeout(PATIENCE):
            # The database tells nobody.
            while not (gone := await stage.store.read("SELECT scope FROM departed")):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert gone == [(ours,)]
