"""Films told by their place in a series, and what else stands about the names of an article."""

from __future__ import annotations

import pytest

from lore.articles.learning import Learner
from lore.articles.vocabulary import Vocabulary
from tests.lore.articles.test_habits import Fact, facts, proposed

HEAD = "Lanternwick 3 and Lanternwick 4 News"
THIRD, FOURTH = "Lanternwick 3", "Lanternwick 4"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The fourth Lanternwick film opens on May 6, 2022.",
            {(FOURTH, "release_date", "2022-05-06", "confirmed")},
        ),
        (
            "The third and fourth instalments are directed by Ada Moroney.",
            {(film, "director", "Ada Moroney", "confirmed") for film in (THIRD, FOURTH)},
        ),
        (
            "Ada Moroney has closed a deal to write and direct the next two films.",
            {
                (film, job, "Ada Moroney", "confirmed")
                for film in (THIRD, FOURTH)
                for job in ("director", "writer")
            },
        ),
        (
            "Both sequels are produced by Gideon Sarrazin.",
            {(film, "producer", "Gideon Sarrazin", "confirmed") for film in (THIRD, FOURTH)},
        ),
        (
            "The first film opens May 28, 2021, with the second to follow on May 6, 2022.",
            {
                (THIRD, "release_date", "2021-05-28", "confirmed"),
                (FOURTH, "release_date", "2022-05-06", "confirmed"),
            },
        ),
    ],
)
async def test_place_in_a_series_is_a_film(
    learner: Learner, vocabulary: Vocabulary, text: str, expected: set[Fact]
) -> None:
    assert expected <= facts(await proposed(learner, text, vocabulary, HEAD))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "The film is written and directed by Ada Moroney and also stars Tamsin Quayle.",
            (THIRD, "director", "Tamsin Quayle", "confirmed"),
        ),
        (
            "The film opens soon.\n\nAda Moroney is a staff writer for a weekly paper.",
            (THIRD, "writer", "Ada Moroney", "confirmed"),
        ),
        (
            "Composer Ada Moroney is back for the new film.",
            (THIRD, "cast", "Ada Moroney", "confirmed"),
        ),
        (
            "Tamsin Quayle was joined on set by Brendan Okwuosa for the stunt.",
            (THIRD, "newcomer", "Brendan Okwuosa", "confirmed"),
        ),
        (
            "It is not clear whether Brendan Okwuosa will return as Warden Pell.",
            (THIRD, "returning", "Brendan Okwuosa", "confirmed"),
        ),
        (
            "Ada Moroney has shut down rumours that Brendan Okwuosa is coming back.",
            (THIRD, "cast", "Brendan Okwuosa", "rumoured"),
        ),
    ],
)
async def test_what_is_not_said_is_not_proposed(
    learner: Learner, vocabulary: Vocabulary, text: str, wrong: Fact
) -> None:
    assert wrong not in facts(await proposed(learner, text, vocabulary))


async def test_what_stands_behind_an_article_is_not_read(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = (
        "Lanternwick 3 opens on May 28, 2021.\n\nRelated Articles\n\nAda Moroney directs the film."
    )
    found = facts(await proposed(learner, text, vocabulary))
    assert found == {(THIRD, "release_date", "2021-05-28", "confirmed")}


async def test_a_studio_speaks(learner: Learner, vocabulary: Vocabulary) -> None:
    text = (
        "Greywater Hollow will release Lanternwick 3. “We are altering the plan for the shoot,” "
        "a Greywater Hollow spokesperson said."
    )
    found = facts(await proposed(learner, text, vocabulary))
    said = ("Greywater Hollow", "said", "We are altering the plan for the shoot", "confirmed")
    assert said in found
