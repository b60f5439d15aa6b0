"""What is said to the bot in messages is one conversation for each person and channel."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chat.texts import commands
from chat.texts import replies as words
from lore.conversation import Threads
from tests.discord_wire import Channel, Discord, Seen, User
from tests.discord_wire.world import Json
from tests.support.stage import Stage, Watched

pytestmark = pytest.mark.usefixtures("bot")

SEVENTH, EIGHTH = "Mission: Impossible 7", "Mission: Impossible 8"


async def says(discord: Discord, text: str, **more: Any) -> Seen:
    return await discord.reply_to(await discord.say(text, **more))


async def replies(discord: Discord, seen: Seen, text: str, **more: Any) -> Seen:
    said = {"mention": False, "mentions": [discord.bot], "reply_to": seen.raw}
    return await says(discord, text, **said, **more)


@pytest.mark.parametrize("place", ["channel", "direct"])
async def test_a_conversation(discord: Discord, place: str) -> None:
    channel: Channel = getattr(discord, place)
    for text, *expected in (
        ("who directs mission impossible 7?", "McQuarrie", SEVENTH),
        ("and the eighth?", "McQuarrie", EIGHTH),
        ("who plays Ilsa in it?", "Rebecca Ferguson"),
        ("what about Benji?", "Simon Pegg"),
    ):
        seen = await says(discord, text, channel=channel)
        assert all(part in seen.text for part in expected), seen.text


async def test_each_person_and_each_channel_has_its_own(discord: Discord) -> None:
    other = Channel("other", discord.guild)
    await discord.gateway.dispatch("CHANNEL_CREATE", other.payload())
    await says(discord, "who directs mission impossible 7?")
    for more in ({"author": User("bea")}, {"channel": other}, {"channel": discord.direct}):
        assert "McQuarrie" not in (await says(discord, "who directs it?", **more)).text
    assert "McQuarrie" in (await says(discord, "who directs it?")).text


async def test_a_mention_goes_on_from_a_command(discord: Discord) -> None:
    await (await discord.slash("film", film="mi7")).seen()
    assert "McQuarrie" in (await says(discord, "who directs it?")).text
    await (await discord.slash("ask", question="who directs mission impossible 8?")).seen()
    assert EIGHTH in (await says(discord, "when does it come out?")).text


async def test_a_command_goes_on_from_a_mention(discord: Discord) -> None:
    await says(discord, "who directs mission impossible 7?")
    seen = await (await discord.slash("ask", question="and the eighth?")).seen()
    assert EIGHTH in seen.text
    other = await discord.slash("ask", question="when does it come out?", user=User("bea"))
    assert "2022" not in (await other.seen()).text.partition("?")[0]


async def test_a_chosen_message_stands_alone(discord: Discord) -> None:
    await says(discord, "who directs mission impossible 7?")
    message = await discord.say("and the eighth?", author=User("bea"), mention=False)
    seen = await (await discord.menu(commands.ANSWER_THIS, message)).seen()
    assert "McQuarrie" not in seen.text


async def test_a_reply_takes_up_the_answer_that_it_replies_to(discord: Discord) -> None:
    first = await says(discord, "who directs mission impossible 7?")
    await says(discord, "who directs night train?")
    for who in (discord.member, User("bea")):
        seen = await replies(discord, first, "and the eighth?", author=who)
        assert EIGHTH in seen.text, seen.text
        again = await replies(discord, seen, "when does it come out?", author=who)
        assert EIGHTH in again.text, again.text


async def test_a_reply_to_the_last_answer_asks_nothing_twice(
    discord: Discord, engine: Watched
) -> None:
    first = await says(discord, "who directs mission impossible 7?")
    await replies(discord, first, "and the eighth?")
    assert [text for text, _ in engine.asked] == [
        "who directs mission impossible 7?",
        "and the eighth?",
    ]


async def test_a_reply_to_something_without_a_row_is_a_mention(discord: Discord) -> None:
    await says(discord, "who directs mission impossible 7?")
    others = await discord.say("hello", author=discord.other_bot, mention=False)
    seen = await replies(discord, Seen(others), "and the eighth?")
    assert EIGHTH in seen.text
    told = await says(discord, "")
    assert told.text == words.HELP
    assert EIGHTH in (await replies(discord, told, "and the eighth?")).text


async def test_what_is_not_understood_does_not_end_it(discord: Discord) -> None:
    await says(discord, "who directs mission impossible 7?")
    await says(discord, "thank you so much")
    assert EIGHTH in (await says(discord, "and the eighth?")).text


async def test_sources_of_an_answer_that_refers_to_an_earlier_one(discord: Discord) -> None:
    await says(discord, "who directs night train?")
    await says(discord, "who plays Conductor Vale?")
    seen = await says(discord, "who directs mission impossible 7?")
    seen = await says(discord, "and the eighth?")
    sources = await (await discord.press(seen, "Sources")).seen()
    assert "Hayley Atwell" in sources.text
    assert "Gazette" not in sources.text


async def test_messages_that_come_at_once_are_answered_in_their_order(
    discord: Discord, engine: Watched
) -> None:
    engine.pause = asyncio.Event()
    said: list[Json] = []
    for text in ("who directs mission impossible 7?", "and the eighth?", "when does it come out?"):
        said.append(await discord.say(text))
    await engine.hears(1)
    engine.pause.set()
    answers = [await discord.reply_to(one) for one in said]
    assert SEVENTH in answers[0].text
    assert "directs Mission: Impossible 8" in answers[1].text
    assert EIGHTH in answers[2].text


async def test_no_person_is_kept(discord: Discord, stage: Stage) -> None:
    await says(discord, "who directs mission impossible 7?")
    await says(discord, "and the eighth?", channel=discord.direct, mention=False)
    await (await discord.slash("film", film="mi7")).seen()
    await stage.written(3)
    held = stage.store.path.read_bytes() + stage.store.path.with_name("lore.db-wal").read_bytes()
    for kept in (str(discord.member.id), str(discord.direct.id), "and the eighth?"):
        assert kept.encode() not in held


def test_conversations_end_and_are_bounded() -> None:
    now = [0.0]
    threads = Threads(minutes=1, most=2, clock=lambda: now[0])
    threads.stands_at(threads.thread("a"), "1", loaded=True)
    assert threads.thread("a").last == "1"
    now[0] = 61
    assert (threads.thread("a").last, threads.thread("a").loaded) == (None, False)
    for key in "abc":
        threads.stands_at(threads.thread(key), "2", loaded=True)
    assert [threads.thread(key).last for key in "bca"] == ["2", "2", None]
