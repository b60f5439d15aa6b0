"""Autocompletion: names from half a text, misspelt too, each with what tells it apart."""

from __future__ import annotations

import pytest

from tests.support.asking import Member


async def names(member: Member, text: str, *kinds: str, limit: int = 25) -> list[str]:
    found = await member.engine.complete(text, kinds=frozenset(kinds), limit=limit)
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ils", "Ilsa Faust"),
        ("fallo", "Mission: Impossible - Fallout"),
        ("kirby", "Vanessa Kirby"),
        ("simn pegg", "Simon Pegg"),
        ("pegg", "Simon Pegg"),
        ("wid", "White Widow"),
        ("edge of tom", "Edge of Tomorrow"),
        ("mi7", "Mission: Impossible 7"),
    ],
)
async def test_the_first_proposal(text: str, first: str, member: Member) -> None:
    assert (await names(member, text))[0] == first


async def test_kinds_narrow_it(member: Member) -> None:
    assert set(await names(member, "hen", "person")) == {"Henry Cavill", "Henry Czerny"}
    assert await names(member, "hen", "film") == []
    assert "Mission: Impossible" not in await names(member, "mission", "film")


async def test_nothing_typed_proposes_of_the_kind(member: Member) -> None:
    films = await names(member, "", "film")
    assert "Mission: Impossible 7" in films
    assert "Norway" not in films


async def test_nothing_near_is_nothing(member: Member) -> None:
    assert await names(member, "xqzzy") == []


async def test_never_more_than_the_limit(member: Member) -> None:
    assert len(await names(member, "", "person", limit=3)) == 3
    assert len(await names(member, "m", limit=2)) == 2


async def test_no_name_twice(member: Member) -> None:
    for text in ("m", "mission impossible", "the", "carter"):
        found = await names(member, text)
        assert len(found) == len(set(found))


async def test_a_year_or_a_role_stands_beside_the_name(member: Member) -> None:
    (fallout,) = await member.engine.complete("fallout", kinds=frozenset({"film"}))
    assert fallout.hint == "2018"
    pegg = (await member.engine.complete("simon pegg"))[0]
    assert pegg.hint == "Benji Dunn"


async def test_marks_may_be_left_out(sailor: Member) -> None:
    assert (await names(sailor, "hallstr"))[0] == "Piet Hallström"
    assert (await names(sailor, "droned king"))[0] == "the Drowned King"
