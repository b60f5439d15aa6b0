"""Whether somebody has told something asks for what they may have told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lore.understanding.asides import indirect, without_fillers
from tests.support.asking import Member


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("can you tell me who directs mi7", "McQuarrie"),
        ("did mcquarrie ever say when filming resumes", "Norway"),
        ("did paramount confirm who directs mi8", "McQuarrie"),
        ("so has cruise let slip what the plot of mi7 is", "under wraps"),
        ("has mcquarrie revealed who the villain is", "Hoult"),
        ("did cruise mention where they filmed mi7", "Norway"),
        ("did simon pegg say who he plays", "Benji Dunn"),
        ("did they ever explain why they stopped filming", "pandemic"),
    ],
)
async def test_what_somebody_may_have_told_is_answered(
    question: str, told: str, member: Member
) -> None:
    assert told in await member.ask(question)


async def test_that_it_was_told_is_no_yes(member: Member) -> None:
    reply = await member.ask("did paramount ever say who's paying for it")
    assert reply.data["verdict"] is None


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("did they say, like, when it is out", None),
        ("who said that Hayley trains hard", None),
        ("did Cruise say anything about Norway", None),
        ("Does anyone know yet who plays Benji?", ("Does anyone know", "who plays Benji?")),
        ("ok so did X confirm if who is in it matters", ("did X confirm", "who is in it matters")),
    ],
)
def test_only_a_question_behind_a_verb_of_telling_is_indirect(
    message: str, asked: tuple[str, str] | None
) -> None:
    assert indirect(message) == asked


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is norway near", "did not understand"),
        ("whose brother is norway", "did not understand"),
    ],
)
async def test_what_has_facts_is_not_said_to_have_none(
    question: str, told: str, member: Member
) -> None:
    reply = await member.ask(question)
    assert told in reply
    assert "no fact about Norway" not in reply


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("who directs mi7 tho", "McQuarrie"),
        ("any clue who directs mi7", "McQuarrie"),
        ("M:I 8 - which year are we looking at", "2022"),
        ("wanna know who directs mi7", "McQuarrie"),
    ],
)
async def test_words_at_the_ends_that_add_nothing_bar_no_answer(
    question: str, told: str, member: Member
) -> None:
    assert told in await member.ask(question)


def test_what_somebody_has_is_more_than_a_filler() -> None:
    def last(words: Sequence[str]) -> frozenset[int]:
        return frozenset({len(words) - 1})

    assert without_fillers("who is Holt lol", last) == "who is Holt"
    assert without_fillers("who is Holt's brother", last) is None
    assert without_fillers("lol", last) is None
