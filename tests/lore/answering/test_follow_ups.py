"""Follow-ups that say no more than what their question is about, over invented franchises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import bot
from lore.answering import Engine
from lore.language.lexicon import Language
from lore.model.facts import Found
from lore.packs import import_pack
from lore.store import open_store
from lore.texts import AnswerTexts
from tests.support.asking import MIGRATIONS, Member

PACKS = bot.FILES.training


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory, language: Language) -> dict[str, Path]:
    """Databases of two franchises, by the names of their sets; not to be written to."""
    folder = tmp_path_factory.mktemp("franchises")

    async def make(name: str) -> Path:
        path = folder / f"{name}.db"
        async with open_store(path, MIGRATIONS) as store:
            await import_pack(store, [PACKS / name / "pack.jsonl"], language.properties)
        return path

    return {name: asyncio.run(make(name)) for name in ("t", "w")}


@pytest.fixture
async def rider(
    stores: dict[str, Path], language: Language, wording: AnswerTexts
) -> AsyncIterator[Member]:
    """Somebody who asks about the riders of Cinder Range."""
    async with open_store(stores["t"], MIGRATIONS) as store:
        yield Member(Engine(store, language), wording)


@pytest.fixture
async def spoon(
    stores: dict[str, Path], language: Language, wording: AnswerTexts
) -> AsyncIterator[Member]:
    """Somebody who asks about the Teaspoon Gang."""
    async with open_store(stores["w"], MIGRATIONS) as store:
        yield Member(Engine(store, language), wording)


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("who directed the first cinder range", "third?"), "Ostrander"),
        (("what is the budget of cinder range", "same for the second"), "90 million"),
        (
            (
                "what is the budget of cinder range",
                "same question for the second, if you would be so kind",
            ),
            "90",
        ),
        (("when is last rain out", "and the one before it?"), "14 June 2024"),
        (("when is last rain out", "what was it before that"), "21 May 2027"),
        (("when is last rain out", "and originally?"), "18 December 2026"),
        (("when is last rain out", "what was it before that", "and before that?"), "18 December"),
        (("who plays wren in last rain", "says who?"), "Copperlamp"),
        (("how long is tallow", "who directed that film"), "Tallow"),
    ],
)
async def test_the_last_question_is_asked_of_another_thing(
    rider: Member, turns: tuple[str, ...], told: str
) -> None:
    reply = await rider.talk(*turns)
    assert told in str(reply.data["text"])


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("who voices tilda marn", "what about her sister"), "Inez Darovel"),
        (("who plays ottoline in double saucer", "and in the third one?"), "Jule Sandoval"),
        (("what did double saucer cost", "and how much did it make"), "million"),
    ],
)
async def test_of_relatives_and_of_films_by_the_numbers_in_their_titles(
    spoon: Member, turns: tuple[str, ...], told: str
) -> None:
    reply = await spoon.talk(*turns)
    assert told in str(reply.data["text"])


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("who plays wren", "in which film?"), "Last Rain"),
        (("who does tamsin rourke play", "in what movie"), "Cinder Range"),
    ],
)
async def test_another_end_is_asked_for_by_its_kind(
    rider: Member, turns: tuple[str, ...], told: str
) -> None:
    reply = await rider.talk(*turns)
    assert told in str(reply.data["text"])


async def test_what_else_is_not_what_was_told(rider: Member) -> None:
    first, context = await rider.engine.converse("who plays agnes dray", None)
    again, _ = await rider.engine.converse("what else has she been in", context)
    assert isinstance(first.outcome, Found)
    if isinstance(again.outcome, Found):
        told = {line.fact.id for line in first.outcome.lines}
        assert not {line.fact.id for line in again.outcome.lines} <= told


async def test_who_shot_a_film_is_no_director(rider: Member) -> None:
    reply = await rider.talk("who shot cinder range")
    assert "Barrow" in str(reply.data["text"])
    assert "Farrow" not in str(reply.data["text"])


async def test_what_it_made_is_money(rider: Member) -> None:
    reply = await rider.talk("what is the budget of cinder range", "and what did it make")
    assert "box office" in str(reply.data["text"])
