"""/film, /who and /dates: the card of what a name means, whichever command it was given to."""

from __future__ import annotations

import pytest

from tests.discord_wire import Discord

pytestmark = pytest.mark.usefixtures("bot")


async def look(discord: Discord, command: str, name: str) -> str:
    option = "name" if command == "who" else "film"
    return (await (await discord.slash(command, **{option: name})).seen()).text


async def test_film_shows_whoever_has_the_name(discord: Discord) -> None:
    seen = await look(discord, "film", "Tom Cruise")
    assert "Tom Cruise is in" in seen
    assert seen == await look(discord, "who", "Tom Cruise")


async def test_who_shows_the_film_that_has_the_name(discord: Discord) -> None:
    seen = await look(discord, "who", "mi7")
    assert "Christopher McQuarrie directs" in seen
    assert seen == await look(discord, "film", "mi7")


async def test_dates_of_a_series_stand_under_the_title_of_each_film(discord: Discord) -> None:
    lines = (await look(discord, "dates", "mission impossible")).splitlines()
    seventh, eighth = (lines.index(f"Mission: Impossible {number}:") for number in (7, 8))
    assert not [line for line in lines[:seventh] if line == "Mission: Impossible 7"]
    of_seventh, of_eighth = lines[seventh:eighth], lines[eighth:]
    assert any("23 July 2021" in line for line in of_seventh)
    assert any("5 August 2022" in line for line in of_eighth)
    assert not any("5 August 2022" in line for line in of_seventh)
    alone = await look(discord, "dates", "mi8")
    assert all(line in alone for line in _unmarked(of_eighth[1:]))


def _unmarked(lines: list[str]) -> list[str]:
    """The dates of lines, without the numbers of their sources."""
    return [line.split(" [")[0] for line in lines if " [" in line and ": Release" in line]
