"""/inbox: what moderators see of the questions that got no answer."""

from __future__ import annotations

import pytest

from chat.texts import commands
from chat.texts import replies as words
from cogs.inbox import texts
from tests.discord_wire import Discord
from tests.discord_wire.world import ORDINARY, Permission, User

pytestmark = pytest.mark.usefixtures("bot")
MODERATOR = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)
MISSING = "who composes the score of mi7"


async def inbox(discord: Discord) -> str:
    seen = await (await discord.slash("inbox open", user=MODERATOR)).seen()
    assert seen.ephemeral
    return seen.text


async def test_a_question_waits_for_a_moderator(discord: Discord) -> None:
    message = await discord.reply_to(await discord.say(MISSING))
    slash = await (await discord.slash("ask", question=MISSING)).seen()
    assert words.UNANSWERED in message.text
    assert words.UNANSWERED in slash.text
    assert f"#1 “{MISSING}”, asked 2 times" in await inbox(discord)


async def test_views_that_find_nothing_wait_too(discord: Discord) -> None:
    for name in ("film", "dates", "rumours"):
        seen = await (await discord.slash(name, film="Zyzzyva Qwx")).seen()
        assert words.UNANSWERED in seen.text
    assert "Zyzzyva Qwx" in await inbox(discord)


async def test_what_was_asked_most_comes_first(discord: Discord) -> None:
    for question in (MISSING, MISSING, "who composes the score of night train"):
        await discord.reply_to(await discord.say(question))
    seen = await inbox(discord)
    assert seen.index(f"#1 “{MISSING}”, asked 2 times") < seen.index("#2 “who composes")


async def test_an_empty_inbox(discord: Discord) -> None:
    assert texts.LISTS["open"][1] in await inbox(discord)


async def test_members_do_not_see_it(discord: Discord) -> None:
    seen = await (await discord.slash("inbox open")).seen()
    assert seen.text == words.NEEDS_MANAGE_SERVER
    assert seen.ephemeral


async def test_what_is_not_for_moderators_is_not_promised_to_them(discord: Discord) -> None:
    for channel in (discord.direct, discord.elsewhere):
        seen = await (await discord.slash("ask", question=MISSING, channel=channel)).seen()
        assert words.UNANSWERED not in seen.text
    direct = await discord.say(MISSING, channel=discord.direct, mention=False)
    assert words.UNANSWERED not in (await discord.reply_to(direct)).text
    greeting = await discord.reply_to(await discord.say("good morning"))
    assert words.UNANSWERED not in greeting.text
    chosen = await discord.say(MISSING, author=User("bea"), mention=False)
    seen = await (await discord.menu(commands.ANSWER_THIS, chosen)).seen()
    assert words.UNANSWERED not in seen.text
    rumours = await (await discord.slash("rumours", film="crowd scene")).seen()
    assert words.UNANSWERED not in rumours.text
    assert texts.LISTS["open"][1] in await inbox(discord)


async def test_what_was_marked_wrong_waits_too(discord: Discord) -> None:
    seen = await (await discord.slash("ask", question="who plays Conductor Vale?")).seen()
    form = await (await discord.press(seen, "Something wrong?")).modal()
    await (await discord.submit(form, {words.WRONG_LABEL: "No."}, seen=seen)).seen()
    assert "who plays Conductor Vale?" in await inbox(discord)
