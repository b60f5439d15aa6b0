"""The store on real files: opening, reading while writing, and what is written by key."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lore.language import text as folding
from lore.model.errors import StoreError
from lore.model.facts import Status
from lore.store import Store, database, open_store
from lore.store.name_index.writer import spelling_key
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import (
    CitationRecord,
    EntityRecord,
    FactRecord,
    RecordError,
    SourceRecord,
    Term,
)

MIGRATIONS = Path(__file__).resolve().parents[3] / "data" / "migrations"
SERVER, OTHER = 1234, 5678

ARTICLE = SourceRecord("article", "An article", "2020-07-07")
SERIES = EntityRecord("mi", "Mission: Impossible", "series")
SEVENTH = EntityRecord("mi-7", "Mission: Impossible 7", "film")
ILSA = EntityRecord("ilsa", "Ilsa Faust", "character", ("the British spy",))
CITED = (CitationRecord("article", Status.CONFIRMED, "paragraph 1"),)


def fact(key: str, subject: str, name: str, value: Term) -> FactRecord:
    return FactRecord(key, subject, name, value, CITED)


IN_SERIES = fact("mi-7-series", "mi-7", "series", Term("entity", "mi"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lore.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    async with open_store(path, MIGRATIONS) as store:
        yield store


async def write(
    store: Store,
    *records: SourceRecord | EntityRecord | FactRecord,
    scope: int = 0,
) -> Recorder:
    async with store.write() as writer:
        recorder = Recorder(writer, scope)
        await recorder.sources([one for one in records if isinstance(one, SourceRecord)])
        await recorder.entities([one for one in records if isinstance(one, EntityRecord)])
        await recorder.facts([one for one in records if isinstance(one, FactRecord)])
        await recorder.finish()
    return recorder


async def names(store: Store, scope: int = 0, standing: str = "%") -> set[str]:
    rows = await store.read(
        "SELECT text FROM name WHERE scope = ? AND standing LIKE ?", (scope, standing)
    )
    return {row[0] for row in rows}


# Opening


async def test_a_new_file_is_made_ready(path: Path, store: Store) -> None:
    assert store.birth.created
    assert await store.read("PRAGMA journal_mode") == [("wal",)]
    async with store.write() as writer:
        assert list(await writer.execute_fetchall("PRAGMA foreign_keys")) == [(1,)]
        assert list(await writer.execute_fetchall("PRAGMA synchronous")) == [(2,)]


async def test_closing_leaves_one_file(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, ILSA)
        assert await names(store) == {"Ilsa Faust", "the British spy"}

    assert [file.name for file in path.parent.iterdir()] == [path.name]
    async with open_store(path, MIGRATIONS) as store:
        assert not store.birth.created
        assert await names(store) == {"Ilsa Faust", "the British spy"}


async def test_a_missing_file_is_made_only_where_asked_for(path: Path) -> None:
    with pytest.raises(StoreError, match=f"There is no database {path}."):
        async with open_store(path, MIGRATIONS, create=False):
            raise AssertionError
    assert not path.exists()
    async with open_store(path, MIGRATIONS):
        pass
    async with open_store(path, MIGRATIONS, create=False) as store:
        assert not store.birth.created
        assert await store.is_void()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("put", "shared", "kept"),
    [(False, False, False), (True, False, True), (False, True, True)],
)
async def test_an_error_leaves_no_new_and_void_file(
    path: Path, put: bool, shared: bool, kept: bool
) -> None:
    others = AsyncExitStack()

    async def fail() -> None:
        async with open_store(path, MIGRATIONS) as store:
            if shared:
                await others.enter_async_context(open_store(path, MIGRATIONS))
            if put:
                await write(store, ILSA)
            raise ZeroDivisionError

    async with others:
        with pytest.raises(ZeroDivisionError):
            await fail()
        assert path.exists() == kept


async def test_an_error_leaves_a_file_that_was_there(path: Path) -> None:
    async with open_store(path, MIGRATIONS):
        pass

    async def fail() -> None:
        async with open_store(path, MIGRATIONS):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert path.exists()


@pytest.mark.parametrize("name", [":memory:", "a b?mode=memory#x%41.db", "ünï – 7.db"])
async def test_any_file_name_is_a_file(tmp_path: Path, name: str) -> None:
    async with open_store(tmp_path / name, MIGRATIONS) as store:
        await write(store, ILSA)
        assert await names(store)
    assert (tmp_path / name).stat().st_size > 0


@pytest.mark.parametrize("count", [2, 5])
async def test_several_open_one_new_file_at_once(path: Path, count: int) -> None:
    async def use(key: str) -> None:
        async with open_store(path, MIGRATIONS) as store:
            await write(store, EntityRecord(key, f"Film {key}", "film"))

    await asyncio.gather(*[use(str(number)) for number in range(count)])

    async with open_store(path, MIGRATIONS) as store:
        assert await store.read("SELECT count(*) FROM entity") == [(count,)]


async def test_paths_that_are_no_database_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("These are notes, and no database at all.\n" * 100)
    with closing(sqlite3.connect(tmp_path / "held.db", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
        for path, reason in (
            (tmp_path, "is a folder"),
            (tmp_path / "missing" / "lore.db", "folder does not exist"),
            (text / "lore.db", "folder does not exist"),
            (text, "is not a database"),
            (tmp_path / "held.db", "another program"),
        ):
            with pytest.raises(StoreError, match=reason) as caught:
                async with open_store(path, MIGRATIONS):
                    raise AssertionError
            assert "\n" not in str(caught.value)
            assert path.name in str(caught.value)
        holder.execute("ROLLBACK")
    assert text.read_text().startswith("These are notes")


async def test_a_damaged_file_is_refused(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        await write(store, *[EntityRecord(f"e{i}", f"Name {i}", "film") for i in range(500)])
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(StoreError, match="damaged"):
        async with open_store(path, MIGRATIONS) as store:
            await names(store)


async def test_a_file_that_cannot_be_written_is_named(path: Path) -> None:
    async with open_store(path, MIGRATIONS) as store:
        async with store.write() as writer:
            await writer.execute_fetchall("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written"):
            await write(store, ILSA)


# Reading and writing at once


async def test_a_reader_sees_the_old_state_until_the_commit(store: Store) -> None:
    async with store.write() as writer:
        recorder = Recorder(writer)
        await recorder.entities([ILSA])
        await recorder.finish()
        assert await names(store) == set()
    assert await names(store) == {"Ilsa Faust", "the British spy"}


async def test_all_lookups_of_a_query_see_one_state(store: Store) -> None:
    looked, written = threading.Event(), threading.Event()

    def count(connection: sqlite3.Connection) -> tuple[int, int]:
        first = connection.execute("SELECT count(*) FROM entity").fetchone()[0]
        looked.set()
        assert written.wait(10)
        return first, connection.execute("SELECT count(*) FROM entity").fetchone()[0]

    task = asyncio.create_task(store.query(count))
    assert await asyncio.to_thread(looked.wait, 10)
    await write(store, ILSA)
    written.set()

    assert await task == (0, 0)
    assert await store.read("SELECT count(*) FROM entity") == [(1,)]


async def test_what_takes_long_is_read_apart(store: Store) -> None:
    release = threading.Event()
    task = asyncio.create_task(store.query_apart(lambda connection: release.wait(10)))
    await asyncio.sleep(0)

    assert await store.read("SELECT 1") == [(1,)]
    release.set()
    assert await task


async def test_a_reader_cannot_write(store: Store) -> None:
    for sql in ("DELETE FROM entity", "CREATE TABLE more (id)"):
        with pytest.raises(StoreError, match="cannot be written"):
            await store.read(sql)
    with pytest.raises(sqlite3.OperationalError, match="syntax"):
        await store.read("SELECT FROM")


async def test_writers_queue(store: Store) -> None:
    order: list[str] = []

    async def one(name: str) -> None:
        async with store.write() as writer:
            order.append(f"{name} begins")
            await asyncio.sleep(0.01)
            await Recorder(writer).sources([SourceRecord(name, name)])
            order.append(f"{name} ends")

    await asyncio.gather(one("a"), one("b"), one("c"))

    assert order == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]
    assert await store.read("SELECT key FROM source ORDER BY id") == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize("bulk", [False, True])
async def test_an_error_undoes_the_whole_write(store: Store, bulk: bool) -> None:
    async def fail() -> None:
        async with store.write(bulk=bulk) as writer:
            await Recorder(writer).entities([ILSA])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await names(store) == set()
    await write(store, ILSA)
    assert await names(store) != set()


@pytest.mark.parametrize("times", [1, 2])
async def test_a_cancel_undoes_the_whole_write(store: Store, times: int) -> None:
    started = asyncio.Event()

    async def endless() -> None:
        async with store.write() as writer:
            await Recorder(writer).entities([ILSA])
            started.set()
            await writer.execute_fetchall(
                "INSERT INTO source (key, title) WITH RECURSIVE n(i) AS "
                "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i, 'x' FROM n"
            )
            await asyncio.sleep(60)

    task = asyncio.create_task(endless())
    await started.wait()
    for _ in range(times):
        await asyncio.sleep(0)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await write(store, ARTICLE)
    assert await names(store) == set()
    assert await store.read("SELECT key FROM source") == [("article",)]


async def test_another_process_that_writes_is_waited_for_then_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    settled: list[Store] = []

    async def settle(store: Store) -> None:
        settled.append(store)

    monkeypatch.setattr(Store, "_settle", settle)
    async with open_store(path, MIGRATIONS) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="another program"):
                async with store.write(bulk=True):
                    raise AssertionError
            assert settled == []  # it waits once, not for the settling too
            assert await names(store) == set()
            other.execute("ROLLBACK")
        await write(store, ILSA)
        assert await names(store) != set()


# Records


async def test_the_same_records_again_change_nothing(store: Store) -> None:
    records = (ARTICLE, SERIES, SEVENTH, ILSA, IN_SERIES)
    first = await write(store, *records)
    before = await store.query(contents)
    again = await write(store, *records)

    assert (first.changes.added, first.changes.updated) == (5, 0)
    assert (again.changes.added, again.changes.updated) == (0, 0)
    assert await store.query(contents) == before


async def test_a_changed_record_is_updated_in_place(store: Store) -> None:
    await write(store, ARTICLE, SEVENTH, ILSA, fact("f", "mi-7", "note", Term("text", "a")))
    before = await store.query(contents)
    other = CitationRecord("article", Status.RUMOURED, "paragraph 2", "2020-07")
    changed = await write(
        store,
        SourceRecord("article", "An article", "2020-07", estimated=True, reason="it says so"),
        EntityRecord("ilsa", "Ilsa", "character", ("the spy",), 2015),
        FactRecord("f", "mi-7", "note", Term("date", "2021"), (other,), Term("text", "x"), True),
    )

    after = await store.query(contents)
    assert changed.changes.updated == 3
    assert after["source"][0][0] == before["source"][0][0]
    assert [row[0] for row in after["fact"]] == [row[0] for row in before["fact"]]
    assert await names(store) == {"Mission: Impossible 7", "Impossible 7", "Ilsa", "the spy"}
    assert await store.read("SELECT status, locator, as_of, retired FROM citation ORDER BY id") == [
        ("confirmed", "paragraph 1", None, 1),
        ("rumoured", "paragraph 2", "2020-07", 0),
    ]
    await store.query(check_index)


async def test_a_citation_that_returns_is_live_again(store: Store) -> None:
    first = fact("f", "mi-7", "note", Term("text", "a"))
    other = CitationRecord("article", Status.DENIED)
    await write(store, ARTICLE, SEVENTH, first)
    await write(store, FactRecord("f", "mi-7", "note", Term("text", "a"), (other,)))
    await write(store, first)

    assert await store.read("SELECT id, status, retired FROM citation ORDER BY id") == [
        (1, "confirmed", 0),
        (2, "denied", 1),
    ]


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        (fact("f", "nobody", "note", Term("text", "x")), "entity “nobody”"),
        (fact("f", "ilsa", "note", Term("entity", "nobody")), "entity “nobody”"),
        (
            FactRecord("f", "ilsa", "n", Term("text", "x"), CITED, Term("entity", "nobody")),
            "entity “nobody”",
        ),
        (
            FactRecord(
                "f", "ilsa", "n", Term("text", "x"), (CitationRecord("gone", Status.DENIED),)
            ),
            "source “gone”",
        ),
    ],
)
async def test_a_fact_needs_what_it_names(store: Store, record: FactRecord, missing: str) -> None:
    with pytest.raises(RecordError, match=f"there is no {missing}"):
        await write(store, ARTICLE, ILSA, record)
    assert await names(store) == set()


# Scopes


async def test_a_server_adds_to_what_is_shared_and_cannot_change_it(store: Store) -> None:
    await write(store, ARTICLE, ILSA)
    before = await store.query(contents)
    own = EntityRecord("ilsa", "Ilsa the Great", "character", ("the British spy", "Red Ilsa"), 1999)
    await write(store, own, SourceRecord("article", "Another title"), scope=SERVER)

    after = await store.query(contents)
    assert after["entity"] == before["entity"]
    assert after["source"] == before["source"]
    assert await names(store) == {"Ilsa Faust", "the British spy"}
    assert await names(store, SERVER, "alias") == {"Ilsa the Great", "Red Ilsa"}
    await store.query(check_index)

    await write(store, EntityRecord("ilsa", "Ilsa Faust", "character"), scope=SERVER)
    assert await names(store, SERVER) == {"Ilsa the Great", "Red Ilsa"}


async def test_a_shared_entity_keeps_its_kind(store: Store) -> None:
    await write(store, ILSA)
    with pytest.raises(RecordError, match="its kind is character, not person"):
        await write(store, EntityRecord("ilsa", "Ilsa", "person"), scope=SERVER)


async def test_servers_do_not_see_one_another(store: Store) -> None:
    mine = EntityRecord("secret", "Secret Film", "film")
    await write(store, ARTICLE, mine, scope=SERVER)
    await write(store, EntityRecord("secret", "Other Film", "film"), scope=OTHER)

    assert await names(store, SERVER) == {"Secret Film"}
    assert await names(store, OTHER) == {"Other Film"}
    for scope in (0, OTHER):
        with pytest.raises(RecordError):
            await write(store, fact("f", "secret", "note", Term("text", "x")), scope=scope)
    tokens = await store.read("SELECT scope, text, names FROM token ORDER BY scope, text")
    assert tokens == [
        (SERVER, "film", 1),
        (SERVER, "secret", 1),
        (OTHER, "film", 1),
        (OTHER, "other", 1),
    ]


# Names made by rule


async def test_rule_names_follow_the_fact_that_ties_a_film_to_its_series(store: Store) -> None:
    await write(store, ARTICLE, SERIES, SEVENTH)
    assert await names(store, standing="rule") == set()

    await write(store, IN_SERIES)
    assert {"mi 7", "7th film"} <= await names(store, standing="rule")
    await store.query(check_index)

    async with store.write() as writer:
        recorder = Recorder(writer)
        await recorder.retire([1])
        await recorder.finish()
    assert await names(store, standing="rule") == set()

    await write(store, IN_SERIES)
    assert "mi 7" in await names(store, standing="rule")
    await write(store, fact("mi-7-series", "mi-7", "note", Term("text", "none any more")))
    assert await names(store, standing="rule") == set()


async def test_rule_names_follow_the_names_of_film_and_series(store: Store) -> None:
    await write(store, ARTICLE, SERIES, SEVENTH, IN_SERIES)

    await write(store, EntityRecord("mi", "Mission: Impossible", "series", ("Operation",)))
    assert "operation 7" in await names(store, standing="rule")
    await write(store, EntityRecord("mi-7", "Mission: Impossible 70", "film"))
    assert "mi 70" in await names(store, standing="rule")
    assert "mi 7" not in await names(store, standing="rule")
    await write(store, EntityRecord("mi", "Mission: Impossible", "saga"))
    assert await names(store, standing="rule") == set()
    await store.query(check_index)


async def test_a_server_has_rule_names_of_its_own(store: Store) -> None:
    await write(store, ARTICLE, SERIES, SEVENTH, IN_SERIES)
    await write(store, EntityRecord("mi", "Mission: Impossible", "series", ("Op",)), scope=SERVER)

    assert "op 7" in await names(store, SERVER, "rule")
    assert not await names(store, SERVER, "rule") & await names(store, 0, "rule")
    assert await names(store, OTHER) == set()

    await write(store, EntityRecord("mi-7", "Mission: Impossible VIII", "film"))
    assert "op 8" in await names(store, SERVER, "rule")
    assert "op 7" not in await names(store, SERVER, "rule")


async def test_a_name_that_goes_is_no_longer_hidden(store: Store) -> None:
    await write(store, ILSA)
    async with store.write() as writer:
        await writer.execute_fetchall("INSERT INTO hidden VALUES (?, 'name', 2)", (SERVER,))
    await write(store, EntityRecord("ilsa", "Ilsa Faust", "character"))
    await write(store, EntityRecord("ilsa", "Ilsa Faust", "character", ("Red",)))

    assert await store.read("SELECT * FROM hidden") == []


# The name index

WORDS = st.sampled_from(["Ilsa", "ilsa", "Faust", "Señora", "7", "VII", "of", "Impossible", "&"])
TITLES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
ENTITIES = st.lists(
    st.builds(
        EntityRecord,
        st.sampled_from("abc"),
        st.one_of(TITLES, st.tuples(TITLES, TITLES).map(": ".join)),
        st.just("film"),
        st.lists(TITLES, max_size=3).map(tuple),
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0, SERVER, OTHER]), ENTITIES), max_size=5))
def test_the_name_index_is_true_after_any_changes(
    changes: list[tuple[int, list[EntityRecord]]],
) -> None:
    async def run(path: Path) -> None:
        async with open_store(path, MIGRATIONS) as store:
            for scope, entities in changes:
                await write(store, *entities, scope=scope)
                await store.query(check_index)

    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder) / "lore.db"))


def check_index(connection: sqlite3.Connection) -> None:
    """Derive the words of all names anew, and compare."""
    rows = connection.execute("SELECT id, scope, text, key FROM name").fetchall()
    postings, counts = set(), Counter[tuple[int, str]]()
    for number, scope, text, key in rows:
        assert key == folding.key(folding.words(text))
        for word in set(folding.words(text)):
            postings.add((scope, word, number))
            counts[scope, word] += 1
    tokens = {
        number: (scope, text, names)
        for number, scope, text, names in connection.execute(
            "SELECT id, scope, text, names FROM token"
        )
    }
    assert sorted(tokens.values()) == sorted((*key, count) for key, count in counts.items())
    assert postings == {
        (*tokens[token][:2], name)
        for token, name in connection.execute("SELECT token_id, name_id FROM posting")
    }
    assert set(connection.execute("SELECT token_id, key FROM spelling")) == {
        (number, spelling_key(scope, spelling))
        for number, (scope, text, _) in tokens.items()
        for spelling in folding.spellings(text)
    }


def contents(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Every row of every table."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for (table,) in tables
    }
