"""Readings of free questions as a member meets them, on the shipped pack."""

from __future__ import annotations

import pytest

from lore.answering.engine import Engine
from lore.language.amounts import amounts_in
from lore.model.facts import Entity, Found, Unknown


async def test_a_source_is_asked_of_whatever_was_claimed(engine: Engine) -> None:
    found = (await engine.ask("hoult is the villain? whats your source")).outcome
    assert isinstance(found, Found)
    assert found.cited
    assert {line.fact.property for line in found.lines} == {"villain"}


async def test_what_somebody_did_outside_the_series_is_answered(engine: Engine) -> None:
    question = "what has hayley atwell been in that isnt mission impossible"
    found = (await engine.ask(question)).outcome
    assert isinstance(found, Found)
    works = {line.fact.subject.name for line in found.lines}
    assert "Captain America: The First Avenger" in works
    assert not any(work.startswith("Mission") for work in works)


async def test_two_names_of_one_relation_are_answered_together(engine: Engine) -> None:
    found = (await engine.ask("who plays ilsa and benji")).outcome
    assert isinstance(found, Found)
    told = {line.fact.value.name for line in found.lines if isinstance(line.fact.value, Entity)}
    assert told == {"Rebecca Ferguson", "Simon Pegg"}


async def test_it_is_not_denied_what_the_store_holds(engine: Engine) -> None:
    outcome = (await engine.ask("cast and budget of mi7")).outcome
    assert not (isinstance(outcome, Unknown) and outcome.reason == "no_fact")


async def test_what_nobody_has_told_is_still_denied(engine: Engine) -> None:
    outcome = (await engine.ask("who composes the score for mi7")).outcome
    assert isinstance(outcome, Unknown)
    assert outcome.reason == "no_fact"


async def test_a_polite_opening_asks_for_no_verdict(engine: Engine) -> None:
    question = "could you tell me, please, which studio makes the seventh one"
    found = (await engine.ask(question)).outcome
    assert isinstance(found, Found)
    assert found.verdict is None


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("over 2 hours", [120.0]),
        ("longer than an hour", [60.0]),
        ("more than 2 and a half hours", [150.0]),
        ("an hour and a half", [90.0]),
        ("half a billion", [500.0]),
        ("more than a hundred mil", [100.0]),
        ("under 100 million", [100.0]),
        ("a film of 18", [18.0]),
    ],
)
def test_amounts_are_found_among_words(words: str, amounts: list[float]) -> None:
    assert [number for _, number in amounts_in(words.split())] == amounts
