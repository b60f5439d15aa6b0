"""What is kept of a person and of a server: exported, deleted, erased, over every table."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lore.editing import Moderator
from lore.inbox import Asked
from lore.language.lexicon import Language
from lore.privacy import AT_ONCE
from lore.store import Store, clippings, feeds, open_store, patterns
from lore.store.clippings import Clipping
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import EntityRecord, SourceRecord
from lore.store.privacy import FORMER_MODERATOR, stripped
from lore.store.privacy_schema import TABLES
from tests.lore.inbox.test_servers_apart import STEPS, Step, do
from tests.support.asking import ROOT
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

Contents = dict[str, list[tuple[object, ...]]]


@pytest.fixture
async def desk(seeded: Path, tmp_path: Path, language: Language) -> AsyncIterator[Desk]:
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        yield desk_on(store, language)


async def everything(store: Store) -> Contents:
    """Every row of every table, whatever it is called."""
    names = await store.read("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {name: await store.read(f'SELECT * FROM "{name}"') for (name,) in names}


async def naming(store: Store, person: int) -> list[tuple[str, tuple[object, ...]]]:
    """The rows in which a person's id stands, in any column."""
    return [
        (table, row)
        for table, rows in (await everything(store)).items()
        for row in rows
        if any(re.search(rf"(?<!\d){person}(?!\d)", str(cell)) for cell in row)
    ]


async def change(store: Store, actor: int, before: str | None = None) -> None:
    """A row of history, as editing writes it."""
    async with store.write() as writer:
        await writer.execute_fetchall(
            "INSERT INTO change (scope, actor, made_at, action, target, reason, before) "
            "VALUES (?, ?, '2020-09-01T12:00:00Z', 'add', 'fact', ?, ?)",
            (HERE, str(actor), f"<@{actor}> said so, ask <@!{actor}> or {actor}", before),
        )


async def test_what_a_person_did_goes_and_what_is_history_stays(desk: Desk) -> None:
    await desk.inbox.tell_me(HERE, f"who plays Nobody <@{ANN}>", ANN, CHANNEL)
    await desk.inbox.tell_me(HERE, "who composed mi7", BOB, CHANNEL)
    await desk.suggestions.suggest(HERE, ANN, DRAFT)
    await desk.suggestions.suggest(HERE, BOB, {**DRAFT, "note": f"from <@{ANN}>"})
    await desk.suggestions.decline(HERE, 2, actor=ANN, reason="No.")
    await change(desk.store, ANN, json.dumps({"actor": str(ANN), "by": ANN, "text": f"{ANN}0"}))
    assert await naming(desk.store, ANN)
    await desk.privacy.delete(ANN)
    assert await naming(desk.store, ANN) == []
    assert await desk.rows("SELECT member_id FROM inbox_wish") == [(BOB,)]
    [(actor, reason, before)] = await desk.rows("SELECT actor, reason, before FROM change")
    assert actor == FORMER_MODERATOR
    assert reason == "former member said so, ask former member or former member"
    assert json.loads(str(before)) == {"actor": FORMER_MODERATOR, "by": None, "text": f"{ANN}0"}
    kept = await desk.suggestions.get(HERE, 2)
    assert (kept.member_id, kept.draft["note"]) == (BOB, "from former member")
    assert await desk.rows("SELECT actor FROM suggestion") == [(FORMER_MODERATOR,)]
    assert await desk.privacy.delete(ANN) == 0


async def test_names_that_hold_an_id_are_found_by_their_new_spelling(desk: Desk) -> None:
    async with desk.store.write() as writer:
        recorder = Recorder(writer, HERE)
        await recorder.entities([EntityRecord("fan", f"Fan {ANN}", "person", (f"<@{ANN}>",))])
        await recorder.sources([SourceRecord("s", f"Post of <@{ANN}>")])
        await recorder.finish()
    await desk.privacy.delete(ANN)
    assert await naming(desk.store, ANN) == []
    names = [done.name for done in await desk.engine.complete("Fan form", scope=HERE)]
    assert "Fan former member" in names


async def test_export_holds_all_of_a_person_and_nothing_of_another(desk: Desk) -> None:
    for person in (ANN, BOB):
        await desk.inbox.tell_me(HERE, "who composed mi7", person, CHANNEL)
        await desk.suggestions.suggest(THERE, person, DRAFT)
        await change(desk.store, person)
    exported = json.loads(await desk.privacy.export(ANN))
    assert sorted(exported) == ["change", "inbox_wish", "suggestion"]
    assert str(BOB) not in json.dumps(exported)
    rows = await naming(desk.store, ANN)
    assert len(rows) == sum(map(len, exported.values()))
    assert json.loads(await desk.privacy.export(1)) == {}


async def test_of_what_others_did_the_export_has_the_text_that_names_the_person(
    desk: Desk,
) -> None:
    fact = {"key": "night-train-score", "value_text": f"so said <@{ANN}>", "role_text": "secret"}
    await change(desk.store, BOB, json.dumps({"fact:1:": fact}))
    async with desk.store.write() as writer:
        await writer.execute_fetchall("UPDATE change SET reason = ?", (f"asked by <@{ANN}>",))
    exported = json.loads(await desk.privacy.export(ANN))
    told = {"scope": HERE, "reason": f"asked by <@{ANN}>", "before": f"so said <@{ANN}>"}
    assert exported == {"change": [told]}


