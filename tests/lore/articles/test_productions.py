"""What articles tell of productions: money, lengths, ratings, awards, crews, seasons, pauses."""

from __future__ import annotations

import pytest

from lore.articles.learning import Learner
from lore.articles.vocabulary import Vocabulary
from tests.lore.articles.test_habits import Fact, facts, proposed

L2, L3, L4 = "Lanternwick: The Drowned Bell", "Lanternwick 3", "Lanternwick 4"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "The Drowned Bell grossed $412.5 million worldwide.",
            (L2, "box_office", "$412.5 million", "confirmed"),
        ),
        (
            "Lanternwick 3 has a budget of $1,500,000.",
            (L3, "budget", "$1,500,000", "confirmed"),
        ),
        ("Lanternwick 3 runs 141 minutes.", (L3, "runtime", "141 minutes", "confirmed")),
        ("Lanternwick 3 is rated PG-13.", (L3, "age_rating", "PG-13", "confirmed")),
        ("The score is by Pell Harrow.", (L3, "composer", "Pell Harrow", "confirmed")),
        (
            "Director of photography Pell Harrow is back.",
            (L3, "cinematographer", "Pell Harrow", "confirmed"),
        ),
        ("The film is edited by Pell Harrow.", (L3, "editor", "Pell Harrow", "confirmed")),
        (
            "Lanternwick 3 streams exclusively on Netflix.",
            (L3, "streaming", "Netflix", "confirmed"),
        ),
        (
            "Lanternwick 3 is in active development.",
            (L3, "production_status", "in active development", "confirmed"),
        ),
        (
            "Filming on Lanternwick 3 isn't expected to restart until 16 November.",
            (L3, "filming_resumption_planned", "2020-11-16", "reported"),
        ),
        (
            "It has shades of the 1991 tale Drowned Lamps, on which the film is loosely based.",
            (L3, "based_on", "Drowned Lamps", "confirmed"),
        ),
        (
            "Stepping into those (very shiny) shoes is Pell Harrow, the actor.",
            (L3, "cast", "Pell Harrow", "confirmed"),
        ),
        (
            "Newcomers include Mabel Stroud (“The Tin Gull”), and comedian Pell Harrow.",
            (L3, "newcomer", "Pell Harrow", "confirmed"),
        ),
        (
            "The studio moved both: three is now coming on 9 July 2021 and four on 8 July 2022.",
            (L4, "release_date", "2022-07-08", "confirmed"),
        ),
    ],
)
async def test_it_is_read(text: str, fact: Fact, learner: Learner, vocabulary: Vocabulary) -> None:
    assert fact in facts(await proposed(learner, text, vocabulary))


async def test_a_season_is_a_work_of_its_own(learner: Learner, vocabulary: Vocabulary) -> None:
    text = "The second season of “Harbour Lights” stars Pell Harrow."
    found = facts(await proposed(learner, text, vocabulary))
    assert ("Harbour Lights: Season Two", "cast", "Pell Harrow", "confirmed") in found


async def test_whose_villain_somebody_is_is_a_role(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Brendan Okwuosa stars with Tamsin Quayle, whose villain, Gaspar Vidal, slipped away."
    found = await proposed(learner, text, vocabulary)
    roles = {one["value"]: one["role"] for one in found if one["property"] == "cast"}
    assert roles == {"Brendan Okwuosa": None, "Tamsin Quayle": "Gaspar Vidal"}


async def test_what_a_film_is_based_on_is_not_released(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "It has shades of Drowned Lamps (1991), on which the film is loosely based."
    found = facts(await proposed(learner, text, vocabulary))
    assert not {one for one in found if one[1] == "release_date"}


async def test_a_line_in_capitals_names_no_film_in_passing(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    lines = ("Third Film in Global Franchise Completes Principal Photography", "It opens in May.")
    found = facts(await proposed(learner, "\n\n".join(lines), vocabulary))
    assert {subject for subject, *_ in found} == {L3}


async def test_whose_turn_it_is_is_no_part_of_a_name(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    lines = (
        "GRAIN: Who is the warden, after The Drowned Bell?",
        "SARRAZIN: Brendan plays Warden Pell.",
        "GRAIN: And the cold?",
        "SARRAZIN: Gideon Sarrazin feels no cold.",
    )
    found = facts(await proposed(learner, "\n\n".join(lines), vocabulary))
    assert any(one[1:3] == ("cast", "Brendan Okwuosa") for one in found)
