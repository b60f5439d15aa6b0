"""Questions whose ordinary words are mistyped or written short."""

from __future__ import annotations

import pytest

from lore.language.lexicon import Language
from tests.support.asking import Member


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("comign", "coming"),
        ("taht", "that"),
        ("wich", "which"),
        ("wen", "when"),
        ("ppl", "people"),
        ("directr", "director"),
        ("definately", "definitely"),
        ("sevnth", "7th"),
        ("releasedate", "release date"),
    ],
)
def test_what_a_slip_must_mean(language: Language, word: str, meant: str) -> None:
    assert language.respelled(word) == meant.split()


@pytest.mark.parametrize("word", ["who", "tenet", "marlo", "kirbey", "strake", "benoit", "2022"])
def test_names_and_words_of_the_language_stay(language: Language, word: str) -> None:
    assert language.respelled(word) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("wen is mi8 comign out", "2022"),
        ("who ws teh directr of mi7", "McQuarrie"),
        ("whcih actres is ilsa faust", "Rebecca Ferguson"),
    ],
)
async def test_mistyped_questions_are_answered(member: Member, question: str, told: str) -> None:
    reply = await member.ask(question)
    assert told in reply, reply.said


async def test_usual_words_are_no_unknown_name(member: Member) -> None:
    reply = await member.ask("5 aug 2022 is eight, yeah? booked the day off")
    assert "day off" not in reply.said
