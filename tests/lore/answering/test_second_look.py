"""What the grammar refuses is read once more: answered where it is sure, offered where not."""

from __future__ import annotations

import pytest

from lore.answering import Engine, second_look
from lore.model.facts import Ambiguous, Found, Unknown


async def test_words_that_no_table_lists_are_no_veto(engine: Engine) -> None:
    answer = await engine.ask("which studio foots the bill")
    assert isinstance(answer.outcome, Found)
    assert {line.fact.property for line in answer.outcome.lines} == {"studio"}


@pytest.mark.parametrize("question", ["gimme the director of mi8 mate", "the baddie, who is it"])
async def test_what_is_not_sure_is_offered_and_an_offer_is_answered(
    engine: Engine, question: str
) -> None:
    answer = await engine.ask(question)
    assert not isinstance(answer.outcome, Unknown)
    if isinstance(answer.outcome, Ambiguous):
        assert 0 < len(answer.outcome.questions) <= 3
        outcomes = [(await engine.ask(offered)).outcome for offered in answer.outcome.questions]
        assert any(isinstance(outcome, Found) for outcome in outcomes)


async def test_a_name_that_is_not_known_is_not_bent(engine: Engine) -> None:
    answer = await engine.ask("who plays james bond")
    assert isinstance(answer.outcome, Unknown)


async def test_a_plain_question_does_not_wait_for_what_free_reading_needs(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise AssertionError("the cues, the forest and the phrasing are read")

    monkeypatch.setattr(second_look, "_free_of", read)
    answer = await engine.ask("who plays Ilsa Faust?")
    assert isinstance(answer.outcome, Found)
