"""Parts of works that are told by their place: "season 2 of X"."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot
from lore.answering import Engine
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import open_store
from lore.texts import AnswerTexts
from tests.support.asking import MIGRATIONS, Member


@pytest.fixture
async def viewer(tmp_path: Path, language: Language, wording: AnswerTexts) -> AsyncIterator[Member]:
    """Somebody who asks about a series with a second season."""
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [bot.FILES.training / "uu" / "pack.jsonl"], language.properties)
        yield Member(Engine(store, language), wording)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is anyone new joining season 2 of before the line?", "Tolliver"),
        ("Does anyone have a date for the second season of Before the Line?", "season 2"),
    ],
)
async def test_a_season_is_told_by_its_number(question: str, told: str, viewer: Member) -> None:
    reply = await viewer.ask(question)
    assert reply.data["outcome"] == "found"
    assert told in reply


async def test_a_likely_answer_is_offered_whatever_speaks_for_none(viewer: Member) -> None:
    reply = await viewer.ask("age rating on the first one plz")
    assert reply.data["outcome"] != "unknown"
