"""Dates and works that take turns in a sentence stand with each other."""

from __future__ import annotations

from lore.articles.learning import Learner
from lore.articles.vocabulary import Vocabulary
from tests.lore.articles.test_press import facts

ARTICLE = """Lanternwick 3 Lights Its Lamps Again

Date: 4 March 2020

Lanternwick 3 is moving ahead, and most of those who made its forerunners worth watching are along
for the ride. Gideon Sarrazin directs it.

Nobody at the studio would say more about the story. The harbour keeps its secrets well.

The days are still 5 November 2021 for Lanternwick 3 and 4 November 2022 for Lanternwick 4.

Until then, the first two can be had on disc.
"""


async def test_dates_and_works_that_take_turns_are_paired(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    found = await facts(learner, ARTICLE, vocabulary)
    dates = {(subject, value) for subject, name, value in found if name == "release_date"}
    assert dates == {("Lanternwick 3", "2021-11-05"), ("Lanternwick 4", "2022-11-04")}
