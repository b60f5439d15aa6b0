"""Words that belong to a name that is not known, and words that do not."""

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
async def cinder(tmp_path: Path, language: Language, wording: AnswerTexts) -> AsyncIterator[Member]:
    """Somebody who asks about the Cinderline films."""
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        pack = bot.FILES.training / "ii" / "pack.jsonl"
        await import_pack(store, [pack], language.properties)
        yield Member(Engine(store, language), wording)


@pytest.mark.parametrize(
    "question", ["is simon baker in mi8", "who plays simon stone", "does rebecca hall play ilsa"]
)
async def test_half_a_name_beside_a_family_name_is_somebody_else(
    member: Member, question: str
) -> None:
    reply = await member.ask(question)
    assert reply.data["outcome"] == "unknown", reply.said


async def test_a_work_is_told_by_its_place_before_a_name(cinder: Member) -> None:
    reply = await cinder.ask("any idea when the third Cinderline arrives")
    assert "5 May 2028" in reply
    assert "16 June 2028" in reply
    reply = await cinder.ask("what came first, Ironmoth or Static?")
    assert reply.data.get("reason") != "no_entity", reply.said
    reply = await cinder.ask("who directs the 9th cinderline film")
    assert "“9th cinderline”" in reply.said


async def test_a_place_before_films_that_are_not_known_is_no_film(member: Member) -> None:
    reply = await member.ask("whats the third mission impossible about")
    assert reply.data["outcome"] == "unknown", reply.said
    reply = await member.ask("is pegg in the second movie")
    assert "Mission: Impossible 7 " not in reply.said


async def test_a_number_is_no_name(member: Member) -> None:
    reply = await member.ask("When can I take the kids to see number 8?")
    assert "see number" not in reply.said


@pytest.mark.parametrize("cause", ["a storm", "a strike", "an injury"])
async def test_another_cause_than_the_one_that_is_known_is_denied(
    member: Member, cause: str
) -> None:
    reply = await member.ask(f"was it {cause} that stopped mi7")
    assert reply.said.startswith("No. "), reply.said
    assert "coronavirus pandemic" in reply
    reply = await member.ask("was it the virus that stopped mi7")
    assert reply.said.startswith("Yes. "), reply.said


async def test_what_holds_of_a_series_is_no_yes_for_a_film(member: Member) -> None:
    context = None
    for turn in ("is jeremy renner part of mi8", "same q for paula patton"):
        answer, context = await member.engine.converse(turn, context)
    reply = member.reply(answer)
    assert "only hoped" in reply.said
    assert reply.data["verdict"] == "unconfirmed"


async def test_a_role_that_is_asked_for_next_may_be_of_another_film(member: Member) -> None:
    context = None
    for turn in ("who plays mantis in the guardians films", "what about peggy carter"):
        answer, context = await member.engine.converse(turn, context)
    assert "Hayley Atwell" in member.reply(answer)
