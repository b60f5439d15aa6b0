"""The history of changes, and undo; facts and sources are found."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lore.editing import Fields, NewName
from lore.editing.errors import Missing, Overtaken, Refused
from lore.model.edits import FactStep
from lore.model.facts import SHARED, Entity, Status
from tests.support.editing import (
    DATE,
    ELSEWHERE,
    FERGUSON,
    HERE,
    MOD,
    OTHER_MOD,
    WHEN,
    WORDS,
    World,
)


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
