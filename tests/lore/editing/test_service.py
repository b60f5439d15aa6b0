"""The rules of changing facts: drafts, saving, editing, retiring, ranking, history and undo."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lore.editing import Draft, FactView, Fields, Moderator, NewName
from lore.editing.errors import (
    AmbiguousName,
    Missing,
    Overtaken,
    Refused,
    SourceMissing,
    Stale,
    Unchanged,
    UnknownName,
    WrongKind,
)
from lore.model.edits import FactStep
from lore.model.errors import DateError, LoreError
from lore.model.facts import SHARED, Entity, Status
from lore.packs import import_pack
from lore.texts.changes import ChangeTexts
from tests.support.editing import (
    DATE,
    ELSEWHERE,
    FERGUSON,
    HERE,
    LANGUAGE,
    MOD,
    NOW,
    OTHER_MOD,
    THERE,
    World,
)
from tests.support.machines import Central, world_of

WORDS = ChangeTexts(LANGUAGE.properties)
NEELY = "who plays Admiral Neely in mission impossible 8"
WHEN = "when does mi7 come out"


@pytest.fixture
async def here(tmp_path: Path, seeded: Path, either: Central | None) -> AsyncIterator[World]:
    async with world_of(tmp_path / "lore.db", seeded, either) as opened:
        yield opened


# Drafts


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


# Saving


async def test_a_question_right_after_save_sees_it_within_a_second(here: World) -> None:
    start = time.perf_counter()
    saved = await here.add(FERGUSON, reason="it was announced")
    assert "Hannah Waddingham plays Admiral Neely" in await here.ask(NEELY)
    assert "“Casting news”, Variety, 3 February 2020" in await here.ask(NEELY)
    assert time.perf_counter() - start < 1

    change = saved.change
    assert (change.number, change.actor, change.made_at) == (1, "11", NOW)
    assert (change.action, change.reason) == ("add", "it was announced")
    assert saved.view is not None
    assert (saved.view.number, saved.view.shared, saved.view.live) == (1, False, True)
    assert WORDS.saved(saved) == "Fact #1 is added; this was change 1."
    said = "#1 new: Hannah Waddingham plays Admiral Neely in Mission: Impossible 8 — reported, says"
    assert WORDS.change(change).lines[0].startswith(said)


async def test_the_same_again_is_one_more_source(here: World) -> None:
    await here.add(FERGUSON)
    with pytest.raises(Unchanged, match="nothing was changed"):
        await here.add(FERGUSON)
    saved = await here.add(replace(FERGUSON, title="Confirmed", status=Status.CONFIRMED))

    assert saved.view is not None
    assert saved.view.number == 1
    assert {one.source.title for one in saved.view.fact.citations} == {"Casting news", "Confirmed"}
    text = await here.ask(NEELY)
    assert text.count("Hannah Waddingham") == 1
    assert "“Confirmed”" in text


async def test_one_more_source_for_a_shared_fact_is_this_servers(here: World) -> None:
    before = await here.ask(WHEN, SHARED)
    await here.add(replace(DATE, value="2021-11-19", title="Deadline says so too"))
    assert "Deadline says so too" in await here.ask(WHEN)
    assert await here.ask(WHEN, SHARED) == await here.ask(WHEN, THERE) == before


async def test_save_and_supersede(here: World) -> None:
    assert "Sources disagree" in await here.ask(WHEN)
    await here.add(DATE, supersede=True)
    text = await here.ask(WHEN)
    assert "Sources disagree" not in text
    assert text.startswith("Reportedly the release date of Mission: Impossible 7 is 14 July 2023")
    assert "Sources disagree" in await here.ask(WHEN, THERE)


async def test_a_source_that_is_known_is_not_doubled(here: World) -> None:
    await here.add(FERGUSON)
    await here.add(replace(FERGUSON, role="Admiral Sloane"))
    await here.add(replace(FERGUSON, role="General Neely", published="2020"))
    rows = await here.store.read(
        "SELECT published FROM source WHERE scope = ? ORDER BY id", (HERE,)
    )
    assert rows == [("2020-02-03",), ("2020",)]


async def test_a_draft_is_for_one_server_and_never_for_the_shared_facts(here: World) -> None:
    draft = await here.propose()
    with pytest.raises(AssertionError):
        await here.editing.save(draft, ELSEWHERE)
    shared = Moderator(SHARED, 1)
    with pytest.raises(Refused, match="Facts are changed in a server"):
        await here.editing.save(replace(draft, scope=SHARED), shared)


async def test_hostile_text_is_data(here: World) -> None:
    title = "'); DROP TABLE fact; -- @everyone **x** <script>{}"
    await here.add(replace(FERGUSON, title=title, role="{subject} %s || ||"))
    assert title in await here.ask("who is in mission impossible 8")
    assert await here.store.read("SELECT count(*) FROM fact WHERE scope = ?", (HERE,)) == [(1,)]


# Editing, retiring, restoring


async def test_editing_an_own_fact_changes_it_in_place(here: World) -> None:
    await here.add(FERGUSON)
    saved = await here.edit(1, role="Captain Neely", spoiler=True)
    assert saved.view is not None
    assert saved.view.number == 1
    assert saved.view.fact.spoiler
    assert "There is no fact" in await here.ask(NEELY) or "know nothing" in await here.ask(NEELY)
    step = saved.change.steps[0]
    assert isinstance(step, FactStep)
    assert [getattr(one and one.role, "name", None) for one in (step.before, step.after)] == [
        "Admiral Neely",
        "Captain Neely",
    ]


async def test_editing_a_shared_fact_stands_in_for_it_here_alone(here: World) -> None:
    elsewhere = await here.ask(WHEN, THERE)
    number = (await here.editing.find("mi7 release date", HERE)).views[0].number
    saved = await here.edit(number, value="2023", title="New plans", published="2021-02")
    assert saved.view is not None
    assert (saved.view.number, saved.view.shared) == (number, False)
    text = await here.ask(WHEN)
    assert "2023" in text
    assert "19 November 2021" not in text
    assert await here.ask(WHEN, THERE) == await here.ask(WHEN, SHARED) == elsewhere

    await here.editing.undo(saved.change.number, MOD)
    assert await here.ask(WHEN) == elsewhere
    view = await here.editing.fact(number, HERE)
    assert (view.shared, view.live) == (True, True)
    again = await here.edit(number, value="2024")
    assert again.view is not None
    assert str(again.view.fact.value) == "2024"
    assert await here.store.read("SELECT count(*) FROM fact WHERE scope = ?", (HERE,)) == [(1,)]


async def test_a_new_version_of_the_pack_leaves_a_servers_corrections_alone(
    here: World, tmp_path: Path
) -> None:
    views = (await here.editing.find("mi7 release date", HERE)).views
    first = next(view for view in views if str(view.fact.value) == "2021-11-19")
    other = next(view for view in views if str(view.fact.value) == "2021-07-23")
    await here.edit(first.number, value="2023", title="New plans", published="2022")
    retired = await here.retire(other.number)
    fact = {
        "type": "fact",
        "id": first.key,
        "subject": "mission-impossible-7",
        "property": "release_date",
        "value": {"date": "2024-12-24"},
        "citations": [{"source": "atwell-training", "status": "confirmed"}],
    }
    pack = tmp_path / "pack.jsonl"
    pack.write_text(json.dumps(fact), encoding="utf-8")
    await import_pack(here.store, [pack], LANGUAGE.properties)

    assert "24 December 2024" in await here.ask(WHEN, THERE)
    text = await here.ask(WHEN)
    assert "2023" in text
    assert "24 December 2024" not in text
    await here.editing.undo(retired.change.number, MOD)
    assert "23 July 2021" in await here.ask(WHEN)
    await here.editing.undo(1, MOD)
    assert await here.ask(WHEN) == await here.ask(WHEN, THERE)


async def test_an_edit_keeps_the_other_sources_and_the_rank(here: World) -> None:
    number = await here.found("mission impossible 8 Ilsa Faust cast")
    version = await here.version(number)
    await here.editing.prefer(number, MOD, version=version)
    before = await here.editing.fact(number, HERE)
    saved = await here.edit(number, title="Corrected", published="2021-01-01")
    assert saved.view is not None
    titles = [one.source.title for one in saved.view.fact.citations]
    assert titles[0] == "Corrected"
    assert len(titles) == len(before.fact.citations)
    assert saved.view.fact.preferred


async def test_an_edit_into_what_another_fact_says_is_refused(here: World) -> None:
    views = (await here.editing.find("mi7 release date", HERE)).views
    with pytest.raises(Refused, match=f"#{views[1].number} says that already"):
        await here.edit(views[0].number, value=str(views[1].fact.value))


@pytest.mark.parametrize("own", [True, False])
async def test_retire_and_restore(here: World, own: bool) -> None:
    if own:
        await here.add(FERGUSON)
    question = NEELY if own else "who directs mission impossible 8"
    found = "Hannah Waddingham" if own else "Christopher McQuarrie"
    number = 1 if own else await here.found("director of mission impossible 8")
    before = {scope: await here.ask(question, scope) for scope in (HERE, THERE, SHARED)}

    retired = await here.retire(number)
    assert found not in await here.ask(question)
    assert retired.view is not None
    assert not retired.view.live
    assert [await here.ask(question, scope) for scope in (THERE, SHARED)] == [
        before[THERE],
        before[SHARED],
    ]
    gone = await here.editing.find("", HERE, state="retired")
    assert [view.number for view in gone.views] == [number]
    with pytest.raises(Refused, match="restore it first"):
        await here.edit(number, spoiler=True)
    with pytest.raises(Unchanged):
        await here.retire(number)
    version = await here.version(number)
    with pytest.raises(Refused, match="restore it first"):
        await here.editing.prefer(number, MOD, version=version)

    await here.restore(number)
    assert await here.ask(question) == before[HERE]


async def test_what_was_retired_is_proposed_to_be_restored(here: World) -> None:
    await here.add(FERGUSON)
    await here.retire(1)
    draft = await here.propose()
    assert [view.number for view in draft.retired] == [1]
    assert any("is retired: restore it instead?" in note for note in WORDS.draft(draft).lines)


async def test_prefer_leads_and_only_one_does(here: World) -> None:
    views = (await here.editing.find("mi7 release date", HERE)).views
    last = next(view for view in views if str(view.fact.value) == "2021-07-23")
    first = next(view for view in views if str(view.fact.value) == "2021-11-19")
    for view in (last, first, last):
        await here.editing.prefer(
            view.number, MOD, version=await here.version(view.number), reason="the studio says so"
        )
        text = (await here.ask(WHEN)).splitlines()
        assert text[0] == "Sources disagree."
        date = "23 July 2021" if view is last else "19 November 2021"
        assert text[1].startswith(f"The release date of Mission: Impossible 7 is {date}")
    ranked = await here.store.read("SELECT count(*) FROM preference WHERE rank = 'preferred'")
    assert ranked == [(1,)]
    version = await here.version(last.number)
    await here.editing.prefer(last.number, MOD, version=version, rank=None)
    assert await here.ask(WHEN) == await here.ask(WHEN, THERE)


# Two at once


async def test_who_saves_second_gets_the_fresh_draft(here: World) -> None:
    one, other = await here.propose(), await here.propose(by=OTHER_MOD, title="Other news")
    await here.editing.save(one, MOD)
    with pytest.raises(Stale, match="Nothing was changed") as caught:
        await here.editing.save(other, OTHER_MOD)
    fresh = caught.value.fresh
    assert isinstance(fresh, Draft)
    assert [view.number for view in fresh.same] == [1]
    saved = await here.editing.save(fresh, OTHER_MOD)
    assert saved.view is not None
    assert len(saved.view.fact.citations) == 2


async def test_facts_beside_one_another_do_not_get_in_the_way(here: World) -> None:
    drafts = [
        await here.propose(role="Admiral Neely"),
        await here.propose(value="Nick Offerman", role="General Sidney"),
    ]
    for draft in drafts:
        await here.editing.save(draft, MOD)
    assert await here.store.read("SELECT count(*) FROM source WHERE scope = ?", (HERE,)) == [(1,)]
    new = NewName("The Big Film", "film")
    first, second = [
        await here.propose(
            subject="The Big Film", property="director", role=None, value=name, new=(new,)
        )
        for name in ("Tom Cruise", "Simon Pegg")
    ]
    await here.editing.save(first, MOD)
    await here.editing.save(second, MOD)
    rows = await here.store.read("SELECT count(*) FROM entity WHERE name = 'The Big Film'")
    assert rows == [(1,)]


async def test_of_two_who_change_one_fact_at_once_one_gets_its_fresh_state(here: World) -> None:
    await here.add(FERGUSON)
    version = await here.version(1)
    fields = await here.editing.fields(1, HERE)
    results = await asyncio.gather(
        here.editing.edit(1, replace(fields, role="A"), MOD, version=version),
        here.editing.retire(1, OTHER_MOD, version=version),
        here.editing.prefer(1, MOD, version=version),
        return_exceptions=True,
    )
    stale = [one for one in results if isinstance(one, Stale)]
    assert len(stale) == 2
    now = await here.editing.fact(1, HERE)
    assert all(
        one.fresh in (now, replace(now, number=1))
        for one in stale
        if isinstance(one.fresh, FactView)
    )
    assert await here.store.read("SELECT count(*) FROM change") == [(2,)]


async def test_a_draft_of_an_edit_is_stale_when_the_fact_has_changed(here: World) -> None:
    await here.add(FERGUSON)
    fields = await here.editing.fields(1, HERE)
    draft = await here.editing.propose_edit(
        1, replace(fields, role="A"), MOD, version=await here.version(1)
    )
    await here.edit(1, by=OTHER_MOD, role="B")
    with pytest.raises(Stale) as caught:
        await here.editing.save(draft, MOD)
    assert isinstance(caught.value.fresh, Draft)
    assert caught.value.fresh.edits == await here.editing.fact(1, HERE)
    await here.editing.save(caught.value.fresh, MOD)
    await here.retire(1)
    with pytest.raises(Stale):
        await here.editing.save(draft, MOD)


# History and undo


async def test_history_tells_who_when_why_before_and_after(here: World) -> None:
    await here.add(FERGUSON, reason="announced")
    await here.edit(1, by=OTHER_MOD, role="Captain Neely")
    await here.add(DATE)
    await here.retire(1)

    history = await here.editing.history(HERE, 1)
    assert [(one.number, one.action, one.actor, one.reason) for one in history] == [
        (4, "retire", "11", None),
        (2, "edit", "12", None),
        (1, "add", "11", "announced"),
    ]
    assert [one.number for one in await here.editing.history(HERE)] == [4, 3, 2, 1]
    assert [one.number for one in await here.editing.history(HERE, limit=2, before=4)] == [3, 2]
    lines = [WORDS.history_line(one) for one in history]
    assert lines[0].startswith("Change 4: retired, 21 November 2026: #1 gone: Hannah Waddingham")
    assert WORDS.change(history[1]).lines[1].startswith("#1 after: Hannah Waddingham plays Captain")
    with pytest.raises(Missing, match="no fact #77"):
        await here.editing.history(HERE, 77)


async def test_the_history_of_a_shared_fact_shows_what_was_then(here: World) -> None:
    number = await here.found("director of mission impossible 8")
    saved = await here.edit(number, value="Jane Doe")
    async with here.store.write() as writer:
        await writer.execute_fetchall(
            "UPDATE fact SET value_id = (SELECT id FROM entity WHERE name = 'Tom Cruise') "
            "WHERE scope = 0 AND key = (SELECT key FROM number WHERE number = ?)",
            (number,),
        )
    step = (await here.editing.change(saved.change.number, HERE)).steps[0]
    assert isinstance(step, FactStep)
    assert step.before is not None
    assert isinstance(step.before.value, Entity)
    assert step.before.value.name == "Christopher McQuarrie"


async def test_undo_takes_back_all_of_a_change_and_undo_of_undo_brings_it_back(
    here: World,
) -> None:
    before = await here.ask(WHEN), await here.ask("who is Hannah Waddingham")
    saved = await here.add(DATE, supersede=True)
    after = await here.ask(WHEN)
    undone = await here.editing.undo(saved.change.number, MOD, reason="too early")
    assert await here.ask(WHEN) == before[0]
    assert WORDS.saved(undone) == "Change 1 is undone; this was change 2."
    assert (await here.editing.change(1, HERE)).undone_by == 2
    again = await here.editing.undo(undone.change.number, OTHER_MOD)
    assert await here.ask(WHEN) == after
    await here.editing.undo(again.change.number, MOD)
    assert await here.ask(WHEN) == before[0]

    added = await here.add(FERGUSON)
    await here.editing.undo(added.change.number, MOD)
    assert await here.ask("who is Hannah Waddingham") == before[1]
    names = [one.name for one in await here.engine.complete("Hannah W", scope=HERE)]
    assert "Hannah Waddingham" not in names


async def test_a_change_that_another_built_on_is_undone_after_that(here: World) -> None:
    await here.add(FERGUSON)
    await here.edit(1, role="Captain Neely")
    with pytest.raises(Overtaken, match="Change 2 came after change 1") as caught:
        await here.editing.undo(1, MOD)
    assert caught.value.change == 2
    await here.editing.undo(2, MOD)
    await here.editing.undo(1, MOD)
    with pytest.raises(Overtaken):
        await here.editing.undo(1, MOD)
    with pytest.raises(Missing, match="no change 99"):
        await here.editing.undo(99, MOD)
    with pytest.raises(Missing):
        await here.editing.undo(1, ELSEWHERE)


async def test_what_a_fact_names_cannot_be_undone_away_from_it(here: World) -> None:
    await here.add(FERGUSON)
    await here.add(replace(FERGUSON, role="General Neely"))
    with pytest.raises(Refused, match="Fact #2 names what would then have no name"):
        await here.editing.undo(1, MOD)
    await here.retire(2)
    await here.editing.undo(1, MOD)
    with pytest.raises(Refused, match="Fact #2 names"):
        await here.restore(2)


async def test_a_change_and_its_history_are_one(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await here.propose()

    async def fail(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("lore.store.changes.journal.ChangeJournal._note", fail)
    with pytest.raises(ZeroDivisionError):
        await here.editing.save(draft, MOD)
    for table in ("fact", "entity", "source", "name", "citation", "change"):
        rows = await here.store.read(f"SELECT count(*) FROM {table} WHERE scope = ?", (HERE,))
        assert rows == [(0,)]


# Finding


async def test_facts_are_found_by_number_name_and_property(here: World) -> None:
    await here.add(FERGUSON)
    assert [one.number for one in (await here.editing.find("#1", HERE)).views] == [1]
    assert [one.number for one in (await here.editing.find(" 1 ", HERE)).views] == [1]
    assert await here.found("Hannah Waddingham") == 1
    many = await here.editing.find("Mission: Impossible 8", HERE, limit=5)
    assert many.views[0].number == 1
    assert (len(many.views), many.total > 5) == (5, True)
    page = await here.editing.find("Mission: Impossible 8", HERE, limit=5, skip=5)
    assert not {one.key for one in page.views} & {one.key for one in many.views}
    assert (await here.editing.find("zzzz", HERE)).total == 0
    assert [one.key for one in (await here.editing.find("", HERE)).views] == [many.views[0].key]
    assert all(len(WORDS.choice(one)) <= 100 for one in many.views)


async def test_numbers_are_a_servers_own(here: World) -> None:
    await here.editing.find("Mission: Impossible 7", HERE)
    saved = await here.add(FERGUSON, ELSEWHERE)
    assert saved.view is not None
    assert (saved.view.number, saved.change.number) == (1, 1)
    assert (await here.editing.find("Hannah Waddingham", HERE)).total == 0

    text = "director of mission impossible 8"
    numbers = [await here.found(text, by) for by in (MOD, ELSEWHERE)]
    assert numbers[0] != numbers[1] == 2
    saved = await here.retire(numbers[0])
    step = saved.change.steps[0]
    assert isinstance(step, FactStep)
    assert step.number == numbers[0]


async def test_sources_are_those_of_live_facts(here: World) -> None:
    await here.add(FERGUSON)
    titles = {one.title for one in await here.engine.sources(HERE)}
    assert "Casting news" in titles
    await here.retire(1)
    assert "Casting news" not in {one.title for one in await here.engine.sources(HERE)}
    assert len(await here.engine.sources(SHARED)) == len(titles) - 1


def test_fields_can_be_kept_as_json() -> None:
    fields = replace(FERGUSON, new=(NewName("A", "film", ("B",), 2020),), status=Status.HOPED)
    assert Fields.of(json.loads(json.dumps(fields.plain()))) == fields
