"""A list that is longer than one answer has room for can be opened to its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.texts import replies as words
from lore.answering.fact_graph import WHOLE
from lore.packs import import_pack
from lore.texts import inbox
from tests.discord_wire import Discord, Seen
from tests.lore.test_kinds import entity, fact
from tests.support.language import language
from tests.support.stage import Stage

CAST = 430
NAME = re.compile(r"Extra Nobody\d+")

bot = pytest.mark.usefixtures("bot")


def pack(cast: int) -> Iterator[str]:
    yield json.dumps({"type": "source", "id": "gazette", "title": "The Gazette"})
    yield entity("epic", "Grand Epic", "film")
    for number in range(cast):
        yield entity(f"p{number}", f"Extra Nobody{number}", "person")
        yield fact(number, "epic", "cast", {"entity": f"p{number}"})
    yield entity("maker", "Ada Maker", "person")
    yield fact(cast, "epic", "director", {"entity": "maker"})


async def take(stage: Stage, folder: Path, cast: int) -> None:
    """Take in a film with so many in its cast."""
    written = folder / "epic.jsonl"
    written.write_text("\n".join(pack(cast)), encoding="utf-8")
    await import_pack(stage.store, [written], language().properties)


@pytest.fixture
async def epic(stage: Stage, tmp_path: Path) -> None:
    """A film with a cast of hundreds."""
    await take(stage, tmp_path, CAST)


async def read(discord: Discord, seen: Seen) -> list[str]:
    """All names of a list, in the order in which its pages and what follows show them."""
    found = NAME.findall(seen.text)
    for label in (words.NEXT, words.BUTTONS["more"]):
        if label in seen.labels:
            return found + await read(discord, await (await discord.press(seen, label)).seen())
    return found


@bot
@pytest.mark.usefixtures("epic")
@pytest.mark.parametrize(
    ("command", "given"),
    [("ask", {"question": "who is in grand epic"}), ("cast", {"film": "grand epic"})],
)
async def test_and_more_opens_to_the_end(
    discord: Discord, command: str, given: dict[str, str]
) -> None:
    seen = await (await discord.slash(command, **given)).seen()
    assert words.BUTTONS["more"] in seen.labels
    names = await read(discord, seen)
    assert sorted(names) == sorted(f"Extra Nobody{number}" for number in range(CAST))


@bot
@pytest.mark.usefixtures("epic")
@pytest.mark.parametrize(
    ("command", "given"), [("film", {"film": "grand epic"}), ("ask", {"question": "grand epic"})]
)
async def test_a_card_opens_to_the_end(
    discord: Discord, command: str, given: dict[str, str]
) -> None:
    """What is asked most is on its first page, however late it was told."""
    seen = await (await discord.slash(command, **given)).seen()
    assert "Ada Maker" in seen.text
    assert ("the first 6" in seen.text) or (f"And {CAST - 6} more" in seen.text)
    names = await read(discord, seen)
    assert set(names) == {f"Extra Nobody{number}" for number in range(CAST)}


@bot
@pytest.mark.usefixtures("epic")
async def test_more_than_an_answer_shows_are_counted(discord: Discord) -> None:
    question = "how many people are in grand epic"
    seen = await (await discord.slash("ask", question=question)).seen()
    assert str(CAST) in seen.text


@bot
async def test_to_be_told_of_it_loads_few_facts(
    discord: Discord, stage: Stage, tmp_path: Path, loaded: list[int]
) -> None:
    await take(stage, tmp_path, WHOLE)
    question = "who composed grand epic"
    seen = await (await discord.slash("ask", question=question)).seen()
    loaded.clear()
    told = await (await discord.press(seen, words.BUTTONS["tell"])).seen()
    assert told.text == inbox.WILL_TELL
    assert len(loaded) < 50
