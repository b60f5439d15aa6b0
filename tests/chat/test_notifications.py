"""From a question without an answer to the answer that reaches whoever wished to be told."""

from __future__ import annotations

import asyncio

import pytest

from chat.editing import texts
from chat.texts import replies as face
from lore.editing import Moderator
from lore.texts import inbox as words
from tests.cogs.test_suggest import COMPOSER
from tests.discord_wire import Discord, User
from tests.discord_wire.recording import PATIENCE
from tests.support.inbox_commands import MISSING, MODERATOR, STRANGE, known, press, wait_for
from tests.support.stage import Stage, running

bot = pytest.mark.usefixtures("bot")
TELL = face.BUTTONS["tell"]


async def nobody_is_owed(discord: Discord, stage: Stage) -> None:
    """Wait until everybody was told or dropped."""
    await discord.until(lambda: discord.asked("GET", f"/members/{discord.member.id}"))
    async with asyncio.timeout(PATIENCE):
        # The database tells nobody.
        while await stage.services.inbox.owed():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@bot
async def test_who_asked_is_told_directly(discord: Discord, stage: Stage) -> None:
    told = await wait_for(discord)
    assert (told.text, told.ephemeral) == (words.WILL_TELL, True)
    assert discord.direct_to(discord.member) == []
    shown = await known(discord, 1, words="Captain Doodle", name="Conductor Vale")
    assert "1 member who wished to know is told" in shown.text
    [seen] = await discord.until(lambda: discord.direct_to(discord.member))
    assert words.answered(STRANGE) in seen.text
    assert "Ana Lopez plays Conductor Vale" in seen.text
    assert "2 Mar 2026" in seen.text
    assert seen.raw["allowed_mentions"] == {"parse": []}
    assert discord.sent(discord.channel) == []
    await nobody_is_owed(discord, stage)
    # Everybody is answered from then on.
    again = await (await discord.slash("ask", question=STRANGE, user=User("bea"))).seen()
    assert "Ana Lopez" in again.text


@bot
async def test_closed_messages_are_told_in_the_channel(discord: Discord, stage: Stage) -> None:
    discord.closes_messages(discord.member)
    await wait_for(discord)
    await known(discord, 1, words="Captain Doodle", name="Conductor Vale")
    [seen] = await discord.until(lambda: discord.sent(discord.channel))
    assert seen.content.startswith(f"<@{discord.member.id}> You asked to be told")
    assert "Ana Lopez plays Conductor Vale" in seen.text
    assert seen.raw["allowed_mentions"] == {"parse": []}
    await nobody_is_owed(discord, stage)


@bot
async def test_a_channel_that_is_to_be_left_alone_now_is(discord: Discord, stage: Stage) -> None:
    discord.closes_messages(discord.member)
    await wait_for(discord)
    await stage.set(discord.guild, channels=[discord.silent.id])
    await known(discord, 1, words="Captain Doodle", name="Conductor Vale")
    await nobody_is_owed(discord, stage)
    assert discord.sent(discord.channel) == []


@bot
async def test_where_nothing_can_be_sent_nothing_breaks(discord: Discord, stage: Stage) -> None:
    discord.closes_messages(discord.member)
    discord.fail("POST", f"/channels/{discord.channel.id}/messages", 403, code=50013)
    await wait_for(discord)
    await known(discord, 1, words="Captain Doodle", name="Conductor Vale")
    await nobody_is_owed(discord, stage)
    assert discord.sent(discord.channel) == []


@bot
async def test_a_private_question_is_told_nowhere_but_directly(
    discord: Discord, stage: Stage
) -> None:
    discord.closes_messages(discord.member)
    seen = await (await discord.slash("ask", question=STRANGE, private=True)).seen()
    told = await press(discord, seen, TELL, user=discord.member)
    assert told.text == words.WILL_TELL_DIRECTLY
    await known(discord, 1, words="Captain Doodle", name="Conductor Vale")
    await nobody_is_owed(discord, stage)
    assert discord.sent(discord.channel) == []


