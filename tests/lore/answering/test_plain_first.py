"""What is plain language is answered by it, before the grammar; and how buttons are worded."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from lore.answering.fact_graph import FactGraph
from lore.answering.offering import worded
from lore.language.lexicon import Language
from lore.model.facts import Entity, Found
from lore.store import open_store
from lore.store.fact_reader import Reader
from lore.understanding.algebra import Listing, Named, OfKind, Question, Ranked, Several, Step
from tests.support.asking import MIGRATIONS, ROOT, Member
from tests.support.plain_asking import language_of, loaded, of_the_bot, questions_of, scored

FERRIES = ROOT / "tests" / "packs" / "ferries.jsonl"


def test_the_bot_answers_generated_questions(tmp_path: Path) -> None:
    language = language_of(FERRIES, tmp_path)
    asked = Random(5).sample(questions_of(FERRIES), 150)
    score = scored(loaded(FERRIES, tmp_path / "lore.db", language), language, asked, of_the_bot)
    assert score.share >= 0.99, "\n".join(score.wrong)


KEYWORDS = {
    "lead of mi7?": ["Tom Cruise"],
    "director mi8": ["Christopher McQuarrie"],
    "mi8 director": ["Christopher McQuarrie"],
    "villain in mi7": ["Nicholas Hoult"],
    "mi7 and mi8 studio": ["Paramount", "Paramount"],
    "mi7 and mi8 back to back": ["back to back"],
    "tom cruise's latest film": ["Mission: Impossible 8"],
    "latest film by christopher mcquarrie": ["Mission: Impossible 8"],
}


@pytest.mark.parametrize("asked", KEYWORDS)
async def test_a_label_and_a_name_are_a_question(asked: str, member: Member) -> None:
    assert (await member.ask(asked)).values == KEYWORDS[asked]


async def test_a_second_question_without_a_work_is_about_those_in_focus(member: Member) -> None:
    for asked in (
        "Who plays Benji Dunn and who is the villain?",
        "who plays benji n whos the villain",
    ):
        found = (await member.engine.ask(asked)).outcome
        assert isinstance(found, Found)
        told = [part.outcome for part in found.parts]
        lines = [one.lines for one in told if isinstance(one, Found)]
        names = [{each.fact.value.name for each in part} for part in lines]  # type: ignore[union-attr]
        assert names == [{"Simon Pegg"}, {"Nicholas Hoult"}]


async def test_a_label_that_is_a_kind_too_stays_a_label(member: Member) -> None:
    reply = await member.ask("What are the series and the studio of Mission: Impossible 7?")
    assert set(reply.values) == {"Mission: Impossible", "Paramount"}


async def test_plain_words_that_the_grammar_asks_back_about_are_answered(member: Member) -> None:
    reply = await member.ask("Which film came out before Mission: Impossible 8?")
    assert reply.values[:1] == ["Mission: Impossible 7"]


def _open(name: str) -> Listing:
    return Listing(Step((name,), "subject", "value"))


def _cruise() -> Named:
    return Named(Entity(0, "Tom Cruise", "person"))


OFFERED: list[tuple[Question, str]] = [
    (
        _open("villain"),
        "Who is the villain of Mission: Impossible 7 and Mission: Impossible 8?",
    ),
    (
        Several((Listing(Step(("lead",), "value", "subject", _cruise())), _open("villain"))),
        "Which works have Tom Cruise as the lead? "
        "Who is the villain of Mission: Impossible 7 and Mission: Impossible 8?",
    ),
    (_open("occupation"), "What is the occupation of anybody?"),
    (Listing(Step(("villain",), "value", "subject")), "Which works have a villain?"),
    (
        Listing(
            Ranked(
                OfKind(Step(("cast",), "value", "subject", _cruise()), frozenset({"film"})),
                "release_date",
                True,
            )
        ),
        "Which of (the films that Tom Cruise is in the cast of) has the latest release date?",
    ),
    (
        Listing(Step(("role_description",), "subject", "role", _cruise())),
        "Which works does Tom Cruise have a role description in?",
    ),
]


@pytest.mark.parametrize(("question", "text"), OFFERED)
def test_a_button_says_what_is_asked(
    question: Question, text: str, seeded: Path, language: Language
) -> None:
    async def offer() -> str:
        async with open_store(seeded, MIGRATIONS) as store:
            return await store.query(
                lambda connection: worded(
                    question, None, FactGraph(Reader(connection), language.properties)
                )
            )

    assert asyncio.run(offer()) == text
