"""/fact add and /fact say: from the command to an answer that everyone gets."""

from __future__ import annotations

from typing import Any

import pytest

from lore.wording import discord as words
from lore.wording import drafting
from tests.discord_wire import Discord, Seen
from tests.discord_wire.world import ORDINARY, Permission, User

pytestmark = pytest.mark.usefixtures("bot")
MODERATOR = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)
COMPOSER = {
    "subject": "Night Train",
    "property": "composer",
    "value": "Ana Lopez",
    "source": "A Score for the Train",
    "date": "3 Feb 2026",
    "publisher": "Film Gazette",
    "address": "https://gazette.example/score",
}
SENTENCE = "Hannah Waddingham plays Ilsa Faust in Mission: Impossible 8, per Variety, 3 Feb 2020"
QUESTION = "who composed night train?"


async def add(discord: Discord, **more: Any) -> Seen:
    return await (await discord.slash("fact add", **({"user": MODERATOR} | COMPOSER | more))).seen()


async def press(discord: Discord, seen: Seen, label: str, *values: str, **more: Any) -> Seen:
    exchange = await discord.press(seen, label, *values, **({"user": MODERATOR} | more))
    return await exchange.seen()


async def answer(discord: Discord, question: str = QUESTION, **more: Any) -> str:
    return (await discord.reply_to(await discord.say(question, **more))).text


async def test_a_fact_with_its_source_takes_one_command_and_one_press(discord: Discord) -> None:
    before = len(discord.requests)
    card = await add(discord)
    assert card.ephemeral
    assert "Ana Lopez composed the music of Night Train — reported." in card.text
    assert "“A Score for the Train”, Film Gazette, 3 February 2026" in card.text
    result = await press(discord, card, drafting.BUTTONS["save"])
    assert "#1 is added" in result.text
    assert len(discord.requests) - before == 2
    assert "Ana Lopez" in await answer(discord)
    film = await (await discord.slash("film", film="night train")).seen()
    assert "Ana Lopez" in film.text


async def test_nothing_is_stored_before_save(discord: Discord) -> None:
    card = await add(discord)
    assert "no fact about the composer" in await answer(discord)
    cancelled = await press(discord, card, drafting.BUTTONS["cancel"])
    assert (cancelled.text, cancelled.labels) == (drafting.CANCELLED, [])
    assert "no fact about the composer" in await answer(discord)


async def test_a_sentence_does_as_well(discord: Discord) -> None:
    exchange = await discord.slash("fact say", sentence=SENTENCE, user=MODERATOR)
    card = await exchange.seen()
    assert "Contradicts" in card.text
    assert drafting.BUTTONS["supersede"] in card.labels
    await press(discord, card, drafting.BUTTONS["supersede"])
    assert "Waddingham" in await answer(discord, "who plays ilsa in mi8?")


async def test_members_may_not(discord: Discord) -> None:
    seen = await add(discord, user=discord.member)
    assert (seen.text, seen.ephemeral) == (words.NEEDS_MANAGE_SERVER, True)
