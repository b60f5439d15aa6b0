"""Text → Query: the cheapest cover of the words, and what the likeliest reading asks for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Candidate, Mention
from lore.model.dates import PartialDate
from lore.model.facts import Status
from lore.understanding import NotUnderstood, Query, QuestionReader
from lore.understanding.lattice import covers, dates_in, lattice

NAMES = {
    "jane doe": "person",
    "john roe": "person",
    "the red door": "film",
    "kaleido": "character",
}


def mentions(words: Sequence[str]) -> list[Mention]:
    """The invented names that stand in a question."""
    found = []
    for number, (name, kind) in enumerate(NAMES.items(), start=1):
        held = name.split()
        for start in range(len(words) - len(held) + 1):
            if list(words[start : start + len(held)]) == held:
                one = Candidate(number, name, kind, None, 0.3, True)
                found.append(Mention(start, start + len(held), kind, 0.3, (one,)))
    return found


@pytest.fixture(scope="module")
def understanding(language: Language) -> QuestionReader:
    return QuestionReader(language)


def first(question: str, understanding: QuestionReader) -> Query:
    words = folding.words(question)
    read = understanding.read(words, mentions(words))
    assert not isinstance(read, NotUnderstood), read
    return read[0]


@pytest.mark.parametrize(
    ("question", "name", "known", "ask"),
    [
        ("who directed the red door", "director", "subject", "value"),
        ("what did jane doe direct", "director", "value", "subject"),
        ("what has jane doe directed", "director", "value", "subject"),
        ("who plays kaleido", "cast", "role", "value"),
        ("who does jane doe play", "cast", "value", "role"),
        ("cast of the red door", "cast", "subject", "value"),
        ("what was jane doe in", "cast", "value", "subject"),
        ("when does the red door come out", "release_date", "subject", "value"),
        ("wen dose the red door come out", "release_date", "subject", "value"),
        ("who wrote the red door", "writer", "subject", "value"),
        ("who composed the music of the red door", "composer", "subject", "value"),
        ("the red door runtime", "runtime", "subject", "value"),
    ],
)
def test_the_property_and_its_direction(
    question: str, name: str, known: str, ask: str, understanding: QuestionReader
) -> None:
    step = first(question, understanding).chains[0].steps[-1]
    assert name in step.properties
    assert (step.known, step.ask) == (known, ask)


def test_yes_or_no(understanding: QuestionReader) -> None:
    query = first("is jane doe in the red door", understanding)
    assert query.verdict
    assert {anchor.kind for anchor in query.anchors if isinstance(anchor, Mention)} == {
        "person",
        "film",
    }
    assert first("did john roe direct the red door", understanding).verdict
    assert not first("who directed the red door", understanding).verdict


def test_how_many(understanding: QuestionReader) -> None:
    assert first("how many films did jane doe direct", understanding).count


def test_as_of(understanding: QuestionReader) -> None:
    query = first("as of july 2020 when does the red door come out", understanding)
    assert query.as_of == PartialDate(2020, 7)
    assert first("when does the red door come out", understanding).as_of is None


def test_a_status_that_is_asked_for(understanding: QuestionReader) -> None:
    assert first("rumours about the red door", understanding).statuses == {Status.RUMOURED}


def test_who_is_asks_for_a_card(understanding: QuestionReader) -> None:
    card = first("who is jane doe", understanding).card
    assert card is not None
    assert card.candidates[0].name == "jane doe"


@pytest.mark.parametrize(
    "chat", ["thanks bot", "lol", "good morning", "hello", "ok cool", "haha nice", "whats up"]
)
def test_chat_is_no_question(chat: str, understanding: QuestionReader) -> None:
    assert understanding.read(folding.words(chat), []) == NotUnderstood()


@pytest.mark.parametrize(
    ("question", "word", "name"),
    [
        ("who plays zorblax", "zorblax", "cast"),
        ("who directed frobnitz", "frobnitz", "director"),
        ("when does quuxly come out", "quuxly", "release_date"),
    ],
)
def test_an_unknown_name_is_told_with_what_was_asked_of_it(
    question: str, word: str, name: str, understanding: QuestionReader
) -> None:
    read = understanding.read(folding.words(question), [])
    assert isinstance(read, NotUnderstood)
    assert (read.word, read.property) == (word, name)


def test_a_cover_accounts_for_every_word(language: Language) -> None:
    words = folding.words("please tell me who directed the red door")
    best = covers(lattice(words, mentions(words), language))[0]
    assert [item.kind for item in best.items] == ["question", "relation", "name"]


def test_covers_come_cheapest_first(language: Language) -> None:
    words = folding.words("when is the red door out in cinemas")
    costs = [cover.cost for cover in covers(lattice(words, mentions(words), language))]
    assert costs == sorted(costs)
    assert costs


def test_an_unknown_word_makes_a_cover_dear(language: Language) -> None:
    known, unknown = (
        covers(lattice(words, mentions(words), language))[0].cost
        for words in (
            folding.words("who directed the red door"),
            folding.words("who directed zorblax"),
        )
    )
    assert unknown > known + 2


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2018", PartialDate(2018)),
        ("july 2020", PartialDate(2020, 7)),
        ("4 november 2022", PartialDate(2022, 11, 4)),
        ("November 4th, 2022", PartialDate(2022, 11, 4)),
        ("the 4th of november 2022", PartialDate(2022, 11, 4)),
        ("2022-11-04", PartialDate(2022, 11, 4)),
        ("sept 2020", PartialDate(2020, 9)),
    ],
)
def test_dates_in_a_question(text: str, date: PartialDate) -> None:
    found = dates_in(folding.words(text))
    assert max(found, key=lambda one: one[2].precision)[2] == date


def test_the_calendar_is_heeded() -> None:
    assert all(one[2].day is None for one in dates_in(folding.words("31 november 2022")))
