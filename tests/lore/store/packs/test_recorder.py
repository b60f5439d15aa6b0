"""What is written by key: records, the names that are made by rule, and the name index."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lore.model.facts import Status
from lore.store import Store, open_store
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import (
    CitationRecord,
    EntityRecord,
    FactRecord,
    RecordError,
    SourceRecord,
    Term,
)
from tests.support.name_index import check_index
from tests.support.records import (
    ARTICLE,
    CITED,
    ILSA,
    IN_SERIES,
    MIGRATIONS,
    OTHER,
    SERIES,
    SERVER,
    SEVENTH,
    fact,
    names,
    write,
)


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


def contents(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Every row of every table."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for (table,) in tables
    }
