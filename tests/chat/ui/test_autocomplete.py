"""Names that a half-typed text may become."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chat.ui.autocomplete import choices
from chat.ui.backpressure import MANY, SWAMPED
from lore.answering.completion import Completion
from tests.discord_wire import Discord, User
from tests.support.stage import Stage, Watched

pytestmark = pytest.mark.usefixtures("bot")

FILM_COMMANDS = ("film", "cast", "dates", "rumours")


async def names(discord: Discord, command: str, text: str, **more: Any) -> list[str]:
    option = "name" if command == "who" else "film"
    found = await (await discord.complete(command, option, text, **more)).choices()
    assert len(found) <= 25
    assert all(0 < len(one[key]) <= 100 for one in found for key in ("name", "value"))
    return [one["name"] for one in found]


@pytest.mark.parametrize("command", FILM_COMMANDS)
@pytest.mark.parametrize("text", ["night", "Night Train", "nigt trian", "train"])
async def test_films(discord: Discord, command: str, text: str) -> None:
    assert "Night Train (2027)" in await names(discord, command, text)


async def test_people_with_their_best_known_role(discord: Discord) -> None:
    assert "Ana Lopez (Conductor Vale)" in await names(discord, "who", "ana lo")
    assert "Rebecca Ferguson (Ilsa Faust)" in await names(discord, "who", "fergusn")
    assert "Conductor Vale" in await names(discord, "who", "vale")


async def test_films_are_no_people(discord: Discord) -> None:
    assert not [name for name in await names(discord, "who", "night") if "Night Train" in name]
    assert not [name for name in await names(discord, "film", "ana") if "Ana Lopez" in name]


async def test_a_spoiler_is_no_hint(discord: Discord) -> None:
    assert await names(discord, "who", "bob ston") == ["Bob Stone"]


async def test_before_anything_is_typed_no_spoiler_is_named(discord: Discord) -> None:
    there = await names(discord, "who", "")
    assert "Conductor Vale" in there
    assert "Stoker Bly" not in there
    assert "Stoker Bly" in await names(discord, "who", "stok")


async def test_nothing_typed_yet_and_nothing_found(discord: Discord) -> None:
    assert await names(discord, "film", "")
    assert await names(discord, "film", "zyzzyvaqwx") == []
    assert await names(discord, "film", "x" * 6000) == []


async def test_what_is_chosen_is_understood(discord: Discord) -> None:
    for year in ("1999", "2019"):
        found = await (await discord.complete("film", "film", "harbour fo")).choices()
        (value,) = [one["value"] for one in found if year in one["name"]]
        seen = await (await discord.slash("film", film=value)).seen()
        assert ("Ana Lopez" if year == "1999" else "Bob Stone") in seen.text


async def test_a_crowd_is_not_kept_waiting_by_it(
    discord: Discord, engine: Watched, stage: Stage
) -> None:
    engine.pause = asyncio.Event()
    for _ in range(SWAMPED + 1):
        await discord.slash("ask", question="who plays Conductor Vale?", user=User("somebody"))
    await engine.hears(SWAMPED + 1)
    assert await names(discord, "film", "night") == []
    engine.pause.set()
    await discord.until(lambda: len(discord.asked("PATCH", "@original")) > SWAMPED - MANY)
    assert await names(discord, "film", "night")


def test_names_of_any_length_and_kind_fit() -> None:
    found = [Completion("x" * 300, "y" * 300), Completion("🎬" * 99), Completion("Up", "2009")]
    found += [Completion("Up", "1984"), Completion("Up", "2009")]
    found += [Completion(f"n{number}") for number in range(60)]
    made = choices(found)
    assert len(made) <= 25
    for choice in made:
        for text in (choice.name, choice.value):
            assert 0 < len(text.encode("utf-16-le")) // 2 <= 100
    assert [choice.value for choice in made[2:4]] == ["Up (2009)", "Up (1984)"]


@pytest.mark.parametrize("half", ["\ud800", "night\ud800", "\udfff train"])
async def test_half_a_character_is_no_text(discord: Discord, half: str) -> None:
    await names(discord, "film", half)
    await (await discord.complete("who", "name", half)).choices()


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (0, 0)])
async def test_choices_that_come_too_late_are_no_error(
    discord: Discord, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    caplog.set_level("INFO")
    discord.fail("POST", "/interactions/*", status, code=code)
    await discord.complete("film", "film", "miss")
    await discord.until(lambda: discord.asked("POST", "/callback"))
    assert await (await discord.complete("film", "film", "miss")).choices()
    assert "The choices could not be shown" in caplog.text
    assert "Traceback" not in caplog.text
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
