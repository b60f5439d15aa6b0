"""What moves is told by the dates of the sources, in whatever order they were learned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from cogs.articles import texts as words
from tests.discord_wire import Discord, Seen
from tests.support.fact_commands import MODERATOR, answer, press, slash
from tests.support.stage import running, staged

ARTICLES = (
    ("21 January 2021", "Variety", "Mission: Impossible 8 will open on July 7, 2023."),
    ("11 February 2022", "Deadline", "Mission: Impossible 8 will now open on June 28, 2024."),
    (
        "23 October 2023",
        "Variety",
        "Mission: Impossible 8, originally due on June 28, 2024, will now open on May 23, 2025.",
    ),
)
QUESTIONS = (
    "when does Mission: Impossible 8 come out?",
    "what was the release date of Mission: Impossible 8 before it was moved?",
    "how often was Mission: Impossible 8 delayed?",
    "when was Mission: Impossible 8 supposed to come out as of 2022?",
)
ACCEPT = words.BUTTONS["accept"]


async def learn(discord: Discord, article: tuple[str, str, str]) -> None:
    """Read an article with /article and accept all that it states."""
    day, publisher, text = article
    modal = await (await discord.slash("article", user=MODERATOR)).modal()
    whole = f"Mission: Impossible 8 Gets a Date\nSource: {publisher}\nDate: {day}\n\n{text}\n"
    page = await (await discord.submit(modal, {"text": whole}, user=MODERATOR)).seen()
    while ACCEPT in page.labels:
        page = await press(discord, page, ACCEPT)


async def told(
    discord: Discord, database: Path, folder: Path, order: Sequence[tuple[str, str, str]]
) -> list[str]:
    """What members are told once articles were learned in an order."""
    folder.mkdir()
    connected = len(discord.gateway.identified)
    async with staged(database, folder) as stage, running(discord, stage):
        await discord.until(lambda: len(discord.gateway.identified) > connected)
        await discord.ready()
        for article in order:
            await learn(discord, article)
        dates: Seen = await slash(discord, "dates", film="Mission: Impossible 8")
        return [*[await answer(discord, question) for question in QUESTIONS], dates.text]


@pytest.mark.parametrize("order", list(permutations(ARTICLES))[1:], ids=range(5))
async def test_the_order_of_learning_changes_nothing(
    discord: Discord,
    database: Path,
    tmp_path: Path,
    no_pause: None,
    order: Sequence[tuple[str, str, str]],
) -> None:
    by_date = await told(discord, database, tmp_path / "by-date", ARTICLES)
    assert "23 May 2025" in by_date[0]
    otherwise = await told(discord, database, tmp_path / "otherwise", order)
    assert otherwise == by_date
