"""/film, /cast, /who, /dates, /rumours, /sources and /help as members see them."""

from __future__ import annotations

import asyncio

import pytest

from tests.cogs.stage import FakeEngine
from tests.discord_wire import Discord

pytestmark = pytest.mark.usefixtures("bot")


@pytest.mark.parametrize("view", ["film", "cast", "dates", "rumours"])
async def test_a_view_of_a_film(discord: Discord, engine: FakeEngine, view: str) -> None:
    seen = await (await discord.slash(view, film="mi7")).seen()
    assert "Rebecca Ferguson" in seen.text
    assert not seen.ephemeral
    assert engine.asked == [(f"{view} mi7", discord.guild.id)]


async def test_who_somebody_is(discord: Discord, engine: FakeEngine) -> None:
    seen = await (await discord.slash("who", person="ilsa")).seen()
    assert "Rebecca Ferguson" in seen.text
    assert engine.asked == [("who ilsa", discord.guild.id)]


async def test_an_answer_for_the_asker_alone(discord: Discord) -> None:
    assert (await (await discord.slash("film", film="mi7", private=True)).seen()).ephemeral


async def test_names_are_completed(discord: Discord) -> None:
    films = await (await discord.complete("film", "film", "mi")).choices()
    assert {"name": "mi of film (2022)", "value": "mi of film"} in films
    people = await (await discord.complete("who", "person", "ilsa")).choices()
    assert [one["value"] for one in people] == ["ilsa of character", "ilsa of person"]


async def test_the_sources(discord: Discord) -> None:
    seen = await (await discord.slash("sources")).seen()
    assert "Casting news" in seen.text
    assert "A whisper" in seen.text
    assert seen.ephemeral


async def test_help(discord: Discord, bot: asyncio.Task[int]) -> None:
    seen = await (await discord.slash("help")).seen()
    assert "mention me" in seen.text
    assert seen.ephemeral
    assert not bot.done()
