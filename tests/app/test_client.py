"""Registering, staying connected whatever happens, and ending."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from typing import Any

import pytest

from app import client
from cogs.facts import texts as words
from lore.editing import Imported
from tests.discord_wire import Discord, Upload
from tests.discord_wire.recording import PATIENCE
from tests.support.fact_commands import MODERATOR
from tests.support.stage import Stage, running

TABLE = (
    "subject,property,value,title,published\n"
    "Night Train,composer,Ana Lopez,A Score for the Train,2026-02-03\n"
)

QUESTION = "who plays Ilsa Faust?"
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
"""Members, presences and message content."""


async def answers(discord: Discord) -> bool:
    """Whether a mention and a command are answered."""
    reply = await discord.reply_to(await discord.say(QUESTION))
    seen = await (await discord.slash("ask", question=QUESTION)).seen()
    return all("Rebecca Ferguson" in found.text for found in (reply, seen))


@pytest.mark.usefixtures("bot")
async def test_it_needs_no_privileged_intent(discord: Discord) -> None:
    assert not discord.gateway.identified[0]["intents"] & PRIVILEGED


@pytest.mark.usefixtures("bot")
async def test_what_is_loaded_once_is_not_looked_through_for_garbage(discord: Discord) -> None:
    await discord.ready()
    assert gc.get_freeze_count() > 100_000


@pytest.mark.usefixtures("bot")
async def test_it_is_told_of_servers_and_of_messages_alone(discord: Discord) -> None:
    guilds, guild_messages, direct_messages = 1 << 0, 1 << 9, 1 << 12
    assert discord.gateway.identified[0]["intents"] == guilds | guild_messages | direct_messages


async def start(discord: Discord, stage: Stage) -> None:
    """Start the bot and end it."""
    async with running(discord, stage):
        await discord.ready()


async def test_unchanged_commands_are_not_registered_again(discord: Discord, stage: Stage) -> None:
    for _ in range(3):
        await start(discord, stage)
    assert len(discord.asked("PUT", "/commands")) == 1
    assert len(discord.asked("GET", "/commands")) == 3


async def test_changed_commands_are(discord: Discord, stage: Stage) -> None:
    await start(discord, stage)
    names = {command["name"] for command in discord.commands}
    discord.commands[0]["contexts"] = [0]
    await start(discord, stage)
    assert len(discord.asked("PUT", "/commands")) == 2
    discord.commands.append(discord.commands[0] | {"name": "gone", "id": "9"})
    await start(discord, stage)
    assert len(discord.asked("PUT", "/commands")) == 3
    assert {command["name"] for command in discord.commands} == names


async def test_commands_that_cannot_be_registered_do_not_end_it(
    discord: Discord, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail("PUT", "*/commands", 400, code=50035)
    async with running(discord, stage):
        await discord.ready()
        assert await answers(discord)
    assert "could not be registered" in caplog.text


@pytest.mark.parametrize("status", [429, 502])
@pytest.mark.usefixtures("bot")
async def test_an_answer_that_is_refused_for_now_comes_later(discord: Discord, status: int) -> None:
    discord.fail("POST", "/channels/*/messages", status)
    discord.fail("POST", "/interactions/*", status)
    assert await answers(discord)
    for ending in ("/messages", "/callback"):
        assert discord.asked("POST", ending)[0].status == status


@pytest.mark.usefixtures("bot")
async def test_an_answer_whose_confirmation_was_lost(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail("POST", "/interactions/*", 502, done=True)
    exchange = await discord.slash("ask", question=QUESTION)
    assert "Rebecca Ferguson" in (await exchange.seen()).text
    await discord.until(lambda: len(discord.asked("POST", "/callback")) == 2)
    assert await answers(discord)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("way", ["drop", "abort", "reconnect", "resumable"])
@pytest.mark.usefixtures("bot")
async def test_it_resumes(discord: Discord, way: str) -> None:
    match way:
        case "drop":
            await discord.gateway.drop(4000)
        case "abort":
            await discord.gateway.abort()
        case "reconnect":
            await discord.gateway.reconnect()
        case "resumable":
            await discord.gateway.invalidate(resumable=True)
    missed = await discord.say(QUESTION)
    await discord.until(lambda: discord.gateway.resumed, "the bot to resume")
    assert "Rebecca Ferguson" in (await discord.reply_to(missed)).text
    assert await answers(discord)
    assert len(discord.gateway.identified) == 1


@pytest.mark.usefixtures("bot", "no_pause")
async def test_an_invalid_session_is_replaced(discord: Discord) -> None:
    await discord.gateway.invalidate()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "the bot to identify")
    await discord.ready()
    assert await answers(discord)
    assert len(discord.asked("PUT", "/commands")) == 1


@pytest.mark.usefixtures("bot", "no_pause")
async def test_a_session_that_is_gone_on_resuming_is_replaced(discord: Discord) -> None:
    await discord.gateway.forget()
    await discord.until(lambda: len(discord.gateway.identified) == 2, "the bot to identify")
    await discord.ready()
    assert await answers(discord)


@pytest.mark.usefixtures("bot")
async def test_an_event_that_cannot_be_read_does_not_end_it(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    await discord.gateway.dispatch("MESSAGE_CREATE", {"id": "1", "channel_id": "2"})
    await discord.gateway.dispatch("INTERACTION_CREATE", {"id": "1", "type": 99})
    assert await answers(discord)
    assert caplog.text.count("could not be read") == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly(
    discord: Discord, stage: Stage, number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(discord, stage) as bot:
        await discord.ready()
        os.kill(os.getpid(), number)
        assert await asyncio.wait_for(bot, 5) == 0
    await discord.until(lambda: discord.gateway.closed_with, "the bot to close its connection")
    assert discord.gateway.closed_with == 1000
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("stored", [True, False])
async def test_an_import_is_told_of_though_a_signal_came(
    discord: Discord, stage: Stage, stored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = stage.services.editing.bulk
    reached = asyncio.Event()
    real = bulk.take

    async def slow(*given: Any, **more: Any) -> Imported:
        taken = await real(*given, **more) if stored else None
        reached.set()
        await asyncio.sleep(999)  # as the end of a large file takes its time
        assert taken is not None
        return taken

    monkeypatch.setattr(bulk, "take", slow)
    monkeypatch.setattr(client, "SETTLE_PATIENCE", 0.2)
    async with running(discord, stage) as bot:
        await discord.ready()
        file = Upload("facts.csv", TABLE.encode())
        exchange = await discord.slash("fact import", file=file, user=MODERATOR)
        await asyncio.wait_for(reached.wait(), 8)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(bot, 5) == 0
    told = (await exchange.seen()).text
    assert told == (words.import_stored(1) if stored else words.IMPORT_BROKEN_OFF)


@pytest.mark.parametrize("settling", [0, 0.1, 0.3])
async def test_what_became_of_a_large_import_is_told_whenever_the_signal_came(
    discord: Discord, stage: Stage, settling: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SETTLE_PATIENCE", settling)
    monkeypatch.setattr(client, "LAST_WORDS", PATIENCE)
    rows = [f"Night Train,plot,word {row},Paper {row},2026" for row in range(1500)]
    file = Upload("facts.csv", "\n".join([TABLE.splitlines()[0], *rows]).encode())
    async with running(discord, stage) as bot:
        await discord.ready()
        exchange = await discord.slash("fact import", file=file, user=MODERATOR)
        await discord.until(lambda: exchange.callback, "the answer that one is to come")
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(bot, 2 * PATIENCE) == 0
    told = (await exchange.seen()).text
    if await stage.services.editing.history(discord.guild.id):
        assert told == words.import_stored(1) or told.startswith("Imported: 1,500 facts")
    else:
        assert told == words.IMPORT_BROKEN_OFF


async def test_a_signal_while_it_logs_in(discord: Discord, stage: Stage) -> None:
    discord.fail("GET", "/users/@me", 502, times=9)
    async with running(discord, stage) as bot:
        await discord.until(lambda: discord.asked("GET", "/users/@me"))
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(bot, 5) == 0


async def test_a_gateway_that_hangs_does_not_keep_it_from_ending(
    discord: Discord, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "CLOSE_PATIENCE", 0.2)
    async with running(discord, stage) as bot:
        await discord.ready()
        discord.gateway.deaf = True
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(bot, 5) == 0  # half of what aiohttp waits for an answer


async def test_a_start_while_discord_is_busy_is_tried_again(discord: Discord, stage: Stage) -> None:
    discord.fail("GET", "/users/@me", 503)
    discord.fail("GET", "/gateway/bot", 503)
    async with running(discord, stage):
        await discord.ready()
