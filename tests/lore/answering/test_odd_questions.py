"""Questions that nobody means are answered or refused within a bound of counted steps."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from copy import copy
from pathlib import Path

import pytest

from lore.answering import Engine
from lore.inbox.gatherer import Gatherer
from lore.inbox.limits import Limits
from lore.inbox.question_key.key import QuestionKeys, unread
from lore.language.lexicon import Language
from lore.model.facts import Ambiguous, Found, Unknown
from lore.steps import MOST, Steps
from lore.store import Store, open_store
from lore.texts import AnswerTexts
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.features import Featurer, Features
from lore.understanding.reading.reader import READINGS
from tests.support.asking import MIGRATIONS
from tests.support.odd_questions import WORST, Oddities

QUESTIONS = 300
ENOUGH = MOST + 1000
"""Steps that none exceeds: what is counted at once is little."""
PLAIN = 2_000
"""Steps of the grammar that the questions do not come near to by which its search was found without
a bound."""


class Counted:
    """Makes the counts of an engine, and keeps them."""

    def __init__(self) -> None:
        self.made: list[Steps] = []

    def __call__(self) -> Steps:
        self.made.append(Steps())
        return self.made[-1]


@pytest.fixture
async def store(seeded: Path) -> AsyncIterator[Store]:
    """The shipped pack."""
    async with open_store(seeded, MIGRATIONS) as opened:
        yield opened


async def names(store: Store) -> list[str]:
    return [row[0] for row in await store.read("SELECT text FROM name WHERE scope = 0")]


def grammar_alone(language: Language) -> Language:
    """A language without the data of the second look, so that nothing is read freely."""
    alone = copy(language)
    alone.data = None
    return alone


@pytest.mark.parametrize("question", WORST)
async def test_the_worst_questions_take_few_steps(
    store: Store, language: Language, question: str
) -> None:
    counted = Counted()
    await Engine(store, language, steps=counted).ask(question)
    assert sum(one.taken for one in counted.made) < ENOUGH
    alone = Counted()
    await Engine(store, grammar_alone(language), steps=alone).ask(question)
    assert sum(one.taken for one in alone.made) < (PLAIN if question in WORST[:2] else ENOUGH)
    gatherer = Gatherer(store, QuestionKeys(language), Limits())
    assert question not in WORST[:2] or await gatherer.meaning(question, 0) != unread(question)


async def test_no_odd_question_takes_many_steps(store: Store, language: Language) -> None:
    counted = Counted()
    engine = Engine(store, language, steps=counted)
    for question in Oddities(language, await names(store), seed=11).questions(QUESTIONS):
        counted.made.clear()
        await engine.ask(question)
        assert sum(one.taken for one in counted.made) < ENOUGH, question


CLAUSES = (
    "Fergeson and main antagonist and M:I and character like and 1164 and pickk up agin?",
    "workk as, workk as, fans, workk as, age rting",
    "X-Men: Dark Phoenix 8th movie Hollywood Reporter Hobbs & Shaw backbone",
)
"""Questions that fall into clauses, of which each has as many readings as are made."""


@pytest.mark.parametrize("question", [*CLAUSES, *WORST])
async def test_few_readings_of_a_question_are_weighed(
    store: Store, language: Language, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed, static = [0], Featurer.static

    def counted(featurer: Featurer, made: Candidate) -> Features:
        weighed[0] += 1
        return static(featurer, made)

    monkeypatch.setattr(Featurer, "static", counted)
    await Engine(store, language).ask(question)
    assert weighed[0] <= READINGS


ASIDE = "which studio's logo will be up front on MI8, do we know"
"""A question that is read as a whole, and again without what is said beside it."""


@pytest.mark.parametrize("most", [1500, 3000, 5000])
async def test_a_question_is_read_as_far_as_steps_are_left(
    store: Store, language: Language, most: int
) -> None:
    made: list[Steps] = []

    def few() -> Steps:
        made.append(Steps(most))
        return made[-1]

    outcome = (await Engine(store, language, steps=few).ask(ASIDE)).outcome
    assert made[-1].taken <= most + ENOUGH - MOST
    if most < 3000:
        assert isinstance(outcome, Unknown)
        assert not outcome.tangled
    else:
        assert isinstance(outcome, Ambiguous)
        assert "What is the studio of Mission: Impossible 8?" in " ".join(outcome.questions)


async def test_free_reading_is_counted(store: Store, language: Language) -> None:
    counted = Counted()
    await Engine(store, language, steps=counted).ask(ASIDE)
    assert counted.made[-1].taken > READINGS


async def test_steps_do_not_depend_on_the_run(seeded: Path, language: Language) -> None:
    found = []
    for _ in range(2):
        counted = Counted()
        async with open_store(seeded, MIGRATIONS) as store:
            engine = Engine(store, language, steps=counted)
            for question in WORST:
                await engine.ask(question)
        found.append([one.taken for one in counted.made])
    assert found[0] == found[1]


async def test_a_reading_that_takes_too_many_steps_is_refused(
    store: Store, language: Language, wording: AnswerTexts
) -> None:
    engine = Engine(store, language, steps=lambda: Steps(5))
    answer = await engine.ask("who plays Benji Dunn")
    assert answer.outcome == Unknown("not_understood", tangled=True)
    assert "fewer words" in wording.plain(answer)


async def test_a_query_that_takes_too_many_steps_is_interrupted(
    store: Store, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lore.steps._INSTRUCTIONS", 1)
    answer = await Engine(store, language, steps=lambda: Steps(3000)).ask("who plays Benji Dunn")
    assert answer.outcome == Unknown("not_understood", tangled=True)
    monkeypatch.undo()
    assert isinstance((await Engine(store, language).ask("who plays Benji Dunn")).outcome, Found)


async def test_the_clock_ends_a_reading_with_one_line_and_without_the_text(
    store: Store, language: Language, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Engine(store, language, steps=lambda: Steps(seconds=2.0, clock=ticking()))
    with caplog.at_level(logging.WARNING):
        answer = await engine.ask("who plays Benji Dunn")
    assert answer.outcome == Unknown("not_understood", tangled=True)
    (line,) = caplog.messages
    assert "seconds" in line
    assert "Benji" not in line


def ticking() -> Callable[[], float]:
    """A clock on which each look is three seconds after the one before."""
    looks = iter(range(0, 10_000, 3))
    return lambda: float(next(looks))


@pytest.mark.parametrize(
    "question",
    [
        "2020 \u2786",
        "who is in \u2786",
        "\u00b2 2020 \u00b2",
        "2020 " + "9" * 1900,
        "9" * 1999,
        "july " + "1" * 900 + " 2020",
        "\u0663 \u0662\u0660\u0662\u0660",
        "who is " + "ab" * 25_000,
        "9" * 5_000,
        "\ud800",
        "who plays \ud800 benji dunn",
        "(" * 1_000,
    ],
)
async def test_no_text_ends_the_program(store: Store, language: Language, question: str) -> None:
    engine = Engine(store, language)
    await engine.ask(question)
    await engine.look("film", question)
    await engine.complete(question)
    await Gatherer(store, QuestionKeys(language), Limits()).meaning(question, 0)
