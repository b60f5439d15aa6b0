"""What is read beyond phrases: crafts, slates, verdicts on rumours, films told together."""

from __future__ import annotations

import pytest

from lore.articles.learning import Learner
from lore.articles.reading import read_article
from lore.articles.vocabulary import Vocabulary
from tests.lore.articles.test_habits import facts, proposed

L3 = "Lanternwick 3"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Gideon Sarrazin has exited Lanternwick 3, and Ada Brisk has been tapped to replace "
            "him.",
            (L3, "director", "Gideon Sarrazin", "denied"),
        ),
        (
            "Gideon Sarrazin has exited Lanternwick 3, and Ada Brisk has been tapped to replace "
            "him.",
            (L3, "director", "Ada Brisk", "confirmed"),
        ),
        (
            "The film, starring Tamsin Quayle, has no date.",
            (L3, "lead", "Tamsin Quayle", "confirmed"),
        ),
        (
            "Gideon Sarrazin directed Saltmarsh Road in 2015.",
            ("Saltmarsh Road", "release_date", "2015", "confirmed"),
        ),
        (
            "Ada Moroney is in talks to direct Hollow Crossing.",
            ("Hollow Crossing", "director", "Ada Moroney", "reported"),
        ),
        (
            "The remake of Hollow Crossing, which is to star Ada Brisk, opens on May 4, 2021. "
            "Jonah Selwyn wrote the screenplay.",
            ("Hollow Crossing", "writer", "Jonah Selwyn", "confirmed"),
        ),
        (
            "Quayle will next be seen in the Harbourlight comedy Second Helping.",
            ("Second Helping", "studio", "Harbourlight", "confirmed"),
        ),
        (
            "Tamsin Quayle, whose Finn Arkady was the villain of Lanternwick: The Drowned Bell, "
            "is not in the film.",
            ("Lanternwick: The Drowned Bell", "cast", "Tamsin Quayle", "confirmed"),
        ),
        (
            "Filming begins in May in New Zealand.",
            (L3, "filming_location", "New Zealand", "confirmed"),
        ),
        (
            "The film was supposed to start shooting on June 1, 2020 but was delayed.",
            (L3, "filming_start", "2020-06-01", "denied"),
        ),
        (
            "Rumors that Tamsin Quayle would return as Finn Arkady were shot down by the studio.",
            (L3, "cast", "Tamsin Quayle", "denied"),
        ),
        (
            "Brendan Okwuosa is playing a ferryman. False. His agent said so.",
            (L3, "cast", "Brendan Okwuosa", "denied"),
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
            "Tamsin Quayle stars in the upcoming drama series for Northlight Pictures about the "
            "1936 Olympics.",
            (L3, "release_date", "1936", "confirmed"),
        ),
        (
            "Ada Brisk and Jonah Selwyn executive produce.",
            (L3, "producer", "Jonah Selwyn", "confirmed"),
        ),
        (
            "Brendan Okwuosa is married to the director Ada Brisk.",
            (L3, "director", "Ada Brisk", "confirmed"),
        ),
        (
            "“I am tired,” Brendan Okwuosa wrote.",
            (L3, "writer", "Brendan Okwuosa", "confirmed"),
        ),
        (
            "This story has been corrected to show that Lanternwick 3 opens on May 28, 2021, not "
            "May 18.",
            (L3, "release_date", "2021-05-18", "denied"),
        ),
        (
            "Gideon Sarrazin (Saltmarsh Road) is directing.",
            ("Saltmarsh Road", "cast", "Gideon Sarrazin", "confirmed"),
        ),
    ],
)
async def test_it_is_not_read(
    text: str, fact: tuple[str, str, str, str], learner: Learner, vocabulary: Vocabulary
) -> None:
    assert fact not in facts(await proposed(learner, text, vocabulary))


async def test_films_that_a_studios_slate_dates_are_its(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = (
        "Northlight Pictures has reshuffled its release calendar.\n\n"
        "Three of its films have new dates.\n\n"
        "“Hollow Crossing” moves from May 7, 2021 to June 4, 2021. Harbourlight has pushed "
        "“Cold Larder” to July 2, 2021."
    )
    found = facts(await proposed(learner, text, vocabulary))
    assert ("Hollow Crossing", "studio", "Northlight Pictures", "confirmed") in found
    assert not any(
        one[:2] == ("Cold Larder", "studio") and one[2] != "Harbourlight" for one in found
    )


async def test_headings_of_rumours_are_rumours(learner: Learner, vocabulary: Vocabulary) -> None:
    text = (
        "1. Tamsin Quayle returns as Finn Arkady\n\nMaybe. Nobody has said so.\n\n"
        "2. Brendan Okwuosa returns as Warden Pell\n\nNope."
    )
    head = "Lanternwick 3 rumors, sorted"
    found = facts(await proposed(learner, text, vocabulary, head))
    assert (L3, "cast", "Tamsin Quayle", "rumoured") in found
    assert (L3, "cast", "Brendan Okwuosa", "denied") in found
    assert not any(one[3] == "confirmed" for one in found)


@pytest.mark.parametrize(
    "line", ["April 29, 2021 / 12:36 PM", "February 6, 2020 GMT", "Newsline - Dec. 14, 2021"]
)
def test_a_line_that_is_a_date_is_the_articles(line: str, vocabulary: Vocabulary) -> None:
    text = f"A ferry film is paused\n\n{line}\n\nFilming stopped on Monday after a storm at sea."
    article = read_article(text, vocabulary)
    assert article.published is not None
    assert article.published.day is not None
    assert len(article.paragraphs) == 1
