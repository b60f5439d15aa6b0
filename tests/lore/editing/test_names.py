"""Aliases, entities that are one, and settings: each in one server alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lore.editing import NewName, ServerSettings
from lore.editing.errors import AmbiguousName, Overtaken, Refused, Unchanged, UnknownName
from lore.model.edits import MergeStep, NameStep, SettingStep
from lore.model.facts import SHARED
from lore.texts.changes import ChangeTexts, names
from tests.support.editing import FERGUSON, HERE, LANGUAGE, MOD, THERE, World, world

WORDS = ChangeTexts(LANGUAGE.properties)
ROLE = "who does {} play in mission impossible 8"


@pytest.fixture
async def here(tmp_path: Path, seeded: Path) -> AsyncIterator[World]:
    async with world(tmp_path / "lore.db", seeded) as opened:
        yield opened


async def everywhere(here: World, question: str) -> list[str]:
    """The answers elsewhere."""
    return [await here.ask(question, scope) for scope in (THERE, SHARED)]


async def test_an_alias_is_known_here_alone(here: World) -> None:
    question = ROLE.format("Beckstar")
    before = await everywhere(here, question)
    saved = await here.editing.names.add("Rebecca Ferguson", "Beckstar", MOD, reason="fans say so")

    assert "Ilsa Faust" in await here.ask(question)
    assert "Ilsa Faust" in await here.ask(ROLE.format("Bekstar"))
    assert await everywhere(here, question) == before
    assert [one.name for one in await here.engine.complete("becks", scope=HERE)][:1] == [
        "Rebecca Ferguson"
    ]
    assert "Rebecca Ferguson" not in [
        one.name for one in await here.engine.complete("becks", scope=THERE)
    ]
    step = saved.change.steps[0]
    assert isinstance(step, NameStep)
    assert WORDS.change(saved.change).lines == (
        "Rebecca Ferguson (person) is now known as “Beckstar”.",
    )
    entity, known = await here.editing.names.of("Beckstar", HERE)
    assert "Beckstar" in known
    assert "“Beckstar”" in names(entity, known)
    with pytest.raises(UnknownName):
        await here.editing.names.of("Beckstar", THERE)

    await here.editing.undo(saved.change.number, MOD)
    assert await here.ask(question) == before[0]


async def test_an_own_alias_goes_and_a_shared_one_is_hidden(here: World) -> None:
    shared = ("Rebecca Ferguson", "Fergeson")
    question = ROLE.format("Fergeson")
    before = await everywhere(here, question)
    hidden = await here.editing.names.remove(*shared, MOD)
    assert shared[1] not in (await here.editing.names.of(shared[0], HERE))[1]
    assert shared[1] in (await here.editing.names.of(shared[0], THERE))[1]
    assert await everywhere(here, question) == before
    with pytest.raises(Refused, match="not known as"):
        await here.editing.names.remove(*shared, MOD)

    await here.editing.names.add(*shared, MOD)
    assert await here.ask(question) == before[0]
    rows = await here.store.read("SELECT count(*) FROM name WHERE scope = ?", (HERE,))
    assert rows == [(0,)]
    with pytest.raises(Overtaken):
        await here.editing.undo(hidden.change.number, MOD)

    await here.editing.names.add("Tom Cruise", "Crusinator", MOD)
    await here.editing.names.remove("Tom Cruise", "crusinator", MOD)
    assert "Crusinator" not in (await here.editing.names.of("Tom Cruise", HERE))[1]


@pytest.mark.parametrize(
    ("entity", "alias", "error", "reason"),
    [
        ("Tom Cruise", "tom cruise", Refused, "known as “tom cruise” already"),
        ("Tom Cruise", "!!!", Refused, "neither letters nor digits"),
        ("Tom Cruise", "", Refused, "empty"),
        ("Tom Cruise", "x" * 101, Refused, "too long"),
        ("Tom Cruze", "Tommy", UnknownName, "Close to it: “Tom Cruise”"),
        ("Nobody At All", "Nob", UnknownName, "I know nothing"),
    ],
)
async def test_what_cannot_be_an_alias(
    here: World, entity: str, alias: str, error: type[Refused], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        await here.editing.names.add(entity, alias, MOD)


@pytest.mark.parametrize("name", ["Mission: Impossible 7", "mi7", "7th film"])
async def test_the_name_itself_and_those_made_by_rule_stay(here: World, name: str) -> None:
    with pytest.raises(Refused, match="and stays"):
        await here.editing.names.remove("Mission: Impossible 7", name, MOD)


# Doubled entities


async def test_merged_entities_are_one_here_alone(here: World) -> None:
    new = NewName("Mission Impossible Seven Reborn", "film", ("Dead Reckoning",))
    await here.add(replace(FERGUSON, subject=new.name, new=(new,)))
    question = "who plays Ethan Hunt in Dead Reckoning"
    before = await everywhere(here, question)
    assert "Tom Cruise" not in await here.ask(question)

    saved = await here.editing.names.merge("Dead Reckoning", "Mission: Impossible 7", MOD)
    assert "Tom Cruise plays Ethan Hunt in Mission: Impossible 7" in await here.ask(question)
    assert "Hannah Waddingham plays Admiral Neely in Mission: Impossible 7" in await here.ask(
        "who plays Admiral Neely in mi7"
    )
    assert "Hannah Waddingham" in await here.ask("who is in mi7")
    assert "Mission: Impossible 7" in await here.ask("what is Hannah Waddingham in")
    assert await everywhere(here, question) == before
    assert isinstance(saved.change.steps[0], MergeStep)
    assert WORDS.change(saved.change).lines[0] == (
        "Mission Impossible Seven Reborn (film) is now one with Mission: Impossible 7."
    )
    completed = [one.name for one in await here.engine.complete("dead reck", scope=HERE)]
    assert completed[0] == "Mission: Impossible 7"
    with pytest.raises(Refused, match="Both are Mission: Impossible 7 already"):
        await here.editing.names.merge("Dead Reckoning", "MI7", MOD)

    await here.editing.undo(saved.change.number, MOD)
    assert "Tom Cruise" not in await here.ask(question)


async def test_chains_of_merges_end_at_the_last(here: World) -> None:
    one = await here.editing.names.merge("Henry Cavill", "Alec Baldwin", MOD)
    await here.editing.names.merge("Alec Baldwin", "Maggie Q", MOD)
    assert (await here.editing.names.of("Henry Cavill", HERE))[0].name == "Maggie Q"
    with pytest.raises(Overtaken, match="Change 2"):
        await here.editing.undo(one.change.number, MOD)
    await here.editing.undo(2, MOD)
    assert (await here.editing.names.of("Henry Cavill", HERE))[0].name == "Alec Baldwin"
    undone = await here.editing.undo(one.change.number, MOD)
    await here.editing.names.merge("Alec Baldwin", "Henry Cavill", MOD)
    with pytest.raises(Refused, match="take that back first"):
        await here.editing.undo(undone.change.number, MOD)


async def test_only_things_of_one_kind_are_one(here: World) -> None:
    with pytest.raises(Refused, match="Tom Cruise is a person and Ethan Hunt a character"):
        await here.editing.names.merge("Tom Cruise", "Ethan Hunt", MOD)


async def test_doubled_entities_of_one_name_are_told_apart_by_labels(here: World) -> None:
    new = NewName("Tom Cruise", "person", year=1990)
    await here.add(replace(FERGUSON, value="Tom Cruise", role="Young Ethan", new=(new,)))
    with pytest.raises(AmbiguousName) as caught:
        await here.editing.names.merge("Tom Cruise", "Simon Pegg", MOD)
    assert caught.value.choices == ("Tom Cruise (person)", "Tom Cruise (person, 1990)")
    await here.editing.names.merge("Tom Cruise (person, 1990)", "Tom Cruise (person)", MOD)
    assert (await here.editing.names.of("Tom Cruise", HERE))[0].year is None
    assert "Young Ethan" in await here.ask(
        "which roles does Tom Cruise play in mission impossible 8"
    )
    assert (await here.editing.names.of("Tom Cruise", THERE))[0].name == "Tom Cruise"


async def test_an_entity_that_others_stand_for_keeps_its_name(here: World) -> None:
    added = await here.add(FERGUSON)
    await here.editing.names.merge("Vanessa Kirby", "Hannah Waddingham", MOD)
    with pytest.raises(Refused, match="made one with what this would take away"):
        await here.editing.undo(added.change.number, MOD)


# Settings


async def test_settings_are_a_servers_own_with_history(here: World) -> None:
    setups = here.editing.setups
    assert await setups.get(HERE) == ServerSettings()
    saved = await setups.set(
        MOD, moderator_role=5, channels=[7, 8, 7], mentions=False, cooldown=30, reason="quieter"
    )
    assert await setups.get(HERE) == ServerSettings(
        moderator_role=5, channels=(7, 8), mentions=False, cooldown=30
    )
    assert await setups.get(THERE) == await setups.get(SHARED) == ServerSettings()
    assert all(isinstance(step, SettingStep) for step in saved.change.steps)
    assert "Where I answer: every channel → 7 and 8." in WORDS.change(saved.change).lines
    with pytest.raises(Unchanged):
        await setups.set(MOD, cooldown=30)

    await setups.set(MOD, mentions=True, log_channel=9)
    with pytest.raises(Overtaken):
        await here.editing.undo(saved.change.number, MOD)
    await here.editing.undo(2, MOD)
    await here.editing.undo(1, MOD)
    assert await setups.get(HERE) == ServerSettings()
    assert await here.store.read("SELECT count(*) FROM setting") == [(0,)]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("cooldown", -1, "from 0 to 3600"),
        ("cooldown", 3601, "from 0 to 3600"),
        ("cooldown", True, "from 0 to 3600"),
        ("channels", list(range(1, 102)), "up to 100 channels"),
        ("channels", ["1"], "up to 100 channels"),
        ("mentions", "yes", "no value for the setting"),
        ("log_channel", 0, "no value for the setting"),
        ("colour", "red", "no value for the setting"),
    ],
)
async def test_settings_have_their_values(
    here: World, key: str, value: object, reason: str
) -> None:
    values: dict[str, Any] = {key: value}
    with pytest.raises(Refused, match=reason):
        await here.editing.setups.set(MOD, **values)
    assert await here.editing.setups.get(HERE) == ServerSettings()


@pytest.mark.parametrize("bearers", [("Tom Cruise", "Simon Pegg"), ("Simon Pegg", "Tom Cruise")])
async def test_names_alike_are_completed_in_one_order_however_they_came(
    bearers: tuple[str, str], here: World
) -> None:
    for bearer in bearers:
        await here.editing.names.add(bearer, "Beckstar", MOD)
    found = await here.engine.complete("beck", scope=HERE)
    assert [one.name for one in found] == ["Simon Pegg", "Tom Cruise"]
