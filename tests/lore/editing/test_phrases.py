"""Phrases that moderators teach: a server's own, with history, and undone like any change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.editing.errors import Refused, Unchanged
from lore.model.edits import PhraseStep
from lore.model.facts import SHARED
from lore.store.server_phrases import rephrased
from lore.texts.changes import ChangeTexts
from tests.support.editing import ELSEWHERE, HERE, LANGUAGE, MOD, THERE, World
from tests.support.machines import Central, world_of

WORDS = ChangeTexts(LANGUAGE.properties)


@pytest.fixture
async def here(tmp_path: Path, seeded: Path, either: Central | None) -> AsyncIterator[World]:
    async with world_of(tmp_path / "lore.db", seeded, either) as opened:
        yield opened


async def test_a_phrase_is_a_servers_own(here: World) -> None:
    saved = await here.editing.phrases.add("Tune  smith", "Composer", MOD, reason="we say so")
    assert await here.editing.phrases.listed(HERE) == [("Tune smith", "composer")]
    assert await here.editing.phrases.listed(THERE) == []
    assert await here.editing.phrases.listed(SHARED) == []
    assert saved.change.steps == (PhraseStep("Tune smith", None, "composer"),)
    card = WORDS.change(saved.change)
    assert (card.title, card.lines) == (
        "Change 1: taught",
        ("“Tune smith” means composer (before: nothing).",),
    )
    with pytest.raises(Unchanged):
        await here.editing.phrases.add("Tune smith", "composer", MOD)
    with pytest.raises(Unchanged):
        await here.editing.phrases.remove("tune smith", ELSEWHERE)


async def test_a_phrase_comes_to_mean_another_and_back(here: World) -> None:
    await here.editing.phrases.add("boss", "director", MOD)
    await here.editing.phrases.add("boss", "producer", MOD)
    [latest, first] = await here.editing.history(HERE)
    assert latest.steps == (PhraseStep("boss", "director", "producer"),)
    await here.editing.undo(latest.number, MOD)
    assert await here.editing.phrases.listed(HERE) == [("boss", "director")]
    await here.editing.phrases.remove("BOSS", MOD)
    assert await here.editing.phrases.listed(HERE) == []
    assert first.steps == (PhraseStep("boss", None, "director"),)


@pytest.mark.parametrize(
    ("text", "name", "match"),
    [
        ("of the", "composer", "no word of its own"),
        ("!", "composer", "no word of its own"),
        ("tune smith", "nothing", "no property"),
        (" ", "composer", "phrase"),
        ("x" * 61, "composer", "too long"),
    ],
)
async def test_phrases_that_are_refused(here: World, text: str, name: str, match: str) -> None:
    with pytest.raises(Refused, match=match):
        await here.editing.phrases.add(text, name, MOD)
    assert await here.editing.phrases.listed(HERE) == []


def test_the_longest_phrase_is_met_first() -> None:
    known = {("tune",): ("song",), ("tune", "smith"): ("composer",)}
    words = ["tune", "smith", "of", "the", "tune"]
    assert rephrased(words, known) == ["composer", "of", "the", "song"]
    assert rephrased(words, {}) == words
