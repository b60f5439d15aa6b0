"""A press on a reading that was offered: answered, and kept where privacy allows."""

from __future__ import annotations

import pytest

from lore.model.facts import Ambiguous
from lore.store.presses import presses
from tests.discord_wire import Discord, Seen
from tests.support.stage import Stage, Watched

pytestmark = pytest.mark.usefixtures("bot")

READINGS = ("Who plays Ilsa Faust?", "Who plays Benji Dunn?")
QUESTION = "whos doin her again?"


@pytest.fixture(autouse=True)
def offer(engine: Watched) -> None:
    engine.says[QUESTION] = Ambiguous(READINGS, READINGS)


async def pressed(discord: Discord, seen: Seen) -> Seen:
    return await (await discord.press(seen, READINGS[0])).seen()


async def kept(stage: Stage) -> list[str]:
    await stage.services.inbox.flush()
    return [one.question for one in await stage.store.query(presses)]


async def open_entries(discord: Discord, stage: Stage) -> int:
    return len(await stage.services.inbox.entries(discord.guild.id))


@pytest.mark.parametrize("how", ["command", "mention"])
async def test_an_offer_waits_for_moderators_until_it_is_pressed(
    discord: Discord, stage: Stage, how: str
) -> None:
    if how == "command":
        seen = await (await discord.slash("ask", question=QUESTION)).seen()
    else:
        seen = await discord.reply_to(await discord.say(QUESTION))
    assert seen.labels == list(READINGS)
    assert await open_entries(discord, stage) == 1
    assert "Rebecca Ferguson" in (await pressed(discord, seen)).text
    await pressed(discord, seen)
    assert await kept(stage) == ["whos doin her again ?"]
    assert await open_entries(discord, stage) == 0
    told = dict(await stage.store.read("SELECT outcome, asked FROM asked_on"))
    assert told == {"ambiguous": 1, "found": 2}


async def test_nothing_is_kept_of_direct_messages(discord: Discord, stage: Stage) -> None:
    seen = await discord.reply_to(await discord.say(QUESTION, channel=discord.direct))
    direct = await (await discord.press(seen, READINGS[0], channel=discord.direct)).seen()
    assert "Rebecca Ferguson" in direct.text
    assert await kept(stage) == []


async def test_in_a_conversation_what_is_offered_alone_as_well_is_kept(
    discord: Discord, stage: Stage
) -> None:
    await (await discord.slash("ask", question="who plays Luther?")).seen()
    seen = await (await discord.slash("ask", question=QUESTION)).seen()
    await pressed(discord, seen)
    assert await kept(stage) == ["whos doin her again ?"]
