"""How many lines of a phone the cards take, as the real bot sends them."""

from __future__ import annotations

import pytest

from chat.texts import replies as words
from tests.discord_wire import Discord, Seen
from tests.pictures.reading import rows
from tests.pictures.take import SCENES, asking, command

pytestmark = pytest.mark.usefixtures("bot")
SCREEN = 20
"""The lines of a screen: some 18, and the one that tells the source and the one of the page."""
CONFLICTS = ("mi7 release date", "when does mi8 come out", "release date of night train")
ANSWERS = (
    "who plays the white widow in mi7",
    "who directs mi8",
    "what role does simon pegg play",
    "which films is rebecca ferguson in",
    "is hoult the villain in mi7",
    "who played august walker in fallout",
    "is tom cruise in mi8",
    "who composes the score of mi7",
)


def lines(seen: Seen) -> int:
    return sum(map(rows, seen.markdown.splitlines()))


@pytest.mark.parametrize("question", ANSWERS)
async def test_an_answer_takes_six_lines_at_most(discord: Discord, question: str) -> None:
    assert 0 < lines(await asking(question)(discord)) <= 6


@pytest.mark.parametrize("question", CONFLICTS)
async def test_a_conflict_takes_six_lines_at_most(discord: Discord, question: str) -> None:
    seen = await asking(question)(discord)
    assert "Sources disagree" in seen.text
    assert lines(seen) <= 6


@pytest.mark.parametrize("film", ["mi7", "mi8", "fallout", "night train", "crowd scene"])
async def test_a_film_takes_one_screen_before_more(discord: Discord, film: str) -> None:
    seen = await command("film", film=film)(discord)
    assert lines(seen) <= SCREEN
    assert words.NEXT in seen.labels or film not in ("mi7", "mi8")


@pytest.mark.parametrize("name", ["film", "who", "dates", "rumours"])
async def test_an_overview_takes_one_screen(discord: Discord, name: str) -> None:
    assert lines(await SCENES[name](discord)) <= SCREEN
