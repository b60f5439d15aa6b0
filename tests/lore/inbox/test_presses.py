"""An offer of readings: kept for moderators until one is pressed, which is kept to train on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from lore.inbox import Asked, Limits
from lore.language.lexicon import Language
from lore.model.facts import SHARED, Ambiguous, Answer, Unknown
from lore.store import open_store
from lore.store.presses import Press, presses
from tests.support.commits import at_commit, cancel
from tests.support.inbox import ANN, HERE, MIGRATED, THERE, Desk, copied, desk_on

READINGS = ("Who plays Ilsa Faust?", "Who returns as Ilsa Faust?")
OFFER = Ambiguous(READINGS, READINGS)
QUESTION = "and whos doin ilsa again?"


@pytest.fixture
async def desk(seeded: Path, tmp_path: Path, language: Language) -> AsyncIterator[Desk]:
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        yield desk_on(store, language, Limits(presses=3))


def offered(
    desk: Desk, question: str = QUESTION, *, scope: int = HERE, how: str = "command"
) -> None:
    desk.inbox.note(Asked(scope, how), Answer(question, OFFER, 0.0))  # type: ignore[arg-type]


def press(
    desk: Desk,
    question: str = QUESTION,
    *,
    scope: int = HERE,
    how: str = "command",
    shown: str = "a",
    alone: bool = True,
) -> None:
    asked = Asked(scope, how)  # type: ignore[arg-type]
    desk.inbox.press(asked, question, OFFER, READINGS[0], shown=shown, alone=alone)


async def counts(desk: Desk) -> dict[object, object]:
    return {row[0]: row[1] for row in await desk.rows("SELECT outcome, asked FROM asked_on")}


async def kept(desk: Desk) -> list[Press]:
    await desk.inbox.flush()
    return await desk.store.query(presses)


async def test_an_offer_that_nobody_presses_is_kept_for_moderators(desk: Desk) -> None:
    offered(desk)
    [entry] = await desk.entries()
    assert (entry.wordings, entry.asked, entry.property) == ((QUESTION,), 1, None)
    assert await counts(desk) == {"ambiguous": 1}


async def test_which_bearer_of_a_name_is_meant_is_no_question_without_an_answer(desk: Desk) -> None:
    which = Ambiguous(("Ilsa", "Benji"), READINGS)
    desk.inbox.note(Asked(HERE, "command"), Answer(QUESTION, which, 0.0))
    assert await desk.entries() == []
    assert await counts(desk) == {"ambiguous": 1}
    desk.inbox.press(Asked(HERE, "command"), QUESTION, which, READINGS[0], shown="a", alone=True)
    assert await kept(desk) == []


@pytest.mark.parametrize("written", [False, True])
async def test_a_press_takes_the_question_out_again(desk: Desk, written: bool) -> None:
    offered(desk)
    if written:
        assert len(await desk.entries()) == 1
    press(desk)
    assert await desk.entries() == []
    assert await desk.rows("SELECT * FROM inbox_wording") == []
    assert await counts(desk) == {"ambiguous": 1}


@pytest.mark.parametrize("written", [False, True])
async def test_a_press_takes_out_one_asking_once(desk: Desk, written: bool) -> None:
    offered(desk)
    offered(desk)
    if written:
        await desk.entries()
    press(desk)
    press(desk)
    assert [entry.asked for entry in await desk.entries()] == [1]
    assert len(await kept(desk)) == 1
    press(desk, shown="b")
    assert await desk.entries() == []


async def test_what_somebody_waits_for_stays(desk: Desk) -> None:
    missing = "who composed the music for mission impossible 7"
    await desk.inbox.tell_me(HERE, missing, ANN, None)
    press(desk, missing)
    assert [entry.waiting for entry in await desk.entries()] == [1]


async def test_a_press_is_kept_without_who_pressed(desk: Desk) -> None:
    offered(desk)
    press(desk)
    row = Press(HERE, "and whos doin ilsa again ?", READINGS, READINGS[0], "2020-09-01")
    assert await kept(desk) == [row]
    columns = {row[1] for row in await desk.rows("PRAGMA table_info(press)")}
    assert columns == {"id", "scope", "question", "offered", "pressed", "day"}


async def test_ids_in_a_question_are_not_kept(desk: Desk) -> None:
    press(desk, f"<@{ANN}> whos doin ilsa {ANN}")
    assert [one.question for one in await kept(desk)] == ["whos doin ilsa"]


@pytest.mark.parametrize(
    ("scope", "how"),
    [(SHARED, "command"), (SHARED, "direct"), (HERE, "direct"), (HERE, "about")],
)
async def test_nothing_is_kept_from_elsewhere(desk: Desk, scope: int, how: str) -> None:
    offered(desk, scope=scope, how=how)
    press(desk, scope=scope, how=how)
    assert await kept(desk) == []
    assert await desk.rows("SELECT * FROM inbox_entry") == []


async def test_what_referred_to_earlier_questions_is_not_trained_on(desk: Desk) -> None:
    offered(desk)
    press(desk, alone=False)
    assert await kept(desk) == []
    assert await desk.entries() == []


async def test_only_the_newest_of_a_server_are_kept(desk: Desk) -> None:
    for number in range(5):
        press(desk, f"whos doin ilsa {number} times", shown=str(number))
        await desk.inbox.flush()
    press(desk, scope=THERE, shown="there")
    told = [one.question for one in await kept(desk)]
    assert told == [f"whos doin ilsa {number} times" for number in (2, 3, 4)] + [
        "and whos doin ilsa again ?"
    ]


async def test_a_press_fades(desk: Desk) -> None:
    press(desk)
    await kept(desk)
    desk.clock.pass_days(89)
    await desk.inbox.fade()
    assert len(await kept(desk)) == 1
    desk.clock.pass_days(2)
    await desk.inbox.fade()
    assert await kept(desk) == []


async def test_what_is_erased_of_a_server_is_gone(desk: Desk) -> None:
    press(desk)
    press(desk, scope=THERE, shown="there")
    assert len(await kept(desk)) == 2
    await desk.departures.removed(HERE)
    desk.clock.pass_days(31)
    await desk.departures.sweep([THERE])
    assert [one.scope for one in await kept(desk)] == [THERE]


async def test_what_waits_of_a_server_is_dropped(desk: Desk) -> None:
    press(desk)
    desk.inbox.forget(scope=HERE)
    assert await kept(desk) == []


async def test_an_offer_survives_the_end_of_the_program(
    seeded: Path, tmp_path: Path, language: Language
) -> None:
    path = copied(seeded, tmp_path)
    async with open_store(path, MIGRATED) as store:
        async with store.write() as writer:
            about = json.dumps([["ambiguous", None, [], None], None])
            await writer.execute_fetchall(
                "INSERT INTO inbox_waiting (scope, kind, text, at, asked, strict, content) "
                "VALUES (?, 'unanswered', ?, '2020-09-01T12:00:00Z', 1, 0, ?)",
                (HERE, QUESTION, about),
            )
        desk = desk_on(store, language)
        running = asyncio.create_task(desk.inbox.run(every=0.0))
        while await desk.rows("SELECT 1 FROM inbox_waiting"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        assert [entry.wordings for entry in await desk.entries()] == [(QUESTION,)]
        assert await counts(desk) == {"ambiguous": 1}


async def test_what_is_understood_beside_an_offer_is_told_as_before(desk: Desk) -> None:
    unknown = Unknown("no_fact", "composer", ("Mission: Impossible 7",))
    noted = desk.inbox.note(Asked(HERE, "command"), Answer("who composed mi7", unknown, 0.0))
    assert noted is not None
    assert await desk.inbox.kept(noted)


async def interrupted(desk: Desk) -> None:
    """Gather what waits, and be cancelled in the middle of the commit."""
    async with desk.store.write() as writer:
        pass
    await at_commit(writer, lambda: cancel(gathering))
    gathering = asyncio.create_task(desk.inbox.flush())
    with pytest.raises(asyncio.CancelledError):
        await gathering


async def test_what_is_gathered_as_the_program_ends_counts_once(desk: Desk) -> None:
    await desk.ask("who plays james bond")
    await interrupted(desk)
    await desk.inbox.flush()
    assert await desk.rows("SELECT asked FROM inbox_entry") == [(1,)]
    assert await desk.rows("SELECT sum(asked) FROM asked_on") == [(1,)]


async def test_what_is_pressed_as_the_program_ends_is_kept_once(desk: Desk) -> None:
    press(desk)
    await interrupted(desk)
    assert len(await kept(desk)) == 1
