"""What a member sees where a reading model is set, and what it is sent of whom."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from chat.texts import commands
from lore.services import Services
from lore.store import open_store
from lore.understanding.reading_model import Bounds, ReadingModel
from lore.understanding.reading_model.endpoint import Endpoint
from tests.discord_wire import Discord, User
from tests.support.asking import DATA, MIGRATIONS
from tests.support.language import language
from tests.support.reading_model import ScriptedModel, replies, scripted
from tests.support.stage import Stage, Watched

ODD = "gib mir the helmsperson of mi7 plz"
PLAIN = "Who is the director of Mission: Impossible 7?"
READ = f"I read that as: {PLAIN}"


@pytest.fixture
async def model() -> AsyncIterator[ScriptedModel]:
    async with scripted(replies({ODD: [PLAIN]})) as model:
        yield model


@pytest.fixture
def direct() -> bool:
    return False


@pytest.fixture
async def stage(
    database: Path, tmp_path: Path, model: ScriptedModel, direct: bool
) -> AsyncIterator[Stage]:
    async with (
        open_store(Path(shutil.copy(database, tmp_path / "lore.db")), MIGRATIONS) as store,
        aiohttp.ClientSession() as session,
    ):
        reader = ReadingModel(Endpoint(model.settings, session), DATA, bounds=Bounds(seconds=5))
        engine = Watched(store, reader)
        yield Stage(Services.on(store, language(), engine, direct=direct), engine)


pytestmark = pytest.mark.usefixtures("bot")


async def test_a_mention_is_answered_and_says_how_it_was_read(
    discord: Discord, model: ScriptedModel
) -> None:
    seen = await discord.reply_to(await discord.say(ODD))
    assert "McQuarrie" in seen.text
    assert READ in seen.text
    (sent,) = model.seen
    assert sent["question"] == ODD
    for number in (discord.guild.id, discord.member.id):
        assert str(number) not in str(model.bodies)


async def test_a_command_is_answered_and_its_buttons_work(
    discord: Discord, model: ScriptedModel
) -> None:
    seen = await (await discord.slash("ask", question=ODD)).seen()
    assert READ in seen.text
    sources = await (await discord.press(seen, "Sources")).seen()
    assert "2020" in sources.text
    assert len(model.bodies) == 1  # what was read is remembered


async def test_what_comes_next_may_refer_to_it(discord: Discord) -> None:
    await discord.reply_to(await discord.say(ODD))
    seen = await discord.reply_to(await discord.say("and when does it come out?"))
    assert "Mission: Impossible 7" in seen.text


async def test_the_bot_goes_on_while_the_model_thinks(
    discord: Discord, model: ScriptedModel
) -> None:
    model.pause = asyncio.Event()
    slow = await discord.say(ODD)
    while not model.under_way:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    quick = await discord.reply_to(await discord.say("who directs mi8?", author=User("bea")))
    assert "McQuarrie" in quick.text
    model.pause.set()
    assert READ in (await discord.reply_to(slow)).text


async def test_nothing_of_a_direct_message_is_sent(discord: Discord, model: ScriptedModel) -> None:
    seen = await discord.reply_to(await discord.say(ODD, channel=discord.direct, mention=False))
    assert READ not in seen.text
    assert model.bodies == []


@pytest.mark.parametrize("direct", [True])
async def test_a_direct_message_is_sent_where_the_operator_says_so(
    discord: Discord, model: ScriptedModel
) -> None:
    seen = await discord.reply_to(await discord.say(ODD, channel=discord.direct, mention=False))
    assert READ in seen.text


async def test_nothing_of_somebody_elses_message_is_sent(
    discord: Discord, model: ScriptedModel
) -> None:
    message = await discord.say(ODD, mention=False)
    seen = await (await discord.menu(commands.ANSWER_THIS, message)).seen()
    assert READ not in seen.text
    assert model.bodies == []


async def test_a_model_that_fails_costs_nothing(discord: Discord, model: ScriptedModel) -> None:
    model.says = lambda _: "no JSON"
    seen = await discord.reply_to(await discord.say(ODD))
    assert len(model.bodies) == 1
    assert "I cannot answer that" in seen.text
