"""A property that is named and has no fact is told to have none: no other one answers for it."""

from __future__ import annotations

import pytest

from tests.support.asking import Member


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("who is the composer of night train", "composer"),
        ("who is the editor of night train", "editor"),
        ("what is the budget of night train", "budget"),
        ("who is Night Train's composer", "composer"),
        ("who is the lead actor of Night Train", "lead"),
        ("what is the leading actress of Night Train", "lead"),
        ("what is the theme of Crowd Scene", "topic"),
        ("who is the father of Simon Pegg", "parents"),
        ("what is the full name of Simon Pegg", "real name"),
        ("Mission: Impossible 7 filming schedule", "start of filming"),
    ],
)
async def test_no_fact(question: str, label: str, traveller: Member) -> None:
    reply = await traveller.ask(question)
    assert reply.data["reason"] == "no_fact", reply.said
    assert f"no fact about the {label}" in reply.said


@pytest.mark.parametrize("owner", ["Night Train's", "night train’s", "NIGHT TRAIN'S"])
async def test_an_owner_of_everyday_words(owner: str, traveller: Member) -> None:
    assert (await traveller.ask(f"who is {owner} director")).values == ["Bob Stone"]


async def test_a_noun_is_no_word_that_it_is_near(traveller: Member) -> None:
    assert (await traveller.ask("what is the title of Simon Pegg")).data["outcome"] == "unknown"


async def test_what_is_rumoured_of_a_film_may_be_anything(traveller: Member) -> None:
    reply = await traveller.ask("any rumours about Night Train?")
    assert "Bob Stone" in reply.said
