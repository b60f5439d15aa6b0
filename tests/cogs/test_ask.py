"""What members see when they ask, whichever way they do, and who is not answered."""

from __future__ import annotations

import logging

import pytest

from chat.texts import replies as words
from lore.model.errors import LoreError
from lore.model.facts import SHARED, Found, Status
from tests.discord_wire import Channel, Discord, Permission, Seen
from tests.support.stage import RUMOUR, UNKNOWN, Watched, cast

pytestmark = pytest.mark.usefixtures("bot")

QUESTION = "who plays Ilsa Faust?"


def shows_the_answer(seen: Seen) -> bool:
    """Whether it is the engine's answer with its source and date, in one embed, pinging nobody."""
    assert len(seen.embeds) == 1
    assert not seen.content
    assert seen.raw["allowed_mentions"]["parse"] == []
    assert not seen.raw["allowed_mentions"].get("replied_user")
    return all(part in seen.text for part in ("Rebecca Ferguson", "Hayley Atwell", "2020"))


async def nothing_but(discord: Discord, *expected: Seen) -> None:
    """Ask once more, so that whatever came before is dealt with, and see what was sent in all."""
    last = await discord.reply_to(await discord.say("and who now?"))
    assert [seen.id for seen in discord.sent()] == [*(seen.id for seen in expected), last.id]


async def test_a_slash_command(discord: Discord, engine: Watched) -> None:
    exchange = await discord.slash("ask", question=QUESTION)
    seen = await exchange.seen()
    assert shows_the_answer(seen)
    assert not seen.ephemeral
    assert engine.asked == [(QUESTION, discord.guild.id)]


async def test_a_mention(discord: Discord, engine: Watched) -> None:
    seen = await discord.reply_to(await discord.say(QUESTION))
    assert shows_the_answer(seen)
    assert seen.raw["message_reference"]["fail_if_not_exists"] is False
    assert engine.asked == [(QUESTION, discord.guild.id)]


async def test_a_mention_at_the_end(discord: Discord, engine: Watched) -> None:
    text = f"{QUESTION} <@!{discord.bot.id}>"
    asked = await discord.say(text, mention=False, mentions=[discord.bot])
    assert shows_the_answer(await discord.reply_to(asked))
    assert engine.asked[0][0] == QUESTION


async def test_a_direct_message(discord: Discord, engine: Watched) -> None:
    asked = await discord.say(QUESTION, channel=discord.direct, mention=False)
    assert shows_the_answer(await discord.reply_to(asked))
    assert engine.asked == [(QUESTION, SHARED)]


async def test_a_slash_command_in_a_direct_message(discord: Discord, engine: Watched) -> None:
    exchange = await discord.slash("ask", question=QUESTION, channel=discord.direct)
    assert shows_the_answer(await exchange.seen())
    assert engine.asked == [(QUESTION, SHARED)]


async def test_elsewhere_a_user_installed_bot_sees_what_is_shared(
    discord: Discord, engine: Watched
) -> None:
    exchange = await discord.slash("ask", question=QUESTION, channel=discord.elsewhere)
    assert shows_the_answer(await exchange.seen())
    assert engine.asked == [(QUESTION, SHARED)]


async def test_it_is_typing_before_it_answers(discord: Discord) -> None:
    await discord.reply_to(await discord.say(QUESTION))
    here = [request.path for request in discord.requests if str(discord.channel.id) in request.path]
    assert here == [f"/channels/{discord.channel.id}/{part}" for part in ("typing", "messages")]


async def test_a_failing_typing_does_not_keep_the_answer_back(discord: Discord) -> None:
    discord.fail("POST", "*/typing", 403, code=50001)
    assert shows_the_answer(await discord.reply_to(await discord.say(QUESTION)))


async def test_bots_webhooks_and_system_messages_are_ignored(discord: Discord) -> None:
    await discord.say(QUESTION, author=discord.other_bot)
    await discord.say(QUESTION, webhook=True)
    await discord.say(QUESTION, kind=7)
    await discord.say(QUESTION, author=discord.bot)
    await discord.say(QUESTION, author=discord.other_bot, channel=discord.direct)
    await nothing_but(discord)


async def test_its_own_answers_are_ignored(discord: Discord, engine: Watched) -> None:
    # The loopback tells the bot of its own messages, as Discord does.
    asked = await discord.say(QUESTION, channel=discord.direct, mention=False)
    await nothing_but(discord, await discord.reply_to(asked))
    assert len(engine.asked) == 2


async def test_what_is_not_said_to_it_is_ignored(discord: Discord) -> None:
    await discord.say("", mention=False)
    await discord.say("hello everybody", mention=False, mentions=[discord.member])
    await nothing_but(discord)


async def test_mentions_in_a_question_are_harmless(discord: Discord, engine: Watched) -> None:
    text = f"who @everyone plays @here Ilsa <@{discord.member.id}> <@&7> Faust <#5>?"
    engine.outcome = Found((cast("<@1> @everyone **Ilsa** [Faust](https://x.example)", "x"),))
    message = await discord.reply_to(await discord.say(text))
    slash = await (await discord.slash("ask", question=text)).seen()
    assert {question for question, _ in engine.asked} == {"who plays Ilsa Faust ?"}
    for seen in (message, slash):
        assert seen.raw["allowed_mentions"]["parse"] == []
        assert "@everyone" not in seen.markdown
        assert "\\<@1>" in seen.markdown
        assert "\\*\\*Ilsa\\*\\* \\[Faust\\](" in seen.markdown


@pytest.mark.parametrize("text", ["", "   ", "@everyone", "<@5>"])
async def test_a_mention_without_a_question_is_told_how_to_ask(discord: Discord, text: str) -> None:
    seen = await discord.reply_to(await discord.say(text))
    assert seen.text == words.HELP