async def test_the_export_does_not_tell_who_decided(desk: Desk) -> None:
    await desk.suggestions.suggest(HERE, ANN, DRAFT)
    await desk.suggestions.decline(HERE, 1, actor=BOB, reason="No.")
    exported = await desk.privacy.export(ANN)
    assert "No." in exported
    assert str(BOB) not in exported


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, mentions=st.booleans())
def test_deleting_leaves_no_row_that_names_the_person(
    seeded: Path, language: Language, steps: list[Step], mentions: bool
) -> None:
    async def run() -> None:
        folder = Path(tempfile.mkdtemp())
        try:
            async with open_store(copied(seeded, folder), MIGRATED) as store:
                desk = desk_on(store, language)
                for what, question, person in steps:
                    said = f"{question} <@{ANN}>" if mentions else question
                    await do(desk, HERE, (what, said, person))
                await change(store, ANN)
                await desk.privacy.delete(ANN)
                assert await naming(store, ANN) == []
        finally:
            shutil.rmtree(folder)

    asyncio.run(run())


async def test_what_waits_to_be_written_is_clean_too(desk: Desk) -> None:
    await desk.ask(f"who plays <@{ANN}>")
    await desk.privacy.delete(ANN)
    await desk.inbox.flush()
    assert await naming(desk.store, ANN) == []


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("by <@123456789> and <@!123456789>", "by former member and former member"),
        ("1123456789 or 1234567891", "1123456789 or 1234567891"),
        ("123456789", "former member"),
        (
            '["123456789", 123456789, {"123456789": 1.5}]',
            '["former member", null, {"former member": 1.5}]',
        ),
        ('{"moderator_id": 123456789}', '{"moderator_id": "former moderator"}'),
    ],
)
def test_an_id_is_taken_out_of_a_text(text: str, clean: str) -> None:
    assert stripped(text, 123456789) == clean


def test_a_short_number_is_a_person_only_where_it_is_mentioned() -> None:
    assert stripped("7 July 2020 by <@2020>", 2020) == "7 July 2020 by former member"