@bot
async def test_who_left_the_server_is_told_nothing(discord: Discord, stage: Stage) -> None:
    await wait_for(discord)
    discord.leaves(discord.member)
    await known(discord, 1, words="Captain Doodle", name="Conductor Vale")
    await nobody_is_owed(discord, stage)
    assert discord.sent() == []


async def test_who_could_not_be_told_is_told_after_a_restart(
    discord: Discord, stage: Stage
) -> None:
    async with running(discord, stage):
        await discord.ready()
        await wait_for(discord)
        discord.fail("GET", f"/guilds/*/members/{discord.member.id}", 400)
        await known(discord, 1, words="Captain Doodle", name="Conductor Vale")
        await discord.until(lambda: discord.asked("GET", f"/members/{discord.member.id}"))
    assert discord.direct_to(discord.member) == []
    async with running(discord, stage):
        [seen] = await discord.until(lambda: discord.direct_to(discord.member))
        assert "Ana Lopez" in seen.text
        await nobody_is_owed(discord, stage)


async def test_what_changed_while_the_bot_was_away_is_told(discord: Discord, stage: Stage) -> None:
    async with running(discord, stage):
        await discord.ready()
        await wait_for(discord)
    by = Moderator(discord.guild.id, 5)
    await stage.services.editing.names.add("Conductor Vale", "Captain Doodle", by)
    async with running(discord, stage):
        [seen] = await discord.until(lambda: discord.direct_to(discord.member))
        assert "Ana Lopez" in seen.text
        await nobody_is_owed(discord, stage)


@bot
async def test_a_fact_that_answers_it_is_enough(discord: Discord, stage: Stage) -> None:
    await wait_for(discord, MISSING)
    card = await (await discord.slash("fact add", user=MODERATOR, **COMPOSER)).seen()
    await press(discord, card, texts.BUTTONS["save"])
    [seen] = await discord.until(lambda: discord.direct_to(discord.member))
    assert "Ana Lopez" in seen.text
    await nobody_is_owed(discord, stage)


@bot
async def test_a_follow_up_is_told_as_what_it_meant(discord: Discord, stage: Stage) -> None:
    first = await discord.reply_to(await discord.say("who directs night train?"))
    assert "Bob Stone" in first.text
    missing = await discord.reply_to(await discord.say("who composes it?"))
    await press(discord, missing, TELL, user=discord.member)
    [entry] = await stage.services.inbox.entries(discord.guild.id)
    assert "who composes it?" not in entry.wordings
    assert (entry.asked, entry.waiting) == (1, 1)
    assert "composer of Night Train" in entry.wordings


@bot
async def test_spoilers_stay_behind_bars(discord: Discord) -> None:
    await wait_for(discord)
    await known(discord, 1, words="Captain Doodle", name="Stoker Bly")
    [seen] = await discord.until(lambda: discord.direct_to(discord.member))
    assert "||" in seen.markdown


@bot
async def test_it_is_offered_only_where_there_are_moderators(discord: Discord) -> None:
    for channel in (discord.direct, discord.elsewhere):
        seen = await (await discord.slash("ask", question=STRANGE, channel=channel)).seen()
        assert TELL not in seen.labels
    answered = await (await discord.slash("ask", question="who plays Conductor Vale?")).seen()
    assert TELL not in answered.labels
    greeting = await discord.reply_to(await discord.say("good morning"))
    assert TELL not in greeting.labels


@bot
async def test_what_has_an_answer_by_now_is_not_waited_for(discord: Discord) -> None:
    seen = await (await discord.slash("ask", question=STRANGE)).seen()
    await known(discord, 1, words="Captain Doodle", name="Conductor Vale")
    told = await press(discord, seen, TELL, user=discord.member)
    assert (told.text, told.ephemeral) == (words.ANSWERED_BY_NOW, True)
