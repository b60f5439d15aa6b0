"""Verdicts on statements that deny, and works of other franchises, as members read them."""

from __future__ import annotations

import pytest

from tests.support.asking import Member


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Is it true that Rebecca Ferguson will not be in Mission: Impossible 7?", "no"),
        ("hoult is not in 7", "no"),
        ("tom cruise isnt playing ethan hunt in 8, true?", "no"),
        ("isnt simon pegg in 7", "yes"),
        ("pom klementieff is in 7, isnt she?", "yes"),
        ("i dont think hoult is in it", "yes"),
        ("so henry cavill isnt coming back for 8?", "unconfirmed"),
        ("pegg is back as benji, i cant wait", "yes"),
        ("pegg is back as benji i cant wait", "yes"),
        ("pom klementieff is in 7, my mate wont shut up about it", "yes"),
    ],
)
async def test_a_verdict_is_on_what_is_said(question: str, verdict: str, member: Member) -> None:
    reply = await member.ask(question)
    assert reply.data["verdict"] == verdict


@pytest.mark.parametrize(
    "question",
    [
        "who's the villain in the next bond film",
        "whos in star wars",
        "when is the next john wick out",
    ],
)
async def test_another_franchise_is_not_this_one(question: str, member: Member) -> None:
    reply = await member.ask(question)
    assert reply.data["outcome"] == "unknown"


async def test_a_role_elsewhere_is_none_in_the_new_one(member: Member) -> None:
    reply = await member.ask("what's pom klementieff's character called in the new one")
    assert reply.data["outcome"] != "found"


async def test_what_is_told_as_unsure_is_given_more_easily(member: Member) -> None:
    reply = await member.ask("could Alan Hunley return")
    assert reply.data["verdict"] == "unconfirmed"


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("is czerny's character a villain", None),
        ("is czerny's character a goodie", None),
        ("is hoult's character a villain", "unconfirmed"),
    ],
)
async def test_a_yes_is_on_what_somebody_is_said_to_be(
    question: str, verdict: str | None, member: Member
) -> None:
    reply = await member.ask(question)
    assert reply.data["verdict"] == verdict, reply.said
