"""Habits of writing: turns of interviews, lists under headings, clauses about other films."""

from __future__ import annotations

from typing import Any

import pytest

from lore.articles.learning import Learner
from lore.articles.reading import read_article
from lore.articles.texts import record
from lore.articles.vocabulary import Vocabulary
from tests.lore.articles.conftest import Claims

Fact = tuple[str, str, str, str]


async def proposed(
    learner: Learner, text: str, vocabulary: Vocabulary, head: str = "Lanternwick 3 News"
) -> list[dict[str, Any]]:
    article = read_article(f"{head}\nDate: 4 March 2020\n\n{text}", vocabulary)
    reviewed = await learner.review(article)
    return [record(reviewed, one) for one in reviewed.proposals]


def facts(found: list[dict[str, Any]]) -> set[Fact]:
    return {(one["subject"], one["property"], one["value"], one["status"]) for one in found}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Hollow Crossing, which Ada Moroney is directing, has no date.",
            ("Hollow Crossing", "director", "Ada Moroney", "confirmed"),
        ),
        (
            "Quayle was in “Cold Larder,” a thriller directed by Ada Moroney.",
            ("Cold Larder", "director", "Ada Moroney", "confirmed"),
        ),
        (
            "Ada Moroney, whose last film, Hollow Crossing, won prizes, lives in Bath.",
            ("Hollow Crossing", "director", "Ada Moroney", "confirmed"),
        ),
        (
            "Brendan Okwuosa, 51, who plays Warden Pell, was not at the talks.",
            ("Lanternwick 3", "cast", "Brendan Okwuosa", "confirmed"),
        ),
        (
            "Tamsin Quayle was offered a role but turned it down.",
            ("Lanternwick 3", "cast", "Tamsin Quayle", "denied"),
        ),
        (
            "Gideon Sarrazin has stepped down as director of Lanternwick 3.",
            ("Lanternwick 3", "director", "Gideon Sarrazin", "denied"),
        ),
        (
            "The film keeps its May 28, 2021 berth.",
            ("Lanternwick 3", "release_date", "2021-05-28", "confirmed"),
        ),
        (
            "It opens on the second of November.",
            ("Lanternwick 3", "release_date", "2020-11-02", "confirmed"),
        ),
        (
            "The film opens on 2 November next year.",
            ("Lanternwick 3", "release_date", "2021-11-02", "confirmed"),
        ),
        (
            "Filming, which was supposed to start in April, will now begin in June 2020.",
            ("Lanternwick 3", "filming_start", "2020-06", "confirmed"),
        ),
        (
            "Ada Moroney is writing the script with Oswin Marl.",
            ("Lanternwick 3", "writer", "Oswin Marl", "confirmed"),
        ),
        (
            "Produced by Ada Moroney, and Oswin Marl directs.",
            ("Lanternwick 3", "director", "Oswin Marl", "confirmed"),
        ),
        (
            "Tamsin Quayle is back. The actor will play Isolde Vantreight.",
            ("Lanternwick 3", "cast", "Tamsin Quayle", "confirmed"),
        ),
        (
            "There is no official word on whether Brendan Okwuosa will return.",
            ("Lanternwick 3", "returning", "Brendan Okwuosa", "rumoured"),
        ),
    ],
)
async def test_a_clause_is_read_for_what_it_is_about(
    text: str, fact: Fact, learner: Learner, vocabulary: Vocabulary
) -> None:
    assert fact in facts(await proposed(learner, text, vocabulary))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Oswin Marl and Ada Moroney are back as producers.", "cast"),
        ("Oswin Marl is producing for Bell House Films.", "studio"),
        ("Oswin Marl is an executive producer; executive producer Ada Moroney.", "producer"),
        ("Ada Moroney is out as director.", "cast"),
    ],
)
async def test_what_is_not_said_is_not_proposed(
    text: str, name: str, learner: Learner, vocabulary: Vocabulary
) -> None:
    found = await proposed(learner, text, vocabulary)
    assert not [one for one in found if one["property"] == name]


async def test_the_answers_of_an_interview_are_whose_they_are(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = (
        "Bell & Book: Were you surprised, Tamsin Quayle?\n\n"
        "Tamsin Quayle: By the lamps, yes.\n\n"
        "B&B: Let's talk about Lanternwick 4. Who is in it?\n\n"
        "TQ: I'm in it. Brendan Okwuosa is back as Warden Pell."
    )
    found = facts(await proposed(learner, text, vocabulary))
    assert ("Tamsin Quayle", "said", "By the lamps, yes", "confirmed") in found
    assert ("Lanternwick 4", "returning", "Brendan Okwuosa", "confirmed") in found


async def test_a_list_is_read_under_what_leads_to_it(claims: Claims) -> None:
    text = (
        "Lanternwick 3 News\nDate: 4 March 2020\n\n"
        "Who is directing it?\n\nAda Moroney, for the first time.\n\n"
        "When does it come out?\n\n5 November 2021.\n\n"
        "Who is in it?\n\nQuayle leads. New to the series are:\n\n"
        "- Oswin Marl as Piet Holm, a ferryman\n\n- Juno Lathe, in a part of her own"
    )
    assert await claims(text) >= {
        ("lanternwick 3", "director", "ada moroney"),
        ("lanternwick 3", "release_date", "2021-11-05"),
        ("lanternwick 3", "newcomer", "oswin marl"),
        ("lanternwick 3", "newcomer", "juno lathe"),
    }


async def test_a_trailer_has_dates_of_its_own(learner: Learner, vocabulary: Vocabulary) -> None:
    text = "Is there a trailer?\n\nYes. It landed on 24 February."
    found = await proposed(learner, text, vocabulary)
    assert not [one for one in found if one["property"] == "release_date"]


async def test_a_pronoun_behind_a_quotation_is_none_whom_it_names(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = (
        "Tamsin Quayle came with her dog. Brendan Okwuosa could not. "
        "“Brendan sends his love to all of you,” she said."
    )
    said = [one for one in await proposed(learner, text, vocabulary) if one["property"] == "said"]
    assert [one["subject"] for one in said] == ["Tamsin Quayle"]


async def test_first_films_are_films_and_not_their_series(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Lanternwick, released in 2012, was directed by Ada Moroney."
    found = facts(await proposed(learner, text, vocabulary))
    assert ("Lanternwick", "director", "Ada Moroney", "confirmed") in found


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("PRESS RELEASE\nEmbargoed until 10:00 GMT, 1 March 2022\nA film begins", "2022-03-01"),
        ("A film begins\nby Wen Harrow // posted 06.18.2021", "2021-06-18"),
        ("A film begins\nLamp magazine, issue 88 (January 2023)", "2023-01"),
        ("A film begins\nBY WEN HARROW\nPUBLISHED NOV 8, 2022", "2022-11-08"),
        ("A film begins\nWords: Wen Harrow. Published 21 February 2020", "2020-02-21"),
    ],
)
def test_heads_of_many_outlets_tell_the_date(
    head: str, published: str, vocabulary: Vocabulary
) -> None:
    article = read_article(f"{head}\n\nThe lamps are lit again in the old town.", vocabulary)
    assert (article.title, str(article.published)) == ("A film begins", published)
