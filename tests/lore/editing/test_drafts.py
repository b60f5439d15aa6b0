"""What a moderator wrote becomes a draft, which tells what will be stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lore.editing import Fields, NewName
from lore.editing.errors import AmbiguousName, Refused, SourceMissing, UnknownName, WrongKind
from lore.model.errors import DateError, LoreError
from lore.model.facts import Entity, Status
from tests.support.editing import DATE, FERGUSON, MOD, NEELY, WORDS, World


async def test_a_draft_tells_what_will_be_stored(here: World) -> None:
    draft = await here.propose(subject="MI8", value="Simon Peg", role="Ethan Hunt")

    fact = draft.fact
    assert isinstance(fact.value, Entity)
    assert isinstance(fact.role, Entity)
    assert (fact.subject.name, fact.value.name, fact.role.name) == (
        "Mission: Impossible 8",
        "Simon Pegg",
        "Ethan Hunt",
    )
    assert ("Simon Peg", "Simon Pegg") in draft.read_as
    assert draft.creates == ()
    assert fact.status is Status.REPORTED
    assert await here.store.read("SELECT count(*) FROM change") == [(0,)]
    card = WORDS.draft(draft)
    assert card.title == "A new fact"
    assert card.lines[0] == "Simon Pegg plays Ethan Hunt in Mission: Impossible 8 — reported."
    assert card.lines[1] == "Source: “Casting news”, Variety, 3 February 2020"
    assert card.links == (None, "https://variety.com/casting")
    assert card.lines[2:5] == (
        "I read “Simon Peg” as Simon Pegg.",
        "Contradicts:",
        "• #1 Tom Cruise · confirmed · 7 Jul 2020, about Sep 2020",
    )


async def test_unknown_names_are_created_where_only_one_kind_fits(here: World) -> None:
    draft = await here.propose()
    assert [(one.name, one.kind) for one in draft.creates] == [
        ("Hannah Waddingham", "person"),
        ("Admiral Neely", "character"),
    ]
    assert "New person: “Hannah Waddingham”." in WORDS.draft(draft).lines
    assert await here.ask("who is Hannah Waddingham") == await here.ask("who is Hannah Xaddingham")

    await here.editing.save(draft, MOD)
    assert "Hannah Waddingham plays Admiral Neely" in await here.ask(NEELY)


async def test_other_unknown_names_need_their_kind(here: World) -> None:
    with pytest.raises(UnknownName) as caught:
        await here.propose(subject="The Big Film")
    assert (caught.value.slot, caught.value.kinds[0]) == ("subject", "film")

    with pytest.raises(UnknownName) as caught:
        await here.propose(Fields("The Big Film", "award", "Oscar", title="News"))
    assert {"film", "person", "place"} <= set(caught.value.kinds)

    new = NewName("The Big Film", "film", ("Bigfilmia",), 2030)
    draft = await here.propose(subject="The Big Film", new=(new,))
    await here.editing.save(draft, MOD)
    assert "Hannah Waddingham" in await here.ask("who plays Admiral Neely in Bigfilmia")


async def test_a_new_name_that_is_known_is_that_one_unless_its_year_tells_it_apart(
    here: World,
) -> None:
    new = NewName("Mission: Impossible 8", "film")
    assert (await here.propose(new=(new,))).fact.subject.id > 0
    assert (await here.propose(new=(replace(new, year=1999),))).creates[0].year == 1999


async def test_a_name_of_another_kind_may_still_be_created(here: World) -> None:
    with pytest.raises(WrongKind, match="known here as a character") as caught:
        await here.propose(value="Ethan Hunt")
    assert caught.value.kinds == ("person",)
    draft = await here.propose(value="Ethan Hunt", new=(NewName("Ethan Hunt", "person"),))
    assert ("Ethan Hunt", "person") in [(one.name, one.kind) for one in draft.creates]


async def test_a_name_that_several_bear_is_asked_back_with_labels_that_tell(here: World) -> None:
    new = NewName("Mission: Impossible 8", "film", year=1999)
    await here.add(replace(FERGUSON, new=(new,)))
    with pytest.raises(AmbiguousName) as caught:
        await here.propose()
    assert caught.value.choices == (
        "Mission: Impossible 8 (film)",
        "Mission: Impossible 8 (film, 1999)",
    )
    for choice, year in zip(caught.value.choices, (None, 1999), strict=True):
        draft = await here.propose(subject=choice, role="somebody else")
        assert draft.fact.subject.year == year


async def test_a_role_without_a_name_is_a_text(here: World) -> None:
    assert (await here.propose(role="a villain")).fact.role == "a villain"
    assert isinstance((await here.propose(role="ilsa faust")).fact.role, Entity)
    assert (await here.propose(role=" ")).fact.role is None
    with pytest.raises(Refused, match="takes no role"):
        await here.propose(property="director")


@pytest.mark.parametrize(
    ("field", "value", "error", "reason"),
    [
        ("title", "", SourceMissing, "needs a source"),
        ("title", " \u200b ", Refused, "empty"),
        ("title", "x" * 301, Refused, "301 characters, 300 at most"),
        ("address", "javascript:alert(1)", Refused, "no address"),
        ("published", "autumn 2021", DateError, "as the source states it"),
        ("as_of", "soon", DateError, "is no date"),
        ("property", "colour of the sky", Refused, "I know no property"),
        ("value", "", Refused, "empty"),
        ("value", "x" * 101, Refused, "too long"),
        ("subject", "\u202e", Refused, "empty"),
        ("locator", "x" * 101, Refused, "too long"),
    ],
)
async def test_what_is_wrong_is_said(
    here: World, field: str, value: str, error: type[LoreError], reason: str
) -> None:
    changed: dict[str, Any] = {field: value}
    with pytest.raises(error, match=reason):
        await here.editing.propose(replace(FERGUSON, **changed), MOD)


async def test_a_property_is_named_by_id_label_or_phrase(here: World) -> None:
    for name in ("release_date", "Release Date", "premiere", " opening day "):
        assert (await here.propose(DATE, property=name)).fact.property == "release_date"
    found = here.editing.properties("rel")
    assert found[0].label == "release date"
    assert len(here.editing.properties("")) == 25


async def test_what_says_the_same_and_what_contradicts_is_shown(here: World) -> None:
    draft = await here.propose(DATE)
    assert [str(view.fact.value) for view in draft.contradicts] == [
        "2021-11-19",
        "2021-07-23",
        "2021-07",
    ]
    assert [view.number for view in draft.contradicts] == [1, 2, 3]
    same = await here.propose(DATE, value="23 July 2021")
    assert [str(view.fact.value) for view in same.same] == ["2021-07-23"]
    assert [str(view.fact.value) for view in same.contradicts] == ["2021-11-19"]
    assert any("says the same: saving adds this source" in one for one in WORDS.draft(same).lines)

    other = await here.propose(role="Ilsa Faust")
    assert [view.fact.value for view in other.contradicts] == [
        (await here.propose(value="Rebecca Ferguson", role="Ilsa Faust")).fact.value
    ]


async def test_a_denial_contradicts_the_claim_of_the_same(here: World) -> None:
    question = "does Rebecca Ferguson play Ilsa Faust in mission impossible 8"
    denied = await here.propose(
        value="Rebecca Ferguson", role="Ilsa Faust", status=Status.DENIED, published="2021"
    )
    assert len(denied.contradicts) == len(denied.same) == 1
    assert "isagree" not in await here.ask(question)
    saved = await here.editing.save(denied, MOD)
    assert "isagree" in await here.ask(question)
    await here.editing.undo(saved.change.number, MOD)
    denied = await here.editing.propose(denied.fields, MOD)
    await here.editing.save(denied, MOD, supersede=True)
    assert "isagree" not in await here.ask(question)
    assert (await here.ask(question)).startswith("No.")


async def test_a_rumour_contradicts_nothing(here: World) -> None:
    assert (await here.propose(DATE, status=Status.RUMOURED)).contradicts == ()