@pytest.mark.parametrize("text", ["help", "Help!", "help me", "/help", "help?"])
async def test_help_is_help(discord: Discord, engine: Watched, text: str) -> None:
    for channel in (discord.channel, discord.direct):
        seen = await discord.reply_to(await discord.say(text, channel=channel))
        assert seen.text == words.HELP
    assert engine.asked == []


async def test_what_cannot_be_seen_in_a_word_does_not_part_it(discord: Discord) -> None:
    for text in ("who pl\u200bays Il\u00adsa Fa\u2060ust?", "who plays Il\u200csa Fa\ufeffust?"):
        assert shows_the_answer(await discord.reply_to(await discord.say(text)))


async def test_a_question_that_is_too_long(discord: Discord, engine: Watched) -> None:
    seen = await discord.reply_to(await discord.say("who " * 80))
    assert seen.text == words.too_long(300)
    assert engine.asked == []


async def test_where_embeds_are_not_allowed_it_writes_text(discord: Discord) -> None:
    message = await discord.reply_to(await discord.say(QUESTION, channel=discord.silent))
    slash = await (await discord.slash("ask", question=QUESTION, channel=discord.silent)).seen()
    for seen in (message, slash):
        assert not seen.embeds
        assert "Rebecca Ferguson" in seen.content
        assert "Hayley Atwell" in seen.content


async def test_a_permission_that_was_lost_meanwhile(discord: Discord) -> None:
    discord.fail("POST", "/channels/*/messages", 403, code=50013)
    await discord.say(QUESTION)
    seen = await discord.until(lambda: next(iter(discord.sent()), None))
    assert not seen.embeds
    assert "Rebecca Ferguson" in seen.content


@pytest.mark.parametrize("done", [False, True])
async def test_a_connection_that_is_dropped_meanwhile(discord: Discord, done: bool) -> None:
    discord.fail("POST", "/channels/*/messages", 0, done=done)
    answer = await discord.reply_to(await discord.say(QUESTION))
    assert shows_the_answer(answer)
    await discord.until(lambda: len(discord.asked("POST", "/messages")) == 2)
    await nothing_but(discord, answer)


async def test_an_answer_that_cannot_be_sent_ends_nothing(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail("POST", "/channels/*/messages", 400, code=50035)
    await discord.say(QUESTION)
    await discord.until(lambda: discord.asked("POST", "/messages"))
    await nothing_but(discord)
    assert "could not be answered" in caplog.text
    assert "Traceback" not in caplog.text


async def test_where_it_may_not_write_at_all_it_stays_silent(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail("POST", "/channels/*/messages", 403, code=50013, times=2)
    await discord.say(QUESTION)
    await discord.until(lambda: len(discord.asked("POST", "/messages")) == 2)
    await nothing_but(discord)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_channel_where_history_is_closed(discord: Discord) -> None:
    # Discord refuses a reply there, so the answer comes without a reference.
    closed = Channel("closed", discord.guild, denied=Permission.READ_MESSAGE_HISTORY)
    await discord.gateway.dispatch("CHANNEL_CREATE", closed.payload())
    await discord.say(QUESTION, channel=closed)
    seen = await discord.until(lambda: next(iter(discord.sent(closed)), None))
    assert shows_the_answer(seen)
    assert seen.replies_to is None


async def test_a_channel_that_is_not_known(discord: Discord) -> None:
    asked = await discord.say(QUESTION, channel=Channel("new", discord.guild))
    assert shows_the_answer(await discord.reply_to(asked))


async def test_rumours_and_conflicts_are_seen_at_a_glance(
    discord: Discord, engine: Watched
) -> None:
    engine.outcome = Found((cast("Nicholas Hoult", "the villain", Status.RUMOURED, RUMOUR),))
    rumour = await (await discord.slash("ask", question="who is the villain?")).seen()
    engine.outcome = Found((cast("Ann", "Ilsa"), cast("Bea", "Ilsa")), conflict=True)
    conflict = await (await discord.slash("ask", question=QUESTION)).seen()
    assert words.MARKS["rumour"] in rumour.text
    assert words.MARKS["conflict"] in conflict.text
    colours = {seen.embeds[0]["color"] for seen in (rumour, conflict)}
    assert len(colours) == 2


async def test_no_fact_is_no_error(discord: Discord, engine: Watched) -> None:
    engine.outcome = UNKNOWN
    seen = await (await discord.slash("ask", question="who is the composer?")).seen()
    assert seen.embeds[0]["description"]
    assert not seen.ephemeral


async def test_what_a_member_can_mend_is_said_as_it_is(
    discord: Discord, engine: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    engine.error = LoreError("“2021-13” is not a date: write 2021-12.")
    slash = await (await discord.slash("ask", question=QUESTION)).seen()
    message = await discord.reply_to(await discord.say(QUESTION))
    assert slash.text == message.text == str(engine.error)
    assert slash.ephemeral
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_anything_else_is_one_sentence_and_a_traceback_in_the_log(
    discord: Discord, engine: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    engine.error = ZeroDivisionError("a fault of ours")
    slash = await (await discord.slash("ask", question=QUESTION)).seen()
    message = await discord.reply_to(await discord.say(QUESTION))
    assert slash.text == message.text == words.BROKEN
    assert slash.ephemeral
    assert caplog.text.count("ZeroDivisionError: a fault of ours") == 2
    assert "Traceback" in caplog.text
    assert discord.token not in caplog.text
    assert "Ilsa" not in caplog.text


async def test_a_command_that_is_no_more(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    seen = await (await discord.slash("gone", film="MI7")).seen()
    assert seen.text == words.OUTDATED
    assert seen.ephemeral
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
