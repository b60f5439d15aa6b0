"""Turns of a conversation that are about something else than it was, and who is meant by "he"."""

from __future__ import annotations

import pytest

from tests.support.asking import Member


@pytest.mark.parametrize("turn", ["who composes the score", "whats the budget"])
async def test_what_nobody_talked_about_can_have_is_not_denied_of_them(
    turn: str, member: Member
) -> None:
    reply = await member.talk("who plays benji", turn)
    assert reply.data["reason"] == "no_fact"
    assert "Pegg" not in str(reply.data["text"])


async def test_it_is_the_works_to_come_where_no_thing_was_talked_about(member: Member) -> None:
    reply = await member.talk("whats benjis job", "when's it out")
    assert "@2021-11-19" in reply
    assert "@2022-11-04" in reply


async def test_a_question_that_is_not_about_the_last_answer_is_read_anew(member: Member) -> None:
    reply = await member.talk("who was in joker", "why did they stop filming")
    assert "pandemic" in reply


@pytest.mark.parametrize(
    "turn", ["so he's in 8 then", "he's in 8", "hes also in 8 right", "so he's gonna be in 8"]
)
async def test_what_is_said_of_him_is_confirmed_or_not(turn: str, member: Member) -> None:
    reply = await member.talk("who played August Walker", turn)
    assert reply.data["verdict"] == "unconfirmed"
    assert "Cavill" in reply


@pytest.mark.parametrize("turn", ["and her in 8", "what about her in 7"])
async def test_whom_a_pronoun_means_is_not_left_out(turn: str, member: Member) -> None:
    reply = await member.talk("who plays ilsa in fallout", turn)
    assert "Ferguson" in reply
    assert "Pegg" not in reply


async def test_the_one_of_the_second_one_is_no_number(member: Member) -> None:
    reply = await member.talk("when is mi7 out", "and who directs the second one")
    assert "Mission: Impossible 1" not in reply


@pytest.mark.parametrize(
    "question",
    [
        "which of your articles gives the November date for mi7",
        "y did they stop filming mi7",
        "whyd they stop filming mi7",
        "who died in fallout bc of them",
    ],
)
async def test_words_written_short_are_no_unknown_names(question: str, member: Member) -> None:
    reply = await member.ask(question)
    assert reply.data["reason"] != "no_entity"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "I rewatched Fallout last night and could not keep my eyes on the screen for the whole "
            "two hours of it, such is my age now. Who played August Walker in it?",
            "Cavill",
        ),
        (
            "I have been a fan of these pictures since I was a boy and my late father took me to "
            "every single one of them. When did Fallout come out?",
            "2018",
        ),
    ],
)
async def test_a_message_is_asked_by_its_question(message: str, told: str, member: Member) -> None:
    assert told in await member.ask(message)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("fallout hit cinemas when, 17? 18?", "2018"),
        ("when did fallout come out, im in the uk and would love to go see it again", "2018"),
        ("who played august walker in fallout i keep forgetting his name", "Cavill"),
        ("who plays benji lol my little brother wants to know", "Pegg"),
        ("is cavill in 7, asking for a mate", "Cavill"),
    ],
)
async def test_what_is_said_beside_a_question_is_no_part_of_it(
    message: str, told: str, member: Member
) -> None:
    assert told in await member.ask(message)


@pytest.mark.parametrize(
    ("message", "left_out"),
    [
        ("who is in mi7, not the rumoured ones", "Henry Cavill"),
        ("who's in mi7 besides pegg, i know him", "Simon Pegg"),
    ],
)
async def test_what_changes_a_question_is_no_aside(
    message: str, left_out: str, member: Member
) -> None:
    reply = await member.ask(message)
    assert left_out not in [answer["value"] for answer in reply.data["answers"]]


async def test_a_date_beside_a_question_is_no_aside(member: Member) -> None:
    reply = await member.ask("Going by what was known on 3 January 2019, when does mi7 come out?")
    assert reply.data["outcome"] != "found"
