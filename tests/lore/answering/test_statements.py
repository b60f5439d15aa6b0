"""Statements that ask whether they hold, and verdicts on dates that sources differ about."""

from __future__ import annotations

import pytest

from tests.support.asking import Member


@pytest.mark.parametrize("question", ["mi8 is out in november 2022, no?", "mi8 is out in 2022, eh"])
async def test_a_word_at_the_end_asks(member: Member, question: str) -> None:
    reply = await member.ask(question)
    assert reply.data["verdict"] in ("yes", "unconfirmed"), reply.said


async def test_one_is_no_film(member: Member) -> None:
    reply = await member.ask("which one of these has ilsa faust in it")
    assert "Mission: Impossible 1" not in reply.said


async def test_a_yes_tells_that_sources_differ(member: Member) -> None:
    reply = await member.ask("is mi8 still coming in 2022")
    assert reply.data["verdict"] == "yes"
    assert reply.data["conflict"]
