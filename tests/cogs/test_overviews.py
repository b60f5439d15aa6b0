"""/film, /who and /dates: the card of what a name means, whichever command it was given to."""

from __future__ import annotations

import pytest

from chat.texts import replies as words
from tests.discord_wire import Channel, Discord, Permission

pytestmark = pytest.mark.usefixtures("bot")


async def look(discord: Discord, command: str, name: str) -> str:
    option = "name" if command == "who" else "film"
    return (await (await discord.slash(command, **{option: name})).seen()).text


async def test_film_shows_whoever_has_the_name(discord: Discord) -> None:
    seen = await look(discord, "film", "Tom Cruise")
    assert "Ethan Hunt — Mission: Impossible 7 and 8" in seen
    assert seen == await look(discord, "who", "Tom Cruise")


async def test_who_shows_the_film_that_has_the_name(discord: Discord) -> None:
    seen = await look(discord, "who", "mi7")
    assert "**Director** Christopher McQuarrie" in seen
    assert seen == await look(discord, "film", "mi7")


async def test_dates_of_a_series_stand_under_the_title_of_each_film(discord: Discord) -> None:
    lines = (await look(discord, "dates", "mission impossible")).splitlines()
    seventh, eighth = (lines.index(f"**Mission: Impossible {number}**") for number in (7, 8))
    of_seventh, of_eighth = lines[seventh:eighth], lines[eighth:]
    assert any("23 July 2021" in line for line in of_seventh)
    assert any("5 August 2022" in line for line in of_eighth)
    assert not any("5 August 2022" in line for line in of_seventh)
    alone = await look(discord, "dates", "mi8")
    dates = [line for line in of_eighth if line.endswith(("2022", "2022 (reported)"))]
    assert dates
    assert all(line in alone for line in dates)


async def test_a_film_is_one_screen_of_a_phone_and_the_rest_is_behind_more(
    discord: Discord,
) -> None:
    seen = await (await discord.slash("film", film="mi7")).seen()
    shown = seen.text.splitlines()
    assert sum(-(-len(line.replace("**", "")) // 40) for line in shown[:-2]) <= 18
    heads = [line.split("**")[1] for line in shown if "**" in line]
    wanted = ["Release date", "Director", "Cast · 6 of 10", "Studio", "Production status"]
    assert heads == [*wanted, "Rumoured", "Hoped for"]
    assert "Shea Whigham" not in seen.text
    rest = await (await discord.press(seen, words.NEXT)).seen()
    assert "Shea Whigham" in rest.text
    assert "**Filming location** Norway" in rest.text


async def test_rumours_and_hopes_have_a_heading_each(discord: Discord) -> None:
    seen = await (await discord.slash("rumours", film="mi7")).seen()
    lines = [line for line in seen.text.splitlines() if line]
    assert lines[:3] == ["Mission: Impossible 7", "❔ **Rumoured**", "Nicholas Hoult — the villain"]
    assert seen.text.count("not confirmed") == 0


async def test_a_rumour_is_told_once(discord: Discord) -> None:
    """“Villain: Nicholas Hoult” and his role's description say no more than that he plays it."""
    seen = await look(discord, "rumours", "mi7")
    assert [line for line in seen.splitlines() if "Hoult" in line] == [
        "Nicholas Hoult — the villain"
    ]


async def test_the_dates_of_a_film_are_drawn(discord: Discord) -> None:
    exchange = await discord.slash("dates", film="mi7")
    seen = await exchange.seen()
    assert seen.embeds[0]["image"]["url"].endswith("timeline.png")
    [picture] = [data for request in discord.requests for data in request.files.values()]
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 30_000
    assert "19 November 2021" in seen.text  # whoever sees no picture reads the same


async def test_where_no_file_may_be_attached_the_dates_are_told_in_words(discord: Discord) -> None:
    denied = Channel("plain", discord.guild, denied=Permission.ATTACH_FILES)
    await discord.gateway.dispatch("CHANNEL_CREATE", denied.payload())
    seen = await (await discord.slash("dates", film="mi7", channel=denied)).seen()
    assert "image" not in seen.embeds[0]
    assert "19 November 2021" in seen.text


async def test_a_date_that_never_moved_is_not_drawn(discord: Discord) -> None:
    seen = await (await discord.slash("dates", film="fallout")).seen()
    assert "2018" in seen.text
    assert "image" not in seen.embeds[0]
