"""The commands, as members find them and as each answers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chat.texts import commands, pages
from chat.texts import replies as words
from lore.model.errors import LoreError
from tests.discord_wire import Discord, Seen
from tests.support.asking import ROOT
from tests.support.hard_pack import HOSTILE
from tests.support.stage import Watched

pytestmark = pytest.mark.usefixtures("bot")

LOOKS: list[tuple[str, dict[str, str]]] = [
    ("ask", {"question": "who plays Conductor Vale?"}),
    ("film", {"film": "night train"}),
    ("cast", {"film": "night train"}),
    ("who", {"name": "vale"}),
    ("dates", {"film": "night train"}),
    ("rumours", {"film": "night train"}),
    ("sources", {}),
]
PAGES = ("help", "about", "privacy show")


async def answer(discord: Discord, name: str, /, **options: Any) -> Seen:
    return await (await discord.slash(name, **options)).seen()


async def test_they_are_all_there_and_work_everywhere(discord: Discord) -> None:
    found = {command["name"]: command for command in discord.commands}
    theirs = ("inbox", "fact", "name", "setup", "article", commands.READ_AS_ARTICLE)
    for name in (*theirs, "suggest", commands.SUGGEST_AS_FACT):
        command = found.pop(name)
        assert (command["contexts"], command["integration_types"]) == ([0], [0])
        hidden = {"setup": 32}.get(name, 1 << 13 if name in theirs else None)
        needed = command["default_member_permissions"]
        assert (None if needed is None else int(needed)) == hidden, name
    assert set(found) >= {
        *(name for name, _ in LOOKS),
        *(name.split()[0] for name in PAGES),
        commands.ANSWER_THIS,
    }
    for command in found.values():
        assert command["integration_types"] == [0, 1]
        assert command["contexts"] == [0, 1, 2]
        assert command["type"] == 3 or 0 < len(command["description"]) <= 100
    for name, options in LOOKS:
        given = {option["name"]: option for option in found[name]["options"]}
        assert set(given) == {*options, "private"}
        assert not given["private"]["required"]
        for option in options:
            assert given[option]["required"]
            assert given[option]["max_length"] == (300 if name == "ask" else 100)
            assert given[option].get("autocomplete", False) is (name != "ask")


def written(commands: list[dict[str, Any]]) -> set[str]:
    """What is typed for each command: its name, or for a group each of its commands."""
    return {
        " ".join([f"/{command['name']}", *([option["name"]] if option["type"] == 1 else [])])
        for command in commands
        if command["type"] == 1
        for option in (command.get("options") or [{"type": 0}])
    }


def in_tables(readme: str) -> set[str]:
    """The codes of the first cells of README's tables, each with its group: `/a b`, `c` is /a c."""
    found: set[str] = set()
    for cell in re.findall(r"^\| (`/[^|]+)", readme, re.MULTILINE):
        group = ""
        for code in re.findall("`([^`]+)`", cell):
            group = code.split()[0] if code.startswith("/") else group
            found.add(code if code.startswith("/") else f"{group} {code}")
    return found


async def test_the_readmes_tables_have_every_command_and_no_other(discord: Discord) -> None:
    listed = in_tables((ROOT / "README.md").read_text(encoding="utf-8"))
    begun = [{" ".join(code.split()[:words]) for words in (1, 2)} for code in listed]
    registered = written(discord.commands)
    assert registered - set().union(*begun) == set()
    assert [code for code in begun if not code & registered] == []


async def test_help_has_every_command(discord: Discord) -> None:
    seen = await answer(discord, "help")
    for command in discord.commands:
        assert (f"/{command['name']}" if command["type"] == 1 else command["name"]) in seen.text


async def test_a_film_is_a_card(discord: Discord) -> None:
    seen = await answer(discord, "film", film="nigt train")
    assert seen.embeds[0]["title"] == "Night Train"
    for part in ("1 October 2027", "November 2027", "Ana Lopez", "sources disagree"):
        assert part in seen.text
    sources = await (await discord.press(seen, "Sources")).seen()
    assert "Film Gazette" in sources.text


async def test_a_cast(discord: Discord) -> None:
    seen = await answer(discord, "cast", film="night train")
    assert "Ana Lopez — Conductor Vale" in seen.text
    assert "2027" not in seen.text


@pytest.mark.parametrize("name", ["vale", "Conductor Vale", "condctor vale"])
async def test_who_a_character_is(discord: Discord, name: str) -> None:
    seen = await answer(discord, "who", name=name)
    assert seen.embeds[0]["title"] == "Conductor Vale"
    assert "Ana Lopez" in seen.text


async def test_who_a_person_is(discord: Discord) -> None:
    seen = await answer(discord, "who", name="rebecca ferguson")
    assert "Ilsa Faust" in seen.text


