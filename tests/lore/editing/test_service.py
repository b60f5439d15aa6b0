"""Changes of facts: saved, edited, retired, preferred, and met by others."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from lore.editing import Draft, FactView, Moderator, NewName
from lore.editing.errors import Refused, Stale, Unchanged
from lore.model.edits import FactStep
from lore.model.facts import SHARED, Status
from lore.packs import import_pack
from tests.support.editing import (
    DATE,
    ELSEWHERE,
    FERGUSON,
    HERE,
    LANGUAGE,
    MOD,
    NEELY,
    NOW,
    OTHER_MOD,
    THERE,
    WHEN,
    WORDS,
    World,
)


async def test_a_question_right_after_save_sees_it(here: World) -> None:
    saved = await here.add(FERGUSON, reason="it was announced")
    assert "Hannah Waddingham plays Admiral Neely" in await here.ask(NEELY)
    assert "“Casting news”, Variety, 3 February 2020" in await here.ask(NEELY)

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
