"""Which film a clause is about where several are named, and names that are no films."""

from __future__ import annotations

import pytest

from lore.articles.learning import Learner
from lore.articles.vocabulary import Vocabulary
from tests.lore.articles.conftest import Claims
from tests.lore.articles.test_habits import facts, proposed

L3 = "Lanternwick 3"


async def test_a_film_behind_a_colon_of_a_headline_is_no_topic(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Tamsin Quayle is set to reprise Finn Arkady."
    head = "'Lanternwick 3': 'Saltmarsh Road' Director Ada Brisk in Talks"
    found = await proposed(learner, text, vocabulary, head)
    assert {one["subject"] for one in found} == {L3}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Gideon Sarrazin left to make “Cold Larder.” He is also producing that film.",
            ("Cold Larder", "producer", "Gideon Sarrazin", "confirmed"),
        ),
        (
            "Ada Brisk wrote and directed “Cold Larder.”",
            ("Cold Larder", "writer", "Ada Brisk", "confirmed"),
        ),
    ],
)
async def test_it_is_read(
    text: str, fact: tuple[str, str, str, str], learner: Learner, vocabulary: Vocabulary
) -> None:
    assert fact in facts(await proposed(learner, text, vocabulary))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Gideon Sarrazin left to make “Cold Larder.” He is also producing that film.",
            (L3, "producer", "Gideon Sarrazin", "confirmed"),
        ),
        (
            "Upcoming releases include “Cold Larder” and Ada Brisk in “Second Helping.”",
            ("Cold Larder", "cast", "Ada Brisk", "confirmed"),
        ),
        (
            "“It is a homecoming,” added Ada Brisk.",
            (L3, "cast", "Ada Brisk", "confirmed"),
        ),
    ],
)
async def test_it_is_not_read(
    text: str, fact: tuple[str, str, str, str], learner: Learner, vocabulary: Vocabulary
) -> None:
    assert fact not in facts(await proposed(learner, text, vocabulary))


async def test_a_double_surname_is_no_film(learner: Learner, vocabulary: Vocabulary) -> None:
    text = "Ada Brisk is joined by newcomers Una Pell-Orme (“Cold Larder”) and Lux Vale-Amory."
    found = await proposed(learner, text, vocabulary)
    assert {one["subject"] for one in found}.isdisjoint({"Una Pell-Orme", "Lux Vale-Amory"})


async def test_what_is_to_begin_lies_ahead(learner: Learner, vocabulary: Vocabulary) -> None:
    found = facts(await proposed(learner, "Filming is now to begin in February.", vocabulary))
    assert (L3, "filming_start", "2021-02", "confirmed") in found


async def test_the_caption_of_a_picture_is_no_heading(claims: Claims) -> None:
    found = await claims(
        "Lanternwick 3 Brings Back Its Keepers\nDate: 4 March 2020\n\n"
        "Tamsin Quayle Lanternwick: The Drowned Bell\n\nHarbourlight\n\n"
        "The lamps are being lit once more for “Lanternwick 3,” the next film in the series.\n\n"
        "Tamsin Quayle and Brendan Okwuosa are both back this time."
    )
    assert ("lanternwick 3", "cast", "brendan okwuosa") in found
