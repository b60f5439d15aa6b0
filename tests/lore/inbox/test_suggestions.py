"""Members propose, moderators decide, and the member learns what became of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from lore.inbox import InboxError, Suggestions
from lore.language.lexicon import Language
from lore.model.errors import LoreError
from lore.store import open_store
from tests.support.inbox import (
    ANN,
    BOB,
    CHANNEL,
    DRAFT,
    HERE,
    MIGRATED,
    THERE,
    Desk,
    copied,
    desk_on,
)


@pytest.fixture
async def desk(seeded: Path, tmp_path: Path, language: Language) -> AsyncIterator[Desk]:
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        yield desk_on(store, language)


async def test_a_suggestion_is_accepted_and_the_member_is_told(desk: Desk) -> None:
    one = await desk.suggestions.suggest(HERE, ANN, DRAFT, channel=CHANNEL)
    assert (one.number, one.state, one.draft) == (1, "open", DRAFT)
    notice = await desk.suggestions.accepted(HERE, 1, actor=BOB, change=17)
    assert (notice.member_id, notice.channel_id) == (ANN, CHANNEL)
    assert "Your suggestion 1 (composer of Mission: Impossible 7: Lorne Balfe)" in notice.text
    assert await desk.suggestions.listed(HERE) == []
    assert (await desk.suggestions.get(HERE, 1)).change_id == 17


async def test_a_suggestion_is_declined_with_a_reason(desk: Desk) -> None:
    await desk.suggestions.suggest(HERE, ANN, DRAFT)
    with pytest.raises(InboxError, match="Say why"):
        await desk.suggestions.decline(HERE, 1, actor=BOB, reason="  ")
    notice = await desk.suggestions.decline(HERE, 1, actor=BOB, reason="No such  article.")
    assert notice.text.endswith("was declined: No such article.")
    with pytest.raises(InboxError, match="stands already"):
        await desk.suggestions.decline(HERE, 1, actor=BOB, reason="Again.")


async def test_a_verdict_is_turned_round_both_ways(desk: Desk) -> None:
    undone: list[int] = []

    async def undo(change: int) -> None:
        undone.append(change)

    await desk.suggestions.suggest(HERE, ANN, DRAFT)
    await desk.suggestions.accepted(HERE, 1, actor=BOB, change=17)
    with pytest.raises(InboxError, match="stands already"):
        await desk.suggestions.accepted(HERE, 1, actor=BOB, change=18)
    with pytest.raises(InboxError):
        await desk.suggestions.decline(HERE, 1, actor=BOB, reason="Wrong.")
    await desk.suggestions.decline(HERE, 1, actor=BOB, reason="Wrong.", undo=undo)
    assert undone == [17]
    await desk.suggestions.accepted(HERE, 1, actor=BOB, change=19)
    assert (await desk.suggestions.get(HERE, 1)).state == "accepted"


async def test_a_change_that_cannot_be_taken_back_leaves_the_verdict(desk: Desk) -> None:
    async def undo(change: int) -> None:
        raise LoreError("That was changed since.")

    await desk.suggestions.suggest(HERE, ANN, DRAFT)
    await desk.suggestions.accepted(HERE, 1, actor=BOB, change=17)
    with pytest.raises(LoreError, match="changed since"):
        await desk.suggestions.decline(HERE, 1, actor=BOB, reason="Wrong.", undo=undo)
    assert (await desk.suggestions.get(HERE, 1)).state == "accepted"


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"source": "", "address": None}, "needs a source"),
        ({"value": " "}, "needs the value"),
        ({"subject": None}, "needs the subject"),
        ({"property": "shoe_size"}, "no property"),
        ({"value": "x" * 301}, "value is too long"),
        ({"note": "x" * 401}, "note is too long"),
    ],
)
async def test_drafts_that_are_refused(desk: Desk, changes: dict[str, Any], match: str) -> None:
    with pytest.raises(InboxError, match=match):
        await desk.suggestions.suggest(HERE, ANN, {**DRAFT, **changes})
    assert await desk.rows("SELECT * FROM suggestion") == []


async def test_a_sentence_will_do_in_place_of_fields(desk: Desk) -> None:
    draft = {"sentence": "Lorne Balfe scores MI7", "source": "Variety", "spoiler": True, "x": 1}
    one = await desk.suggestions.suggest(HERE, ANN, draft)
    assert one.draft == {
        "sentence": "Lorne Balfe scores MI7",
        "source": "Variety",
        "spoiler": True,
    }


async def test_curation_sees_the_draft_first(desk: Desk, language: Language) -> None:
    async def check(scope: int, draft: object) -> None:
        raise LoreError(f"Not in {scope}.")

    strict = Suggestions(desk.store, language.properties, check=check)
    with pytest.raises(LoreError, match=f"Not in {HERE}"):
        await strict.suggest(HERE, ANN, DRAFT)


async def test_suggestions_of_one_person_and_day_are_bounded(desk: Desk) -> None:
    for _ in range(5):
        await desk.suggestions.suggest(HERE, ANN, DRAFT)
    with pytest.raises(InboxError, match="5 suggestions since yesterday"):
        await desk.suggestions.suggest(HERE, ANN, DRAFT)
    await desk.suggestions.suggest(HERE, BOB, DRAFT)
    await desk.suggestions.suggest(THERE, ANN, DRAFT)
    desk.clock.pass_days(1.01)
    for _ in range(5):
        await desk.suggestions.suggest(HERE, ANN, DRAFT)
    desk.clock.pass_days(1.01)
    with pytest.raises(InboxError, match="10 of your suggestions wait"):
        await desk.suggestions.suggest(HERE, ANN, DRAFT)


async def test_suggestions_of_another_server_are_not_there(desk: Desk) -> None:
    await desk.suggestions.suggest(HERE, ANN, DRAFT)
    for done in (
        desk.suggestions.get(THERE, 1),
        desk.suggestions.accepted(THERE, 1, actor=BOB, change=1),
        desk.suggestions.decline(THERE, 1, actor=BOB, reason="No."),
    ):
        with pytest.raises(InboxError, match="no suggestion 1"):
            await done
    with pytest.raises(InboxError, match="only in a server"):
        await desk.suggestions.suggest(0, ANN, DRAFT)
