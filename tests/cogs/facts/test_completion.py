"""What the options of /fact become while they are typed, and what choosing a source fills in."""

from __future__ import annotations

import pytest

from tests.discord_wire import Discord
from tests.discord_wire.world import Channel, Guild
from tests.support.fact_commands import COMPOSER, SAVE, add, complete, press, slash, stored

pytestmark = pytest.mark.usefixtures("bot")
LABEL = "A Score for the Train — Film Gazette, 3 February 2026"


async def test_names_of_the_kinds_that_the_property_takes(discord: Discord) -> None:
    assert "Night Train" in await complete(discord, "fact add", "subject", "nigh")
    assert "Ana Lopez" in await complete(discord, "fact add", "subject", "ana")
    for property in ("director", "cast", "composer"):
        assert await complete(discord, "fact add", "subject", "ana", property=property) == []
        assert await complete(discord, "fact add", "value", "anna lopes", property=property) == [
            "Ana Lopez"
        ]
    roles = await complete(discord, "fact edit", "role", "conductor", property="cast")
    assert roles == ["Conductor Vale"]
    assert await complete(discord, "fact add", "value", "an", property="release date") == []
    assert await complete(discord, "fact add", "role", "an", property="director") == []


async def test_names_that_are_completed_mean_one_thing(discord: Discord) -> None:
    found = await complete(discord, "fact add", "subject", "harbour")
    assert found == ["Harbour Fog (film, 1999)", "Harbour Fog (film, 2019)"]
    card = await add(discord, subject=found[1])
    assert SAVE in card.labels


async def test_properties(discord: Discord) -> None:
    assert "release_date" in await complete(discord, "fact add", "property", "rel")
    assert len(await complete(discord, "fact add", "property", "")) == 25
    assert await complete(discord, "fact add", "property", "zyzzyva") == []


async def test_a_source_that_is_known_fills_in_the_rest(discord: Discord) -> None:
    await stored(discord)
    assert await complete(discord, "fact add", "source", "score for") == [LABEL]
    for source in (LABEL, COMPOSER["source"], "a score for the train"):
        card = await slash(
            discord,
            "fact add",
            subject="Night Train",
            property="writer",
            value="Bob Stone",
            source=source,
        )
        assert (
            "Source: “A Score for the Train”, Film Gazette, 3 February 2026\n"
            "[gazette.example](https://gazette.example/score)"
        ) in card.text
    other = await add(discord, value="Bob Stone", date="2026-04", address="https://other.example")
    assert "April 2026\n[other.example](https://other.example)" in other.text


async def test_a_long_title_is_known_by_what_is_shown_of_it(discord: Discord) -> None:
    title = "The very long story of how a score for a train was written, told by those who were in"
    await stored(discord, source=title)
    (label,) = await complete(discord, "fact add", "source", "very long story")
    assert len(label) <= 100
    card = await add(discord, value="Bob Stone", source=label, date=None, publisher=None)
    assert f"“{title}”, Film Gazette, 3 February 2026" in card.text


async def test_facts_and_changes(discord: Discord) -> None:
    number = await stored(discord)
    for name in ("edit", "retire", "prefer", "history"):
        assert f"#{number}" in await complete(discord, f"fact {name}", "fact", "composer of night")
        assert await complete(discord, f"fact {name}", "fact", str(number)) == [f"#{number}"]
    assert f"#{number}" in await complete(discord, "fact find", "text", "night tr")
    assert await complete(discord, "fact restore", "fact", "composer of night") == []
    await slash(discord, "fact retire", fact=str(number))
    assert await complete(discord, "fact restore", "fact", "") == [f"#{number}"]
    assert await complete(discord, "fact undo", "change", "") == [2, 1]
    assert await complete(discord, "fact undo", "change", "1") == [1]


OPTIONS = [
    ("fact add", "subject", "night"),
    ("fact add", "value", "quentin"),
    ("fact add", "property", ""),
    ("fact add", "source", "score"),
    ("fact edit", "fact", ""),
    ("fact undo", "change", ""),
    ("fact history", "fact", "composer"),
    ("name add", "name", "quentin"),
    ("name remove", "alias", ""),
]


@pytest.mark.parametrize(("name", "option", "text"), OPTIONS)
async def test_members_are_shown_nothing(
    discord: Discord, name: str, option: str, text: str
) -> None:
    await stored(discord)
    assert await complete(discord, name, option, text, user=discord.member) == []
    for channel in (discord.direct, discord.elsewhere):
        assert await complete(discord, name, option, text, channel=channel) == []


async def test_another_server_completes_nothing_of_this_one(discord: Discord) -> None:
    card = await add(discord, value="Quentin Quill")
    await press(discord, card, SAVE)
    assert await complete(discord, "fact add", "value", "quentin") == ["Quentin Quill"]
    there = Channel("there", Guild("another"))
    for name, option, text in OPTIONS:
        if (name, text) not in {("fact add", "night"), ("fact add", "")}:
            found = await complete(discord, name, option, text, channel=there)
            assert not [one for one in found if "Quentin" in str(one) or "Score" in str(one)]
    assert await complete(discord, "fact undo", "change", "", channel=there) == []
    assert await complete(discord, "fact add", "source", "score", channel=there) == []
