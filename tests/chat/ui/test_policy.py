"""What a server has set, as its members see it."""

from __future__ import annotations

from typing import Any

import pytest

from chat.texts import replies as words
from tests.discord_wire import Channel, Discord, Guild, Seen, User
from tests.discord_wire.world import Json
from tests.support.stage import Stage, running

bot = pytest.mark.usefixtures("bot")

QUESTION = "who plays Ilsa Faust?"
ANSWER = "Rebecca Ferguson"
GREETING = "good morning everybody"


async def ask(discord: Discord, question: str = QUESTION, **options: Any) -> Seen:
    return await (await discord.slash("ask", question=question, **options)).seen()


async def answered(discord: Discord, text: str = QUESTION, **options: Any) -> Seen:
    return await discord.reply_to(await discord.say(text, **options))


async def ignored(discord: Discord, *messages: Json) -> bool:
    """Whether nothing came of messages, by the time that a command after them is answered."""
    await ask(discord, user=User("later"))
    await ask(discord, user=User("later still"))
    told = {message["id"] for message in messages}
    touched = [request for request in discord.requests if any(one in request.path for one in told)]
    return not touched and not [seen for seen in discord.sent() if seen.replies_to in told]


async def nodded(discord: Discord, message: Json) -> None:
    await discord.until(lambda: words.NO_QUESTION in discord.reactions(message))


@bot
async def test_mentions_that_are_off_are_ignored(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, mentions=False)
    assert await ignored(discord, await discord.say(QUESTION), await discord.say(""))
    assert not discord.asked("POST", "/typing")
    assert not (await ask(discord)).ephemeral
    direct = await answered(discord, channel=discord.direct, mention=False)
    assert ANSWER in direct.text
    await stage.set(discord.guild, mentions=True)
    assert ANSWER in (await answered(discord)).text


@bot
async def test_it_answers_in_the_chosen_channels_alone(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, channels=[discord.channel.id])
    assert ANSWER in (await answered(discord)).text
    assert not (await ask(discord)).ephemeral
    assert await ignored(discord, await discord.say(QUESTION, channel=discord.silent))
    elsewhere = await ask(discord, channel=discord.silent)
    assert elsewhere.ephemeral
    assert ANSWER in elsewhere.text
    assert words.elsewhere([f"<#{discord.channel.id}>"]) in elsewhere.markdown
    assert "Show to everyone" not in elsewhere.labels
    chosen = await ask(discord, channel=discord.silent, private=True)
    assert "Only you see this" not in chosen.text
    assert "Show to everyone" not in chosen.labels


@bot
async def test_a_thread_counts_as_its_channel(discord: Discord, stage: Stage) -> None:
    thread = Channel("night", discord.guild, parent=discord.channel)
    other = Channel("noise", discord.guild, parent=discord.silent)
    for one in (thread, other):
        await discord.gateway.dispatch("THREAD_CREATE", one.payload())
    await stage.set(discord.guild, channels=[discord.channel.id])
    assert ANSWER in (await answered(discord, channel=thread)).text
    assert not (await ask(discord, channel=thread)).ephemeral
    assert (await ask(discord, channel=other)).ephemeral
    assert await ignored(discord, await discord.say(QUESTION, channel=other))


@bot
async def test_channels_that_were_deleted_since(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, channels=[discord.silent.id])
    await discord.gateway.dispatch("CHANNEL_DELETE", discord.silent.payload())
    seen = await ask(discord)
    assert seen.ephemeral
    assert words.elsewhere([]) in seen.text


@bot
async def test_a_public_answer_cannot_be_had_where_there_are_none(
    discord: Discord, stage: Stage
) -> None:
    private = await ask(discord, private=True)
    public = await ask(discord)
    await stage.set(discord.guild, channels=[discord.silent.id])
    shown = await (await discord.press(private, "Show to everyone")).seen()
    assert shown.ephemeral
    form = await (await discord.press(public, "Ask a follow-up")).modal()
    sent = await discord.submit(form, {words.FOLLOW_UP_LABEL: "and Benji?"}, seen=public)
    assert (await sent.seen()).ephemeral