def schema(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """The tables of a database, each with its columns and their types."""
    rows = connection.execute(
        """
        SELECT made.name, held.name, held.type
        FROM sqlite_schema AS made JOIN pragma_table_info(made.name) AS held
        WHERE made.type = 'table' AND made.name NOT LIKE 'sqlite_%'
        """
    )
    found: dict[str, dict[str, str]] = {}
    for table, column, type_ in rows:
        found.setdefault(table, {})[column] = type_
    return found


async def test_every_table_and_column_is_listed(desk: Desk) -> None:
    migrated = await desk.store.query(schema)
    assert {table.name: table.columns for table in TABLES} == {
        table: frozenset(columns) for table, columns in migrated.items()
    }
    texts = {
        table: {column for column, type_ in columns.items() if type_ == "TEXT"}
        for table, columns in migrated.items()
    }
    for table in TABLES:
        assert {*table.texts, *([table.actor] if table.actor else [])} == texts[table.name]


async def test_every_foreign_key_is_listed(desk: Desk) -> None:
    def keys(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
        return {
            (table.name, *row)
            for table in TABLES
            for row in connection.execute(
                """SELECT "from", "table", COALESCE("to", 'id') FROM pragma_foreign_key_list(?)""",
                (table.name,),
            )
        }

    listed = {
        (table.name, key.column, key.parent, key.parent_column)
        for table in TABLES
        for key in table.references
    }
    assert await desk.store.query(keys) == listed


def test_every_column_that_may_hold_a_person_is_known() -> None:
    doubtful = {
        f"{table.name}.{column}"
        for table in TABLES
        for column in table.columns - {table.person, table.actor}
        if re.search(r"member|user|person|asker|moderator|owner|actor|author|_by$", column)
    }
    assert doubtful == set()


async def fill(desk: Desk, scope: int) -> None:
    """Something of a server in every table that has a place for it."""
    await desk.ask("who composed mi7", scope=scope)
    await desk.inbox.tell_me(scope, "how tall is tom cruise", ANN, None)
    await desk.suggestions.suggest(scope, ANN, DRAFT)
    await desk.editing.phrases.add("tune smith", "composer", Moderator(scope, ANN))
    async with desk.store.write() as writer:
        recorder = Recorder(writer, scope)
        await recorder.entities([EntityRecord("own", "Own Name", "person", ("Other Name",))])
        await recorder.sources([SourceRecord("s", "Post")])
        await recorder.finish()
        await writer.execute_fetchall("INSERT INTO hidden VALUES (?, 'fact', 1)", (scope,))
        clipping = Clipping(0, "Score", None, None, None, ("Ana Lopez composes it.",), 1, "2026")
        await clippings.add(writer, scope, clipping, most=5)
        await feeds.see(writer, scope, ["a1b2"], "2026-11-29")
        await patterns.add_verdicts(writer, scope, ["composes"], accepted=True)
        await writer.execute_fetchall(
            "INSERT INTO feed (scope, address, due_at) VALUES (?, 'https://a.example', '')",
            (scope,),
        )
    await desk.inbox.flush()


async def test_a_server_is_erased_thirty_days_after_the_bot_was_removed(desk: Desk) -> None:
    await fill(desk, THERE)
    before = await everything(desk.store)
    await fill(desk, HERE)
    await desk.departures.removed(HERE)
    desk.clock.pass_days(29)
    assert await desk.departures.sweep([THERE]) == []
    await desk.departures.removed(HERE)
    desk.clock.pass_days(1)
    assert await desk.departures.sweep([THERE]) == [HERE]
    after = await everything(desk.store)
    # How often something was written tells nothing of whose it was.
    del before["revision"], after["revision"]
    assert after == before
    assert await desk.departures.sweep([THERE]) == []


async def test_who_comes_back_in_time_finds_everything(desk: Desk) -> None:
    await fill(desk, HERE)
    before = await everything(desk.store)
    await desk.departures.removed(HERE)
    desk.clock.pass_days(29)
    await desk.departures.returned(HERE)
    desk.clock.pass_days(29)
    assert await desk.departures.sweep([THERE]) == []
    assert await everything(desk.store) == before


async def test_an_outage_neither_starts_nor_ends_the_time(desk: Desk) -> None:
    await fill(desk, HERE)
    await desk.departures.reconcile([])
    await desk.departures.reconcile([HERE, THERE])
    desk.clock.pass_days(31)
    assert await desk.departures.sweep([HERE, THERE]) == []
    await desk.departures.reconcile([THERE])
    desk.clock.pass_days(31)
    assert await desk.departures.sweep([]) == []
    # It came back while the bot was away: it is there, so nothing goes.
    assert await desk.departures.sweep([HERE, THERE]) == []
    assert await desk.departures.sweep([THERE]) == [HERE]


async def test_a_removal_while_away_is_seen_on_the_next_start(desk: Desk) -> None:
    await fill(desk, HERE)
    await desk.departures.reconcile([THERE])
    assert await desk.rows("SELECT scope FROM departed") == [(HERE,)]
    await desk.departures.reconcile([THERE, HERE])
    assert await desk.rows("SELECT scope FROM departed") == []


async def test_what_waits_of_an_erased_server_is_not_written_later(desk: Desk) -> None:
    await desk.departures.removed(HERE)
    desk.clock.pass_days(31)
    await desk.ask("who composed mi7")
    await desk.departures.sweep([THERE])
    await desk.inbox.flush()
    assert await desk.rows("SELECT * FROM inbox_entry") == []


async def test_marking_wrong_keeps_no_person(desk: Desk) -> None:
    await desk.inbox.report(Asked(HERE, "command"), "who directs mi7", ANN)
    assert await naming(desk.store, ANN) == []


def test_the_document_says_what_the_code_does() -> None:
    text = " ".join((ROOT / "docs" / "privacy.md").read_text(encoding="utf-8").split())
    for said in ("90 days", "2,000", "five latest wordings", "direct messages"):
        assert said in text


def left_of(desk: Desk, *needles: bytes) -> list[bytes]:
    """Which of these can still be read in the files of the database, the free parts included."""
    held = b"".join(one.read_bytes() for one in desk.store.path.parent.glob("*.db*"))
    return [needle for needle in needles if needle in held]


async def test_what_is_deleted_cannot_be_read_from_the_files(desk: Desk) -> None:
    note = "I am the neighbour of the second assistant"
    await desk.inbox.tell_me(HERE, "who plays Xylthrane", ANN, CHANNEL)
    await desk.suggestions.suggest(HERE, ANN, {**DRAFT, "note": note})
    sought = (note.encode(), str(ANN).encode(), ANN.to_bytes(8, "big").lstrip(b"\0"))
    assert left_of(desk, *sought)
    await desk.privacy.delete(ANN)
    assert left_of(desk, *sought) == []


async def test_nor_is_what_is_erased_of_a_server(desk: Desk) -> None:
    note = "I am the neighbour of the second assistant"
    await desk.suggestions.suggest(HERE, ANN, {**DRAFT, "note": note})
    await desk.departures.removed(HERE)
    desk.clock.pass_days(31)
    assert await desk.departures.sweep([THERE]) == [HERE]
    assert left_of(desk, note.encode()) == []


async def test_a_crowd_of_exports_opens_few_connections(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, most = 0, 0
    apart = Store.query_apart

    async def counted(self: Store, function: Any) -> Any:
        nonlocal now, most
        now += 1
        most = max(most, now)
        try:
            return await apart(self, function)
        finally:
            now -= 1

    monkeypatch.setattr(Store, "query_apart", counted)
    await asyncio.gather(*(desk.privacy.export(person) for person in range(20)))
    assert most <= AT_ONCE
