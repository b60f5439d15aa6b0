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