@bot
async def test_a_quiet_server_gets_a_reaction_where_nothing_is_asked(
    discord: Discord, stage: Stage
) -> None:
    await stage.set(discord.guild, quiet=True)
    for text in (GREETING, "", "<:smile:5>", "such a long story " * 30):
        await nodded(discord, await discord.say(text))
    assert discord.sent() == []
    assert not discord.asked("POST", "/typing")
    assert ANSWER in (await answered(discord)).text
    assert "no fact" in (await answered(discord, "who composed mi7?")).text
    long = await answered(discord, "who plays " + "a very " * 60 + "long name?")
    assert "at most" in long.text


@bot
async def test_a_reaction_that_is_not_allowed_is_no_error(
    discord: Discord, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.set(discord.guild, quiet=True)
    discord.fail("PUT", "*/reactions/*", 403, code=50013)
    await discord.say(GREETING)
    await discord.until(lambda: [one for one in discord.requests if "/reactions/" in one.path])
    assert ANSWER in (await answered(discord)).text
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]


@bot
async def test_answers_can_be_private_unless_chosen_otherwise(
    discord: Discord, stage: Stage
) -> None:
    await stage.set(discord.guild, public=False)
    seen = await ask(discord)
    assert seen.ephemeral
    assert "Only you see this" not in seen.text
    assert not (await (await discord.press(seen, "Show to everyone")).seen()).ephemeral
    for name, options in (("film", {"film": "mi7"}), ("who", {"name": "Ilsa"}), ("sources", {})):
        assert (await (await discord.slash(name, **options)).seen()).ephemeral
    assert not (await ask(discord, private=False)).ephemeral
    assert ANSWER in (await answered(discord)).text


@bot
async def test_each_member_waits_between_two_questions(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, cooldown=600)
    seen = await ask(discord)
    told = await ask(discord)
    assert told.ephemeral
    assert told.text == words.pause(600, 600)
    assert "once in 10 minutes" in told.text
    bob = User("bob")
    assert ANSWER in (await answered(discord, author=bob)).text
    assert (await answered(discord, author=bob)).text == told.text
    assert await ignored(discord, await discord.say(QUESTION, author=bob))  # it is said once
    assert (await (await discord.press(seen, "Sources")).seen()).text
    assert ANSWER in (await ask(discord, user=User("bea"))).text
    assert ANSWER in (await ask(discord, channel=discord.direct)).text
    await stage.set(discord.guild, cooldown=0)
    assert ANSWER in (await ask(discord)).text


@bot
async def test_what_is_no_question_does_not_make_wait(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, cooldown=600, quiet=True)
    for text in ("", GREETING):
        await nodded(discord, await discord.say(text))
    assert ANSWER in (await answered(discord)).text
    late = await discord.say(QUESTION)
    await discord.until(lambda: words.WAIT in discord.reactions(late))


@bot
async def test_another_server_goes_its_own_way(discord: Discord, stage: Stage) -> None:
    other = Guild("theatre")
    there = Channel("stalls", other)
    await discord.gateway.dispatch("GUILD_CREATE", other.payload(discord.bot, [there]))
    await stage.set(
        discord.guild, mentions=False, public=False, cooldown=600, channels=[5], quiet=True
    )
    for channel in (there, discord.direct, discord.elsewhere):
        assert not (await ask(discord, channel=channel)).ephemeral
        assert not (await ask(discord, channel=channel)).ephemeral
    assert ANSWER in (await answered(discord, channel=there)).text
    assert discord.reactions(await discord.say(GREETING, channel=there)) == []
    # What is left of a server's settings means nothing once the bot is a guest there.
    await stage.set(discord.elsewhere.guild or other, public=False, channels=[5])
    assert not (await ask(discord, channel=discord.elsewhere)).ephemeral


async def test_settings_are_kept_over_a_restart(discord: Discord, stage: Stage) -> None:
    async with running(discord, stage):
        await discord.ready()
        await stage.set(discord.guild, public=False)
    again = stage.reopened()
    async with running(discord, again):
        await discord.until(lambda: len(discord.gateway.identified) == 2)
        await discord.ready()
        assert (await ask(discord)).ephemeral


@bot
async def test_undone_settings_hold_at_once(discord: Discord, stage: Stage) -> None:
    saved = await stage.set(discord.guild, public=False)
    assert (await ask(discord)).ephemeral
    await stage.undo(discord.guild, saved)
    assert not (await ask(discord)).ephemeral
