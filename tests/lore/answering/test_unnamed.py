"""Questions that name nothing, and refusals that name what is not known."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from lore.answering.fact_graph import FactGraph
from lore.language.lexicon import Language
from lore.model.facts import Found, Unknown
from lore.store import open_store
from lore.store.fact_reader import Reader
from tests.support.asking import MIGRATIONS, Member


@pytest.mark.parametrize("question", ["when's it out", "when is it out"])
async def test_a_question_that_names_nothing_is_asked_of_the_works_in_focus(
    member: Member, question: str
) -> None:
    found = (await member.engine.ask(question)).outcome
    assert isinstance(found, Found)
    assert found.conflict
    assert {line.fact.subject.name for line in found.lines} == {
        "Mission: Impossible 7",
        "Mission: Impossible 8",
    }


@pytest.mark.parametrize("question", ["who plays bengi", "who plays benjy", "bengi actor"])
async def test_a_first_name_bears_one_slip(member: Member, question: str) -> None:
    assert set((await member.ask(question)).values) == {"Simon Pegg"}


async def test_another_first_name_is_no_slip(member: Member) -> None:
    refused = (await member.engine.ask("who plays simone")).outcome
    assert isinstance(refused, Unknown)
    assert (refused.reason, refused.word) == ("no_entity", "simone")


async def test_an_ordinary_word_is_no_unknown_name(member: Member) -> None:
    outcome = (await member.engine.ask("anyone leaving the cast?")).outcome
    assert not (isinstance(outcome, Unknown) and outcome.reason == "no_entity")


async def test_of_two_questions_neither_is_denied_for_words_that_no_fact_has(
    member: Member,
) -> None:
    outcome = (await member.engine.ask("who plays zorblat and whos the villain")).outcome
    parts = outcome.parts if isinstance(outcome, Found) else ()
    assert not any(
        isinstance(part.outcome, Unknown) and part.outcome.reason == "no_fact" for part in parts
    )


async def test_an_answer_that_hardly_fits_a_turn_gives_way(member: Member) -> None:
    """“first” was read as a place of filming, since that was talked about."""
    _, context = await member.engine.converse("why did they stop filming mi7", None)
    answer, _ = await member.engine.converse("which film comes first", context)
    assert "Norway" not in str(member.reply(answer).data["text"])


async def test_an_unknown_name_is_not_what_was_talked_about(member: Member) -> None:
    _, context = await member.engine.converse("who plays benji", None)
    answer, _ = await member.engine.converse("and zorblat?", context)
    assert isinstance(answer.outcome, Unknown)


async def test_a_question_word_bears_a_swap(member: Member) -> None:
    swapped = (await member.engine.ask("waht camera was used for MI7")).outcome
    assert not isinstance(swapped, Found)
    assert set((await member.ask("hwo plays benji")).values) == {"Simon Pegg"}


async def test_a_name_in_a_description_is_a_part_of_it(member: Member) -> None:
    answer = await member.ask("Who plays the secretary of the IMF?")
    assert set(answer.values) == {"Alec Baldwin"}


async def test_a_film_numbered_before_one_with_a_date_is_not_to_come(
    seeded: Path, language: Language
) -> None:
    def focus(connection: sqlite3.Connection) -> list[str]:
        graph = FactGraph(Reader(connection), language.properties)
        return [work.name for work in graph.focus]

    async with open_store(seeded, MIGRATIONS) as store:
        assert await store.query(focus) == ["Mission: Impossible 7", "Mission: Impossible 8"]