async def test_dates_come_in_the_order_of_report(discord: Discord) -> None:
    seen = await answer(discord, "dates", film="night train")
    lines = seen.text.split("\n")
    first = lines.index("**Release date**")
    assert lines[first + 1 : first + 5] == [
        "About Mar 2026: November 2027",
        "2 Mar 2026: 1 October 2027",
        "**Start of filming**",
        "5 May 2026: September 2026 (reported)",
    ]
    sources = await (await discord.press(seen, "Sources")).seen()
    for source in ("“All Aboard”", "“Night Train Finds Its", "“Cameras Roll”"):
        assert source in sources.text


async def test_no_rumours_are_nothing_that_is_missing(discord: Discord) -> None:
    seen = await answer(discord, "rumours", film="crowd scene")
    assert "nothing that is only rumoured or hoped about Crowd Scene" in seen.text
    assert words.UNANSWERED not in seen.text


async def test_rumours_stand_apart_from_what_is_confirmed(discord: Discord) -> None:
    seen = await answer(discord, "rumours", film="night train")
    assert "Bob Stone" in seen.text
    assert "Rumoured" in seen.text
    assert "Ana Lopez" not in seen.text


async def test_sources(discord: Discord) -> None:
    seen = await answer(discord, "sources")
    assert "“Night Train Finds Its Conductor”, Film Gazette, 2 March 2026" in seen.text
    assert "[gazette.example](https://gazette.example/night-train?a=%28b%29)" in seen.markdown
    assert "“All Aboard”, undated, about March 2026" in seen.text


@pytest.mark.parametrize("name", PAGES)
async def test_pages_about_the_bot_are_for_the_member_alone(discord: Discord, name: str) -> None:
    for channel in (discord.channel, discord.direct, discord.elsewhere):
        seen = await answer(discord, name, channel=channel)
        assert seen.ephemeral
        assert seen.embeds
    plain = await answer(discord, name, channel=discord.silent)
    assert not plain.embeds
    title = {"help": pages.HELP.title, "about": pages.ABOUT.title}.get(name)
    assert plain.content.startswith(f"**{title or 'What I keep'}**")


@pytest.mark.parametrize(("name", "options"), LOOKS)
async def test_an_answer_is_for_all_unless_it_is_wished_private(
    discord: Discord, name: str, options: dict[str, str]
) -> None:
    public = await answer(discord, name, **options)
    private = await answer(discord, name, **options, private=True)
    assert (public.ephemeral, private.ephemeral) == (False, True)
    assert public.text == private.text


@pytest.mark.parametrize(("name", "options"), LOOKS)
async def test_each_works_in_direct_messages_elsewhere_and_without_embeds(
    discord: Discord, name: str, options: dict[str, str]
) -> None:
    here = await answer(discord, name, **options)
    for channel in (discord.direct, discord.elsewhere):
        assert (await answer(discord, name, **options, channel=channel)).text == here.text
    plain = await answer(discord, name, **options, channel=discord.silent)
    assert not plain.embeds
    assert "Night Train" in plain.content


async def test_free_text_that_names_nothing(discord: Discord) -> None:
    for name, option in (("film", "film"), ("who", "name")):
        seen = await answer(discord, name, **{option: "Zyzzyva Qwx"})
        assert "Zyzzyva Qwx" in seen.text
        assert words.UNANSWERED in seen.text


async def test_a_name_that_is_only_markup(discord: Discord) -> None:
    seen = await answer(discord, "film", film="<@5>")
    assert (seen.text, seen.ephemeral) == (words.NO_NAME, True)
    seen = await answer(discord, "ask", question="<@5>")
    assert (seen.text, seen.ephemeral) == (words.HELP, True)


async def test_hostile_text_of_a_pack_is_shown_as_it_is(discord: Discord) -> None:
    for channel in (discord.channel, discord.silent):
        film = await answer(discord, "film", film="night train", channel=channel)
        seen = await (await discord.press(film, words.NEXT, channel=channel)).seen()
        assert HOSTILE.replace("@everyone", "@\u200beveryone") in seen.text
        assert "<@1>" not in seen.markdown.replace("\\<@1>", "")
        assert "@everyone" not in seen.markdown
        assert seen.raw["allowed_mentions"] == {"parse": []}


async def test_errors_are_told_in_one_sentence(discord: Discord, engine: Watched) -> None:
    for name, options in LOOKS[:-1]:
        engine.error = LoreError("This can be mended.")
        seen = await answer(discord, name, **options)
        assert (seen.text, seen.ephemeral) == ("This can be mended.", True)
        engine.error = ZeroDivisionError("a fault of ours")
        seen = await answer(discord, name, **options)
        assert (seen.text, seen.ephemeral) == (words.BROKEN, True)
