"""How press offices, critics and interviewers write: series that start, questions and answers."""

from __future__ import annotations

from typing import Any

import pytest

from lore.articles.learning import Learner
from lore.articles.reading import read_article
from lore.articles.texts import record
from lore.articles.vocabulary import Vocabulary
from tests.lore.articles.conftest import Claims

L3 = "Lanternwick 3"
Fact = tuple[str, str, str]


async def proposed(learner: Learner, text: str, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    reviewed = await learner.review(read_article(text, vocabulary))
    return [record(reviewed, one) for one in reviewed.proposals]


async def facts(learner: Learner, text: str, vocabulary: Vocabulary) -> set[Fact]:
    found = await proposed(learner, text, vocabulary)
    return {(one["subject"], one["property"], one["value"]) for one in found}


def about(text: str) -> str:
    return f"{L3} News\nDate: 4 March 2020\n\n{text}"


async def test_whom_the_film_stars_is_no_director_of_it(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Directed by Gideon Sarrazin, the film stars Tamsin Quayle, Ada Brisk and Oswin Marl."
    found = await facts(learner, about(text), vocabulary)
    assert {value for _, name, value in found if name == "director"} == {"Gideon Sarrazin"}
    cast = {value for _, name, value in found if name == "cast"}
    assert cast == {"Tamsin Quayle", "Ada Brisk", "Oswin Marl"}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Ada Moroney, the director of Hollow Crossing and Saltmarsh Road, is back.",
            ("Saltmarsh Road", "director", "Ada Moroney"),
        ),
        (
            "He's the first to come back, said Gideon Sarrazin, having made both Saltmarsh Road "
            "and its successor, 2015's Hollow Crossing.",
            ("Hollow Crossing", "release_date", "2015"),
        ),
        (
            "The director, Ada Moroney, who grew up nearby, wrote to all 140 households.",
            (L3, "director", "Ada Moroney"),
        ),
        (
            "Tamsin Quayle, 41, who shot to fame as the heroine of Saltmarsh Road and who joins "
            "the cast as Ada Crane, was there.",
            ("Saltmarsh Road", "cast", "Tamsin Quayle"),
        ),
        (
            "Among the new faces are Oswin Marl, star of the series “Salt Flats,” and Ada Brisk.",
            (L3, "newcomer", "Ada Brisk"),
        ),
        (
            "Tamsin Quayle is reprising her role, as is Oswin Marl, who drew applause.",
            (L3, "returning", "Oswin Marl"),
        ),
        (
            "Tamsin Quayle is also a producer on it, alongside Jonah Selwyn and Ada Brisk.",
            (L3, "producer", "Jonah Selwyn"),
        ),
        (
            "She was joined by Oswin Marl, 38, back for a third time as MI6 agent Piet Holm.",
            (L3, "returning", "Oswin Marl"),
        ),
        ("The £160m blockbuster has been dogged by delays.", (L3, "budget", "£160 million")),
        (
            "The movie shut down in Portugal in February due to the pandemic. It will start back "
            "up in Wales before moving to Slovenia.",
            (L3, "filming_location", "Portugal"),
        ),
        (
            "The movie shut down in Portugal in February due to the pandemic. It will start back "
            "up in Wales before moving to Slovenia.",
            (L3, "filming_location", "Wales"),
        ),
        (
            "Filming is to restart in July in Wales before a move to Slovenia and Malta.",
            (L3, "filming_location", "Slovenia"),
        ),
        (
            "It was halted in Lisbon for nine days when five people tested positive.",
            (L3, "hiatus_cause", "five people tested positive"),
        ),
        (
            "Gideon Sarrazin arrives with a coffee. The Cork-born director of Lanternwick: The "
            "Drowned Bell has eleven weeks left.",
            ("Lanternwick: The Drowned Bell", "director", "Gideon Sarrazin"),
        ),
        (
            "Oswin Marl, not seen since Lanternwick: The Drowned Bell, will once more play Piet "
            "Holm.",
            (L3, "returning", "Oswin Marl"),
        ),
        ("It's long, 151 minutes, and you feel it.", (L3, "runtime", "151 minutes")),
        (
            "Lanternwick 3 opens on 4 March 2022 in the US; it lands here two days earlier, on "
            "2 March.",
            (L3, "release_date", "2022-03-02"),
        ),
        (
            "The studio moved Lanternwick 3 from July 30, 2021 to Thanksgiving week, Nov. 24, and "
            "its follow-up from Aug. 12, 2022 to Nov. 11.",
            ("Lanternwick 4", "release_date", "2022-11-11"),
        ),
        (
            "Tamsin Quayle will next be seen in Second World War epic The Salt Gate.",
            ("The Salt Gate", "cast", "Tamsin Quayle"),
        ),
        (
            "Behind the camera is Hanne Brandt, who takes over from Otto Lind. Gideon Sarrazin "
            "directs.",
            (L3, "cinematographer", "Hanne Brandt"),
        ),
        (
            "Tamsin Quayle met Oswin Marl at a fair. Marl would do it again. “I like the lamps,” "
            "he said.",
            ("Oswin Marl", "said", "I like the lamps"),
        ),
    ],
)
async def test_it_is_read(text: str, fact: Fact, learner: Learner, vocabulary: Vocabulary) -> None:
    assert fact in await facts(learner, about(text), vocabulary)


