"""/name: names added, removed and made one, for one server."""

from __future__ import annotations

import pytest

from chat.editing import texts
from chat.texts import replies as words
from lore.texts import refusals
from tests.discord_wire import Discord
from tests.discord_wire.world import Channel, Guild
from tests.support.fact_commands import CANCEL, SAVE, answer, complete, press, slash

pytestmark = pytest.mark.usefixtures("bot")
WHO = "who plays the iron lady?"


async def test_a_name_is_added_and_taken_away(discord: Discord) -> None:
    told = await slash(discord, "name add", name="Conductor Vale", alias="the iron lady")
    assert told.ephemeral
    assert "Conductor Vale (character) is now known as “the iron lady”." in told.text
    assert "Ana Lopez" in await answer(discord, WHO)
    again = await slash(discord, "name add", name="Conductor Vale", alias="Iron Lady")
    assert again.text == refusals.named_already("Conductor Vale", "Iron Lady")
    told = await slash(discord, "name remove", name="Conductor Vale", alias="the iron lady")
    assert "is no longer known as" in told.text
    assert "Ana Lopez plays" not in await answer(discord, WHO)
    undone = await press(discord, told, texts.UNDO)
    assert "Change 2 is undone" in undone.text
    assert "Ana Lopez" in await answer(discord, WHO)


async def test_a_name_that_another_bears_is_saved_once_that_was_seen(discord: Discord) -> None:
    warned = await slash(discord, "name add", name="Mission: Impossible 8", alias="mi7")
    assert warned.ephemeral
    assert "Mission: Impossible 8 (film) will be known as “mi7”." in warned.text
    assert "“mi7” is a name of Mission: Impossible 7 (film) already" in warned.text
    assert "Nothing was changed here yet" in (await slash(discord, "fact history")).text
    assert (await press(discord, warned, CANCEL)).text == texts.CANCELLED
    told = await slash(discord, "name add", name="Mission: Impossible 8", alias="mi7")
    told = await press(discord, told, SAVE)
    assert "Mission: Impossible 8 (film) is now known as “mi7”." in told.text
    again = await slash(discord, "name add", name="Mission: Impossible 8", alias="mi7")
    assert again.text == refusals.named_already("Mission: Impossible 8", "mi7")


async def test_two_are_made_one(discord: Discord) -> None:
    result = await slash(discord, "name merge", name="Ana Lopez", into="Bob Stone", reason="one")
    assert "Ana Lopez (person) is now one with Bob Stone." in result.text
    assert "Bob Stone" in await answer(discord, "who plays Conductor Vale?")
    told = await slash(discord, "name merge", name="Bob Stone", into="Night Train")
    assert told.text == refusals.two_kinds("Bob Stone", "person", "Night Train", "film")
    await press(discord, result, texts.UNDO)
    assert "Ana Lopez plays" in await answer(discord, "who plays Conductor Vale?")


async def test_names_are_written_just_so(discord: Discord) -> None:
    told = await slash(discord, "name add", name="Zyzzyva", alias="Zy")
    assert "I know nothing by the name “Zyzzyva”" in told.text
    told = await slash(discord, "name add", name="Harbour Fog", alias="Fog")
    assert "Harbour Fog (film, 1999)" in told.text
    told = await slash(discord, "name add", name="Harbour Fog (film, 1999)", alias="Old Fog")
    assert "is now known as “Old Fog”" in told.text
    told = await slash(discord, "name add", name="Ana Lopez", alias="x" * 6000)
    assert told.text == refusals.too_long("name", 100, 6000)
    told = await slash(discord, "name remove", name="Ana Lopez", alias="Nobody")
    assert told.text == refusals.not_named("Ana Lopez", "Nobody")


async def test_names_are_completed(discord: Discord) -> None:
    await slash(discord, "name add", name="Conductor Vale", alias="the iron lady")
    assert "Conductor Vale" in await complete(discord, "name add", "name", "condu")
    fogs = await complete(discord, "name merge", "into", "harbour")
    assert fogs == ["Harbour Fog (film, 1999)", "Harbour Fog (film, 2019)"]
    aliases = await complete(discord, "name remove", "alias", "", name="Conductor Vale")
    assert aliases == ["the iron lady"]
    assert await complete(discord, "name add", "name", "condu", user=discord.member) == []


async def test_members_may_not(discord: Discord) -> None:
    for name, options in (
        ("add", {"name": "Ana Lopez", "alias": "Annie"}),
        ("remove", {"name": "Ana Lopez", "alias": "Annie"}),
        ("merge", {"name": "Ana Lopez", "into": "Bob Stone"}),
    ):
        told = await slash(discord, f"name {name}", user=discord.member, **options)
        assert (told.text, told.ephemeral) == (words.NEEDS_MANAGE_SERVER, True)


async def test_another_server_knows_nothing_of_it(discord: Discord) -> None:
    await slash(discord, "name add", name="Conductor Vale", alias="the iron lady")
    await slash(discord, "name merge", name="Ana Lopez", into="Bob Stone")
    there = Channel("there", Guild("another"))
    assert await complete(discord, "name add", "name", "iron lady", channel=there) == []
    seen = await slash(discord, "ask", question="who plays Conductor Vale?", channel=there)
    assert "Ana Lopez" in seen.text
