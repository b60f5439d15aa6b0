"""The context menu of a message."""

from __future__ import annotations

import pytest

from chat.texts import commands
from chat.texts import replies as words
from tests.discord_wire import Discord, Seen, User
from tests.support.stage import Stage

pytestmark = pytest.mark.usefixtures("bot")

BUTTONS = ["Sources", "Ask a follow-up", "Something wrong?", "Show to everyone"]


async def answer(discord: Discord, text: str) -> Seen:
    message = await discord.say(text, author=User("bea"), mention=False)
    return await (await discord.menu(commands.ANSWER_THIS, message)).seen()


async def test_a_message_is_answered_for_whoever_chose_it(discord: Discord) -> None:
    seen = await answer(discord, "anybody know <@5> who plays Conductor Vale?")
    assert seen.ephemeral
    assert "Ana Lopez" in seen.text
    assert seen.labels == BUTTONS


async def test_it_can_be_shown_to_everyone_without_the_message(discord: Discord) -> None:
    seen = await answer(discord, "who plays Conductor Vale?")
    public = await (await discord.press(seen, "Show to everyone")).seen()
    assert not public.ephemeral
    assert "Ana Lopez" in public.text
    assert "who plays" not in public.text


@pytest.mark.parametrize("text", ["", "<@5>", "blah " * 100])
async def test_a_message_without_a_question(discord: Discord, text: str) -> None:
    seen = await answer(discord, text)
    assert (seen.text, seen.ephemeral) == (words.NOTHING_ASKED, True)


async def test_the_question_of_a_long_message(discord: Discord) -> None:
    text = f"{'I have seen it twice. ' * 20} Who plays Conductor Vale? {'Thanks! ' * 20}"
    assert "Ana Lopez" in (await answer(discord, text)).text


async def test_moderators_do_not_hear_of_it(discord: Discord, stage: Stage) -> None:
    seen = await answer(discord, "who composed mission impossible 7?")
    assert "no fact about the composer" in seen.text
    assert words.UNANSWERED not in seen.text
    await stage.written(1)
    assert await stage.services.inbox.entries(discord.guild.id) == []
