"""/inbox: what moderators see of the questions that got no answer."""

from __future__ import annotations

import pytest

from lore.inbox import Asked
from lore.wording import discord as words
from tests.cogs.stage import FakeEngine
from tests.discord_wire import Discord
from tests.discord_wire.world import ORDINARY, Permission, User

pytestmark = pytest.mark.usefixtures("bot")
MODERATOR = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)


async def test_a_question_waits_for_a_moderator(discord: Discord, engine: FakeEngine) -> None:
    await discord.reply_to(await discord.say("who composes the score of mi7"))
    assert engine.noted[0][0] == Asked(discord.guild.id, "mention")
    seen = await (await discord.slash("inbox", user=MODERATOR)).seen()
    assert "who composes the score of mi7" in seen.text
    assert "asked 2 times" in seen.text
    assert seen.ephemeral


async def test_an_empty_inbox(discord: Discord) -> None:
    seen = await (await discord.slash("inbox", user=MODERATOR)).seen()
    assert seen.text == words.inbox([])


async def test_members_do_not_see_it(discord: Discord) -> None:
    seen = await (await discord.slash("inbox")).seen()
    assert seen.text == words.NEEDS_MANAGE_SERVER
    assert seen.ephemeral


async def test_what_is_said_directly_is_noted_as_such(discord: Discord, engine: FakeEngine) -> None:
    await discord.reply_to(await discord.say("who plays thor", channel=discord.direct))
    assert engine.noted[0][0] == Asked(0, "direct")
