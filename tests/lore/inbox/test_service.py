"""The inbox: what enters, what is done with an entry, and who is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from lore.editing import Moderator
from lore.inbox import Asked, InboxError, Limits, gatherer
from lore.language.lexicon import Language
from lore.model.facts import SHARED, Status
from lore.store import Store, open_store
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import CitationRecord, EntityRecord, FactRecord, SourceRecord, Term
from tests.discord_wire.recording import PATIENCE
from tests.support.inbox import ANN, BOB, CHANNEL, HERE, MIGRATED, THERE, Desk, copied, desk_on

MISSING = "who composed the music for mission impossible 7"


@pytest.fixture
async def desk(seeded: Path, tmp_path: Path, language: Language) -> AsyncIterator[Desk]:
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        yield desk_on(store, language)


async def teach(store: Store, scope: int, subject: str = "mission-impossible-7") -> None:
    """Save the composer as a moderator would."""
    async with store.write() as writer:
        recorder = Recorder(writer, scope)
        await recorder.sources([SourceRecord("variety", "Variety", "2020-02-03")])
        await recorder.entities([EntityRecord("balfe", "Lorne Balfe", "person")])
        cited = CitationRecord("variety", Status.CONFIRMED)
        value = Term("entity", "balfe")
        await recorder.facts([FactRecord("f1", subject, "composer", value, (cited,))])
        await recorder.finish()


async def test_a_question_without_an_answer_is_kept_with_its_counts(desk: Desk) -> None:
    await desk.ask(MISSING)
    desk.clock.pass_days(1)
    await desk.ask("who composes MI7?")
    [entry] = await desk.entries()
    assert (entry.number, entry.asked, entry.state, entry.kind) == (1, 2, "open", "unanswered")
    assert entry.property == "composer"
    assert entry.names == ("Mission: Impossible 7",)
    assert entry.wordings == ("who composes MI7?", MISSING)
    assert (entry.first_asked[:10], entry.last_asked[:10]) == ("2020-09-01", "2020-09-02")


async def test_the_latest_asked_comes_first(desk: Desk) -> None:
    for question in (MISSING, "how tall is tom cruise", MISSING):
        desk.clock.pass_days(0.1)
        await desk.ask(question)
        await desk.inbox.flush()
    assert [entry.number for entry in await desk.entries()] == [1, 2]


@pytest.mark.parametrize(
    ("scope", "how"),
    [(SHARED, "command"), (SHARED, "direct"), (HERE, "direct"), (HERE, "about")],
)
async def test_nothing_is_kept_from_elsewhere(desk: Desk, scope: int, how: str) -> None:
    await desk.ask(MISSING, scope=scope, how=how)
    await desk.inbox.flush()
    assert await desk.rows("SELECT * FROM inbox_entry") == []
    assert await desk.rows("SELECT * FROM asked_on") == []


@pytest.mark.parametrize(
    "said",
    [
        "good bot",
        "lol nice one",
        "hello there",
        "thanks!",
        "you are the best bot ever",
        "i watched mi7 yesterday",
        "the trailer was sick",
        "cool actor",
        "nice trailer today",
        "lol tom cruise is so tall",
        "I love Tom Cruise's hair",
        "brb getting pizza",
        "ok whatever dude",
        "good morning everybody",
    ],
)
async def test_a_mention_that_is_no_question_never_enters(desk: Desk, said: str) -> None:
    await desk.ask(said, how="mention")
    assert await desk.entries() == []


@pytest.mark.parametrize(
    "said",
    [
        MISSING,
        "mi7 composer",
        "james bond actor",
        "is zendaya in mi7",
        "hwo plays zola",
        "why is the sky blue",
        "zendaya in mi7?",
    ],
)
async def test_a_mention_that_is_a_question_enters(desk: Desk, said: str) -> None:
    await desk.ask(said, how="mention")
    assert len(await desk.entries()) == 1


async def test_an_entry_is_dismissed_and_restored(desk: Desk) -> None:
    await desk.ask(MISSING)
    await desk.entries()
    await desk.inbox.set_state(HERE, 1, "dismissed")
    await desk.ask(MISSING)
    assert await desk.entries() == []
    assert [entry.asked for entry in await desk.entries(state="dismissed")] == [2]
    await desk.inbox.set_state(HERE, 1, "open")
    assert [entry.number for entry in await desk.entries()] == [1]


async def test_a_number_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(InboxError, match="no entry 7"):
        await desk.inbox.set_state(HERE, 7, "dismissed")
    await desk.ask(MISSING, scope=THERE)
    await desk.entries(scope=THERE)
    with pytest.raises(InboxError, match="no entry 1"):
        await desk.inbox.entry(HERE, 1)


async def test_who_asked_to_be_told_is_told_once_there_is_an_answer(desk: Desk) -> None:
    await desk.ask(MISSING)
    entry = await desk.inbox.tell_me(HERE, "who composes mi7", ANN, CHANNEL)
    await desk.inbox.tell_me(HERE, MISSING, BOB, None)
    assert (entry.number, entry.asked, entry.waiting) == (1, 1, 1)
    assert await desk.inbox.settle(HERE) == 0
    await teach(desk.store, HERE)
    assert await desk.inbox.settle(HERE) == 1
    wishes = await desk.inbox.owed()
    told = [(wish.member_id, wish.channel_id, wish.question) for wish in wishes]
    assert told == [(ANN, CHANNEL, "who composes mi7"), (BOB, None, MISSING)]
    assert await desk.inbox.settle(HERE) == 0
    await desk.inbox.told(wishes)
    assert await desk.rows("SELECT * FROM inbox_wish") == []
    assert [entry.number for entry in await desk.entries(state="answered")] == [1]


async def test_an_answer_in_one_server_settles_nothing_in_another(desk: Desk) -> None:
    for scope in (HERE, THERE):
        await desk.inbox.tell_me(scope, MISSING, ANN, None)
    await teach(desk.store, HERE)
    assert (await desk.inbox.settle(HERE), await desk.inbox.settle(THERE)) == (1, 0)
    assert [wish.scope for wish in await desk.inbox.owed()] == [HERE]


async def test_an_answer_that_does_not_reach_the_question_leaves_it_open(desk: Desk) -> None:
    await desk.inbox.tell_me(HERE, MISSING, ANN, None)
    await teach(desk.store, HERE, "mission-impossible-8")
    assert await desk.inbox.settle(HERE, 1) == 0
    assert await desk.inbox.owed() == []
    assert (await desk.inbox.entry(HERE, 1)).state == "open"


async def test_what_was_answered_and_is_asked_again_in_vain_is_open_again(desk: Desk) -> None:
    await desk.ask(MISSING)
    await teach(desk.store, HERE)
    await desk.inbox.settle(HERE)
    assert await desk.entries() == []
    async with desk.store.write() as writer:
        await writer.execute_fetchall("UPDATE fact SET retired = 1 WHERE scope = ?", (HERE,))
    await desk.ask(MISSING)
    assert [entry.asked for entry in await desk.entries()] == [2]


async def test_wishes_are_refused_where_there_is_an_answer_or_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(InboxError, match="answer to that by now"):
        await desk.inbox.tell_me(HERE, "who directs mi7", ANN, None)
    with pytest.raises(InboxError, match="only in a server"):
        await desk.inbox.tell_me(SHARED, MISSING, ANN, None)


async def test_wishes_of_one_person_are_bounded(desk: Desk) -> None:
    for number in range(desk.inbox.limits.wishes):
        await desk.inbox.tell_me(HERE, f"who plays Nobody{chr(97 + number) * 5}", ANN, None)
    with pytest.raises(InboxError, match="waiting for 25"):
        await desk.inbox.tell_me(HERE, MISSING, ANN, None)
    await desk.inbox.tell_me(THERE, MISSING, ANN, None)


async def test_a_wrong_answer_is_reported_without_a_name_and_closed_by_its_number(
    desk: Desk,
) -> None:
    asked = Asked(HERE, "command")
    first = await desk.inbox.report(asked, "who directs mi7", ANN)
    again = await desk.inbox.report(asked, "director of mission impossible 7?", BOB)
    assert (first.number, again.number, again.asked, again.kind) == (1, 1, 2, "wrong")
    assert await desk.inbox.settle(HERE) == 0
    assert await desk.inbox.settle(HERE, 1) == 1
    assert await desk.entries() == []
    assert await desk.privacy.delete(ANN) == 0


async def test_reports_of_one_person_are_bounded(desk: Desk) -> None:
    asked = Asked(HERE, "command")
    for _ in range(desk.inbox.limits.reports):
        await desk.inbox.report(asked, "who directs mi7", ANN)
    with pytest.raises(InboxError, match="10 answers since yesterday"):
        await desk.inbox.report(asked, "who directs mi7", ANN)
    await desk.inbox.report(asked, "who directs mi7", BOB)


async def test_what_is_wrong_is_kept_without_ids_and_bounded(
    seeded: Path, tmp_path: Path, language: Language
) -> None:
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        desk = desk_on(store, language, Limits(reports_kept=5))
        asked = Asked(HERE, "command")
        for number in range(8):
            said = f"It is\n<@{ANN}> {number}"
            await desk.inbox.report(asked, "who directs mi7", number, said)
        [entry] = await desk.entries()
        assert await desk.inbox.reports(HERE, entry.number) == [
            f"It is {number}" for number in (7, 6, 5, 4, 3)
        ]
        assert await desk.inbox.reports(THERE, entry.number) == []
        desk.clock.pass_days(91)
        await desk.inbox.fade()
        assert await desk.rows("SELECT * FROM report") == []


async def test_everything_fades_after_ninety_days(desk: Desk) -> None:
    await desk.ask(MISSING)
    await desk.inbox.tell_me(HERE, "how tall is tom cruise", ANN, None)
    await desk.inbox.flush()
    desk.clock.pass_days(60)
    await desk.ask("who composes mi7")
    await desk.inbox.flush()
    desk.clock.pass_days(31)
    await desk.inbox.fade()
    assert [entry.wordings for entry in await desk.entries()] == [("who composes mi7",)]
    assert await desk.rows("SELECT * FROM inbox_wish") == []
    desk.clock.pass_days(91)
    await desk.inbox.fade()
    for table in ("inbox_entry", "inbox_wording", "asked_on"):
        assert await desk.rows(f"SELECT * FROM {table}") == []


async def test_numbers_are_never_given_twice(desk: Desk) -> None:
    await desk.ask(MISSING)
    await desk.inbox.flush()
    desk.clock.pass_days(91)
    await desk.inbox.fade()
    await desk.ask("how tall is tom cruise")
    assert [entry.number for entry in await desk.entries()] == [2]


async def test_a_phrase_that_was_taught_answers_and_settles_in_its_server_alone(
    desk: Desk,
) -> None:
    asked = "who is the grand poobah zorb of mi7"
    for scope in (HERE, THERE):
        assert await desk.ask(asked, scope=scope) == "Unknown"
        await desk.inbox.tell_me(scope, asked, ANN, None)
    saved = await desk.editing.phrases.add("grand poobah zorb", "director", Moderator(HERE, BOB))
    assert await desk.ask(asked) == "Found"
    assert await desk.ask("Grand poobahs zorb, mi7?") == "Unknown"
    assert await desk.ask(asked, scope=THERE) == await desk.ask(asked, scope=SHARED) == "Unknown"
    assert (await desk.inbox.settle(HERE), await desk.inbox.settle(THERE)) == (1, 0)
    assert [wish.scope for wish in await desk.inbox.owed()] == [HERE]
    await desk.editing.undo(saved.change.number, Moderator(HERE, BOB))
    assert await desk.ask(asked) == "Unknown"


async def test_wordings_with_a_phrase_that_was_taught_are_one_question(desk: Desk) -> None:
    await desk.editing.phrases.add("tune smith", "composer", Moderator(HERE, BOB))
    await desk.ask(MISSING)
    await desk.ask("who is the tune smith of mi7")
    assert [entry.asked for entry in await desk.entries()] == [2]


async def test_the_background_writes_and_a_cancel_loses_nothing(desk: Desk) -> None:
    running = asyncio.create_task(desk.inbox.run(every=0.01))
    await desk.ask(MISSING)
    async with asyncio.timeout(PATIENCE):
        # The database tells nobody.
        while await desk.rows("SELECT asked FROM inbox_entry") != [(1,)]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await desk.inbox.flush()  # a batch that is cut short as it is written counts twice
    for number in range(40):
        await desk.ask(f"who plays Somebody{'abcdefghij'[number % 10] * 4}{number}")
    await asyncio.sleep(0.03)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert await desk.rows("SELECT sum(asked) FROM inbox_entry") == [(41,)]


async def test_figures_name_no_person(desk: Desk) -> None:
    for question in (MISSING, "who composes mi7", "who directs mi7", "who plays james bond"):
        await desk.ask(question)
    await desk.inbox.report(Asked(HERE, "command"), "who directs mi7", ANN)
    await desk.inbox.tell_me(HERE, MISSING, ANN, CHANNEL)
    await desk.inbox.flush()
    figures = await desk.statistics.figures(HERE)
    assert dict(figures.outcomes) == {"found": 1, "no_fact": 2, "no_entity": 1, "wrong": 1}
    assert figures.names[0] == ("Mission: Impossible 7", 2)
    assert dict(figures.properties) == {"composer": 2, "cast": 1}
    assert figures.wrong == 1
    assert "2020-09-01" in figures.lines()[-1]
    assert "█" in figures.lines()[0]
    digest = await desk.statistics.digest(HERE)
    assert "4 questions, 3 without an answer" in digest
    assert str(ANN) not in f"{figures} {digest} {figures.lines()}"
    assert await desk.statistics.digest(THERE) == "This week nobody asked anything."


async def test_what_is_kept_is_bounded(seeded: Path, tmp_path: Path, language: Language) -> None:
    limits = Limits(entries=20)
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        desk = desk_on(store, language, limits)
        await desk.inbox.tell_me(HERE, MISSING, ANN, None)
        for _ in range(2):
            await desk.ask("how tall is tom cruise")
        for number in range(100):
            desk.clock.pass_days(0.01)
            await desk.ask(f"who plays Xqzwv{number}")
            if number % 30 == 0:
                await desk.inbox.flush()
        found = await desk.entries()
        assert len(found) == 20
        assert {MISSING, "how tall is tom cruise"} <= {entry.wordings[0] for entry in found}


async def test_questions_that_were_too_long_to_read_are_apart(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each was promised to moderators, and an entry keeps few wordings."""
    asked = [f"who plays Zq{number} in mi7" for number in range(7)]
    for question in [*asked, asked[0].upper()]:
        await desk.ask(question)
    monkeypatch.setattr(gatherer, "bounded", lambda *_: None)
    entries = await desk.entries()
    assert len(entries) == len(asked)
    assert sum(entry.asked for entry in entries) == 8
