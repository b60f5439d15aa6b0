"""How press offices, critics and interviewers write: series that start, questions and answers."""

from __future__ import annotations

from typing import Any

import pytest

from lore.articles.learning import Learner
from lore.articles.reading import read_article
from lore.articles.texts import record
from lore.articles.vocabulary import Vocabulary

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
