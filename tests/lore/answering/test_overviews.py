"""The views behind slash commands, from free text: a film, its cast, dates, rumours, and who."""

from __future__ import annotations

import pytest

from lore.answering.overviews import Overview
from tests.support.asking import Member, Reply


async def look(member: Member, view: Overview, name: str) -> Reply:
    return member.reply(await member.engine.look(view, name))


@pytest.mark.parametrize(
    "name", ["mi7", "Mission: Impossible 7", "the seventh film", "mision imposible 7"]
)
async def test_a_film_by_any_name(name: str, member: Member) -> None:
    reply = await look(member, "film", name)
    assert "Mission: Impossible 7" in reply
    assert "Director: Christopher McQuarrie." in reply.said
    assert "@2021-11-19" in reply
    assert "@2021-07-23" in reply
    assert reply.said.startswith("Sources disagree.")


async def test_the_cast_with_rumours_apart(member: Member) -> None:
    reply = await look(member, "cast", "mi8")
    confirmed, *others = reply.said.split("\n")
    assert confirmed.startswith("Cast of Mission: Impossible 8 (confirmed): Tom Cruise")
    assert "Cavill" not in confirmed
    assert any("Rumour" in line and "Henry Cavill" in line for line in others)
    assert any("hoped" in line and "Maggie Q" in line for line in others)


async def test_who_a_person_or_a_role_is(member: Member) -> None:
    person = await look(member, "who", "hoult")
    assert "Roles: Mission: Impossible 7, Mission: Impossible 8" in person
    assert "X-Men: Dark Phoenix" in person
    role = await look(member, "who", "ilsa fast")
    assert "Cast: Rebecca Ferguson" in role


async def test_film_and_who_show_the_card_of_what_has_the_name(member: Member) -> None:
    person = await look(member, "film", "tom cruise")
    assert person.said == (await look(member, "who", "tom cruise")).said
    film = await look(member, "who", "mi7")
    assert film.said == (await look(member, "film", "mi7")).said


async def test_dates_hold_every_date_that_was_reported(member: Member) -> None:
    reply = await look(member, "dates", "mi8")
    assert set(reply.values) == {"2022-11-04", "2022-08-05", "2022-08"}
    assert reply.data["conflict"]
    assert all(answer["sources"] for answer in reply.data["answers"])


async def test_rumours_hold_nothing_that_is_confirmed(member: Member) -> None:
    reply = await look(member, "rumours", "mi7")
    assert {answer["status"] for answer in reply.data["answers"]} == {"rumoured", "hoped"}
    assert "Henry Cavill" in reply
    assert "Tom Cruise" not in reply


@pytest.mark.parametrize(
    ("view", "name"),
    [
        ("film", "james bond"),
        ("film", "mission impossible 9"),
        ("film", "mi7 and some more"),
        ("cast", "ilsa faust"),
        ("who", "james bond"),
        ("who", ""),
        ("dates", "henry cavill"),
        ("rumours", "qwertyuiop"),
    ],
)
async def test_what_is_no_such_name_is_not_bent_into_one(
    view: Overview, name: str, member: Member
) -> None:
    reply = await look(member, view, name)
    assert reply.data["reason"] == "no_entity"
    assert f"I know nothing by the name “{name}”" in reply


async def test_a_film_without_a_date_says_so(member: Member) -> None:
    reply = await look(member, "dates", "edge of tomorrow")
    assert reply.data["reason"] == "no_fact"
    assert "no fact about the release date of Edge of Tomorrow" in reply


async def test_the_sources_that_answers_rest_on(member: Member) -> None:
    titles = [source.title for source in await member.engine.sources()]
    assert len(titles) == 2
    assert any("Training" in title for title in titles)


async def test_denied_facts_stand_in_no_view(sailor: Member) -> None:
    views: tuple[Overview, ...] = ("film", "cast", "rumours")
    for view in views:
        assert "Solveig" not in await look(sailor, view, "storm harbour 4")


@pytest.mark.parametrize("name", ["Ana Lopez (Conductor Vale)", "ana lopez  (conductor vale)"])
async def test_a_role_in_brackets_as_completion_shows_it(name: str, traveller: Member) -> None:
    assert "Roles: Conductor Vale (Night Train)" in await look(traveller, "who", name)
    assert "Roles: Conductor Vale (Night Train)" in await traveller.ask(f"who is {name}?")
    directed = await traveller.ask(f"which films did {name} direct?")
    assert "Harbour Fog" in directed.said


async def test_a_year_or_a_kind_in_brackets_too(traveller: Member) -> None:
    assert "@2027-10-01" in await look(traveller, "film", "Night Train (2027)")
    assert "@2027-10-01" in await look(traveller, "film", "night train (film)")
    assert (await traveller.ask("who directs Harbour Fog (2019)?")).values == ["Bob Stone"]


async def test_what_is_no_hint_of_the_name_is_not_left_aside(traveller: Member) -> None:
    assert (await look(traveller, "who", "Ana Lopez (Ilsa Faust)")).data["outcome"] == "unknown"
    assert (await look(traveller, "film", "Night Train (1999)")).data["outcome"] == "unknown"