SHOW = """PELL PICTURES ORDERS “MARSH LIGHTS,” A SERIES SET IN THE WORLD OF “LANTERNWICK”

February 8, 2020

Pell Pictures today announced “Marsh Lights,” an original drama series that will debut in 2023.
Filming begins in Malta in May.

The announcement comes ahead of the release of “Lanternwick 3,” which opens on May 20, 2020.
Directed by Gideon Sarrazin, the film stars Tamsin Quayle.
"""


async def test_a_series_that_starts_is_told_from_the_film_beside_it(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    found = await facts(learner, SHOW, vocabulary)
    assert ("Marsh Lights", "filming_location", "Malta") in found
    assert (L3, "director", "Gideon Sarrazin") in found
    assert (L3, "cast", "Tamsin Quayle") in found
    assert not [fact for fact in found if fact[0] == "Marsh Lights" and fact[1] == "director"]


async def test_a_film_that_a_headline_names_is_what_a_review_is_about(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = (
        "I've seen The Hollow Lamp twice and I have notes\n\nIt had taken $396 million worldwide "
        "as of Sunday. Tamsin Quayle plays Ada Crane."
    )
    found = await facts(learner, text, vocabulary)
    assert ("The Hollow Lamp", "cast", "Tamsin Quayle") in found
    assert ("The Hollow Lamp", "box_office", "$396 million") in found


INTERVIEW = """Gideon Sarrazin on Lanternwick 3

Date: 4 March 2020

Gideon Sarrazin is eating an egg in a cutting room, and he has been there since five.

Projector: You wrapped in September. Are you done?

Gideon Sarrazin: No. I have two more days.

Your composer has changed as well.

Balthasar Crewe did Lanternwick: The Drowned Bell, but I lost him. So it's Ottilie Brandt this time.

How long is it?

Two hours thirty-five at present, I think. It was four.

Is the fourth really the end?

For me, yes. I begin shooting it in May in Malta. Jonah Selwyn and I have written sixty pages.

And then?

I want to sleep.

He puts down the spoon. Lanternwick 3 opens on 20 May 2020.
"""


async def test_answers_are_read_by_what_was_asked(claims: Claims) -> None:
    found = await claims(INTERVIEW)
    assert found >= {
        ("lanternwick 3", "composer", "ottilie brandt"),
        ("lanternwick: the drowned bell", "composer", "balthasar crewe"),
        ("lanternwick 3", "runtime", "two hours thirty-five"),
        ("lanternwick 4", "filming_location", "malta"),
        ("lanternwick 4", "writer", "gideon sarrazin"),
    }
    said = [value for _, name, value in found if name == "said"]
    assert "no. i have two more days" in said
    assert not any("puts down" in value for value in said)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Lanternwick 3 won't make March 2022 and will come out on May 20, 2022.", "2022-05-20"),
        ("Oswin Marl, who is not in the trailer, will play Piet Holm.", "Oswin Marl"),
        ("It didn't start up again until August 17, 2019, in Wales.", "Wales"),
    ],
)
async def test_what_is_not_said_of_one_verb_denies_no_other(
    text: str, value: str, learner: Learner, vocabulary: Vocabulary
) -> None:
    found = await proposed(learner, about(text), vocabulary)
    assert {one["status"] for one in found if one["value"] == value} == {"confirmed"}


@pytest.mark.parametrize(
    "text",
    [
        "A spin-off series about the ferrymen is rumoured too, with Tamsin Quayle attached to "
        "produce.",
        "Gideon Sarrazin, who made an impression with Lanternwick: The Drowned Bell, wrote to 40 "
        "of the households.",
    ],
)
async def test_what_is_beside_the_film_is_not_said_of_it(
    text: str, learner: Learner, vocabulary: Vocabulary
) -> None:
    found = await facts(learner, about(text), vocabulary)
    assert not [fact for fact in found if fact[0] == L3]


async def test_a_title_that_is_told_is_the_films(learner: Learner, vocabulary: Vocabulary) -> None:
    text = "Lanternwick 3 has a date: May 2021. The full title is Lanternwick: The Hollow Lamp."
    found = await facts(learner, about(text), vocabulary)
    assert (L3, "official_title", "Lanternwick: The Hollow Lamp") in found
    assert (L3, "release_date", "2021-05") in found


async def test_whom_somebody_is_joined_by_need_not_be_new(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Tamsin Quayle plays Ada Crane. She is joined by Oswin Marl as Piet Holm."
    found = await facts(learner, about(text), vocabulary)
    assert (L3, "cast", "Oswin Marl") in found
    assert (L3, "newcomer", "Oswin Marl") not in found
