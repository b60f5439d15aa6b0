"""Questions that many ask: about the next film, about two at once, about a role nobody has told."""

from __future__ import annotations

import pytest

from tests.support.asking import Member


@pytest.mark.parametrize(
    "question",
    [
        "who's in the next film",
        "whos in the new one",
        "who's in the new mission impossible",
        "who is in the next mission impossible film",
    ],
)
async def test_the_next_one_is_asked_about_as_by_its_name(question: str, member: Member) -> None:
    reply = await member.ask(question)
    assert reply.values == (await member.ask("who is in mi7")).values


async def test_the_next_of_a_series_is_no_question_about_all(member: Member) -> None:
    reply = await member.ask("anyone know which month the next mission impossible drops")
    assert {value[:4] for value in reply.values} == {"2021"}


@pytest.mark.parametrize(
    "question",
    [
        "is rebecca ferguson back for 7 and 8",
        "is tom cruise still ethan hunt in mi7 and mi8",
        "is vanessa kirby in both 7 and 8",
    ],
)
async def test_a_verdict_is_on_both_works_that_are_asked_about(
    question: str, member: Member
) -> None:
    reply = await member.ask(question)
    assert reply.data["verdict"] == "yes"
    assert "Mission: Impossible 7" in reply
    assert "Mission: Impossible 8" in reply


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "who does pom klementieff play in mi7",
            "There is no fact about the role of Pom Klementieff in Mission: Impossible 7 yet.",
        ),
        (
            "does ilsa die in mi7",
            "There is no fact about the fate of Ilsa Faust in Mission: Impossible 7 yet.",
        ),
    ],
)
async def test_what_there_is_no_fact_about_is_told_as_it_was_asked(
    question: str, said: str, member: Member
) -> None:
    assert (await member.ask(question)).said == said


@pytest.mark.parametrize(
    "question", ["who's confirmed for 8 no rumors please", "who is confirmed for mi8, no rumours"]
)
async def test_rumours_that_are_left_out_are_not_told(question: str, member: Member) -> None:
    assert "Henry Cavill" not in await member.ask(question)


async def test_nothing_is_denied_of_what_cannot_have_it(member: Member) -> None:
    reply = await member.ask("what is the height of mi8")
    assert reply.data["reason"] != "no_fact"


@pytest.mark.parametrize(
    "question", ["who has been in every storm harbour film", "who was in all the films"]
)
async def test_who_is_in_all_of_them_is_in_each(question: str, sailor: Member) -> None:
    reply = await sailor.ask(question)
    assert set(reply.values) == {"Mira Castellane", "Odd Brekke"}


async def test_a_number_of_films_is_no_film_of_that_number(sailor: Member) -> None:
    reply = await sailor.ask("which actors are in all three films")
    assert "Storm Harbour 3" not in reply.data["text"] or reply.data["outcome"] != "found"


async def test_another_title_that_begins_so_is_not_known(sailor: Member) -> None:
    reply = await sailor.ask("Who wrote Storm Harbour 1: The Amber Vigil?")
    assert reply.data["reason"] == "no_entity", reply.said
    assert "amber vigil" in reply
    assert (await sailor.ask("Storm Harbour 1: who wrote it?")).values == ["Wanda Kestrel"]
