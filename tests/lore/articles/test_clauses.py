"""Clauses: who does what, to whom, when and where, whatever stands between."""

from __future__ import annotations

import pytest

from lore.articles.learning import Learner
from lore.articles.reading import read_article
from lore.articles.vocabulary import Vocabulary
from tests.lore.articles.test_habits import Fact, facts, proposed

FILM = "Lanternwick 3"


def cast(name: str, status: str = "confirmed", film: str = FILM) -> Fact:
    return (film, "cast", name, status)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Tamsin Quayle, who spent last winter at sea, will after all headline the film.",
            (FILM, "lead", "Tamsin Quayle", "confirmed"),
        ),
        (
            "Ada Moroney, whose parents ran a circus, wrote and helms the film.",
            (FILM, "director", "Ada Moroney", "confirmed"),
        ),
        (
            "Gideon Sarrazin directs from a script by Ada Moroney.",
            (FILM, "writer", "Ada Moroney", "confirmed"),
        ),
        (
            "Ada Moroney is in talks to direct “Hollow Crossing.”",
            ("Hollow Crossing", "director", "Ada Moroney", "reported"),
        ),
        (
            "With Ada Moroney at the helm, nobody is worried.",
            (FILM, "director", "Ada Moroney", "confirmed"),
        ),
        (
            "Ada Moroney returns to the director's chair.",
            (FILM, "director", "Ada Moroney", "confirmed"),
        ),
        (
            "Joining them are newcomers Pell Harrow and Isolde Crake.",
            (FILM, "newcomer", "Isolde Crake", "confirmed"),
        ),
        ("The film reunites Tamsin Quayle with Brendan Okwuosa.", cast("Brendan Okwuosa")),
        (
            "Tamsin Quayle is the film's villain.",
            cast("Tamsin Quayle"),
        ),
        (
            "Shooting got going this morning in Oslo.",
            (FILM, "filming_start", "2020-03-04", "confirmed"),
        ),
        (
            "Cameras roll on June 8, 2020 in Oslo, and a second leg will follow in Malta.",
            (FILM, "filming_location", "Malta", "confirmed"),
        ),
        (
            "“Cold Larder,” a comedy, was written by Ada Moroney.",
            ("Cold Larder", "writer", "Ada Moroney", "confirmed"),
        ),
        (
            "Written by Ada Moroney, the film has a goat in it.",
            (FILM, "writer", "Ada Moroney", "confirmed"),
        ),
        ("Brendan Okwuosa is returning. Tamsin Quayle isn't.", cast("Tamsin Quayle", "denied")),
    ],
)
async def test_a_clause_is_read(
    text: str, fact: Fact, learner: Learner, vocabulary: Vocabulary
) -> None:
    assert fact in facts(await proposed(learner, text, vocabulary))


@pytest.mark.parametrize(
    "text",
    [
        "Tamsin Quayle took a seat on a ferry and played the piano.",
        "Ada Moroney wrote on her page that she was tired.",
        "Tamsin Quayle was at the launch of a ship, and sat in the front row.",
    ],
)
async def test_what_only_sounds_so_is_no_fact(
    text: str, learner: Learner, vocabulary: Vocabulary
) -> None:
    assert not facts(await proposed(learner, text, vocabulary))


async def test_people_of_another_work_stay_there(learner: Learner, vocabulary: Vocabulary) -> None:
    text = "Brendan Okwuosa was in “Cold Larder,” directed by Ada Moroney and starring Pell Harrow."
    found = facts(await proposed(learner, text, vocabulary))
    assert ("Cold Larder", "director", "Ada Moroney", "confirmed") in found
    assert not {fact for fact in found if fact[0] == FILM}


async def test_roles_go_to_their_players_in_turn(learner: Learner, vocabulary: Vocabulary) -> None:
    text = "With Tamsin Quayle and Pell Harrow playing diver Mabel Stroud and cook Ansel Vane."
    found = await proposed(learner, text, vocabulary)
    roles = {one["value"]: one["role"] for one in found if one["property"] == "cast"}
    assert roles == {"Tamsin Quayle": "Mabel Stroud", "Pell Harrow": "Ansel Vane"}


async def test_a_row_of_a_table_is_a_player_and_a_role(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    rows = ("| Tamsin Quayle | Mabel Stroud | In talks |", "| Lanternwick 3 | May 28, 2021 | set |")
    lines = ("Here is all that we know so far.", *rows, "More as we hear it.", "Stay warm.")
    text = "\n\n".join(lines)
    found = facts(await proposed(learner, text, vocabulary))
    assert cast("Tamsin Quayle", "reported") in found
    assert (FILM, "release_date", "2021-05-28", "confirmed") in found


async def test_an_interview_without_labels_is_questions_and_answers(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    asked = ("How was it?", "And the cold?", "Will you come back?")
    said = ("I never slept.", "It broke me, and I loved it.", "I have said so to my mother.")
    turns = "\n\n".join(part for pair in zip(asked, said, strict=True) for part in pair)
    text = f"Tamsin Quayle has come in from the rain to talk.\n\n{turns}"
    found = await proposed(learner, text, vocabulary)
    spoken = [one["value"] for one in found if one["property"] == "said"]
    assert spoken == [one.rstrip(".") for one in said]
    assert {one["subject"] for one in found} == {"Tamsin Quayle"}


def test_a_masthead_dates_an_article(vocabulary: Vocabulary) -> None:
    text = "A night at sea\n\nBy Mo Carr\nProjector Monthly, May 2021\n\nIt was cold."
    article = read_article(text, vocabulary)
    assert str(article.published) == "2021-05"
    assert article.publisher == "Projector Monthly"
