"""Packs in and out of real files: all or nothing, in place, and exactly back again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lore.language.properties import Properties, load_properties
from lore.model.errors import PackError
from lore.packs import Counts, export_pack, import_pack, loading, seed
from lore.store import Store, open_store

ROOT = Path(__file__).resolve().parents[3]
MIGRATIONS = ROOT / "data" / "migrations"
SERVER, OTHER = 1234, 5678

KINDS = ["film", "person", "character", "series"]
TABLES = """
[cast]
label = "cast"
subject = ["film"]
value = ["person"]
role = ["character", "text"]
[release_date]
label = "release date"
value = ["date"]
[series]
label = "series"
value = ["series"]
[title]
label = "title"
value = ["text"]
role = ["film"]
[note]
label = "note"
role = []
"""

Fields = dict[str, Any]
ARTICLE: Fields = {"type": "source", "id": "article", "title": "An article"}
WHOSE: Fields = {"type": "server", "id": str(SERVER)}
FILM: Fields = {"type": "entity", "id": "mi-7", "name": "Mission: Impossible 7", "kind": "film"}
REBECCA: Fields = {
    "type": "entity",
    "id": "rebecca",
    "name": "Rebecca Ferguson",
    "kind": "person",
    "aliases": ["Fergeson", "Becca"],
    "year": 1983,
}
CITED = [{"source": "article", "locator": "paragraph 2", "status": "confirmed"}]
CAST: Fields = {
    "type": "fact",
    "id": "cast-rebecca",
    "subject": "mi-7",
    "property": "cast",
    "value": {"entity": "rebecca"},
    "role": {"text": "Ilsa"},
    "citations": CITED,
}
DATE: Fields = {
    "type": "fact",
    "id": "release",
    "subject": "mi-7",
    "property": "release_date",
    "value": {"date": "2021-07"},
    "citations": CITED,
}
TITLE: Fields = {**DATE, "id": "title", "property": "title", "value": {"text": "Reckoning"}}
PACK = (ARTICLE, FILM, REBECCA, CAST, DATE)


@pytest.fixture(scope="session")
def properties(tmp_path_factory: pytest.TempPathFactory) -> Properties:
    path = tmp_path_factory.mktemp("properties") / "properties.toml"
    path.write_text(TABLES)
    return load_properties(path, kinds=KINDS)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        yield store


def jsonl(path: Path, records: Sequence[Mapping[str, Any] | str]) -> Path:
    lines = [
        one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def toml(folder: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    """A pack as a folder; JSON's texts, numbers and lists of them are TOML's too."""
    folder.mkdir(exist_ok=True)
    for name, kind in (("sources", "source"), ("entities", "entity"), ("facts", "fact")):
        tables = [one for one in records if one["type"] == kind]
        (folder / f"{name}.toml").write_text("\n".join(map(_table, tables)), encoding="utf-8")
    return folder


def _table(record: Mapping[str, Any]) -> str:
    rows = [f"{name} = {_inline(value)}" for name, value in record.items() if name != "type"]
    return "\n".join([f"[[{record['type']}]]", *rows, ""])


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {_inline(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value)


def contents(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for (table,) in tables
    }


async def exported(store: Store, scope: int = 0) -> str:
    out = store.path.with_name("out.jsonl")
    await export_pack(store, out, scope)
    return out.read_text(encoding="utf-8")


async def facts(store: Store, retired: int = 0) -> set[str]:
    rows = await store.read("SELECT key FROM fact WHERE retired = ?", (retired,))
    return {row[0] for row in rows}


# Both forms


async def test_both_forms_bring_the_same(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    counts = await import_pack(store, [jsonl(tmp_path / "p.jsonl", PACK)], properties)
    first = await store.query(contents)
    again = await import_pack(store, [toml(tmp_path / "pack", PACK)], properties)

    assert counts == Counts(sources=1, entities=2, facts=2, added=5)
    assert again == Counts(sources=1, entities=2, facts=2)
    assert await store.query(contents) == first


async def test_several_packs_are_one_import(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    first = jsonl(tmp_path / "1.jsonl", PACK[:3])
    second = toml(tmp_path / "2", PACK[3:])
    seen: list[tuple[int, int]] = []

    await import_pack(store, [first, second], properties, progress=lambda *at: seen.append(at))
    assert await facts(store) == {"cast-rebecca", "release"}

    bad = jsonl(tmp_path / "3.jsonl", [{**FILM, "id": "mi-8"}, {**FILM, "kind": 8}])
    with pytest.raises(PackError, match="3.jsonl, line 2"):
        await import_pack(store, [first, bad], properties)
    assert await store.read("SELECT count(*) FROM entity") == [(2,)]


async def test_toml_may_give_days_as_dates(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    folder = toml(tmp_path / "pack", PACK)
    text = (folder / "facts.toml").read_text()
    (folder / "facts.toml").write_text(text.replace('"2021-07"', "2021-07-23"))
    await import_pack(store, [folder], properties)

    assert await store.read("SELECT value_date FROM fact WHERE value_date IS NOT NULL") == [
        ("2021-07-23",)
    ]


async def test_facts_may_stand_between_what_they_name(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    pack = jsonl(tmp_path / "p.jsonl", ["", ARTICLE, FILM, DATE, "  ", REBECCA, CAST])
    await import_pack(store, [pack], properties)
    assert await facts(store) == {"cast-rebecca", "release"}


KINDS_ARE_OPEN: list[Fields] = [
    {**CAST, "subject": "rebecca", "value": {"entity": "mi-7"}, "role": {"entity": "mi-7"}},
    {**DATE, "subject": "rebecca", "role": {"entity": "rebecca"}},
    {**DATE, "role": {"text": "in cinemas"}},
    {**TITLE, "role": {"entity": "rebecca"}},
    {**DATE, "property": "note", "value": {"text": "x"}, "role": {"text": "y"}},
]


@pytest.mark.parametrize("fact", KINDS_ARE_OPEN)
async def test_any_kind_is_taken_where_its_shape_fits(
    tmp_path: Path, store: Store, properties: Properties, fact: Fields
) -> None:
    pack = [ARTICLE, {**FILM, "kind": "radio play"}, {**REBECCA, "kind": "hologram"}, fact]
    await import_pack(store, [jsonl(tmp_path / "p.jsonl", pack)], properties)
    assert [json.loads(line) for line in (await exported(store)).splitlines()] == pack


# Refusals

REFUSED: list[tuple[Mapping[str, Any] | str, str]] = [
    ("{", "line 6: the line is not JSON"),
    ("[]", "line 6: the line is not a JSON object"),
    ('{"type": "entity", "id": "x", "name": "\\ud800", "kind": "film"}', "half a character"),
    ("[" * 100_000, "line 6: the line is not JSON"),
    ({"id": "x"}, "line 6: “type” is missing"),
    ({"type": "review", "id": "x"}, "“review” is no type of record"),
    ({**FILM, "id": "x", "director": "y"}, "an entity has no field “director”"),
    ({**FILM, "id": None}, "“id” is missing"),
    ({**FILM, "id": ""}, "“id” is empty"),
    ({**FILM, "id": 7}, "“id” is a text, not “7”"),
    ({**FILM, "id": "x" * 501}, "“id” is longer than 500 characters"),
    ({**FILM, "id": "x", "name": "  "}, "“name” is empty"),
    ({**FILM, "id": "x", "name": "a\nb"}, "“name” has a control character"),
    ({**FILM, "id": "x", "name": "a\x00b"}, "“name” has a control character"),
    ({**FILM, "id": "x", "year": "2021"}, "“year” is a number such as 2021, not “2021”"),
    ({**FILM, "id": "x", "year": True}, "“year” is a number"),
    ({**FILM, "id": "x", "aliases": "MI7"}, "“aliases” is a list"),
    ({**FILM, "id": "x", "aliases": [7]}, "an alias is a text"),
    ({"type": "source", "id": "x"}, "“title” is missing"),
    ({**ARTICLE, "id": "x", "published": "July"}, "“July” is not a date: write 2021"),
    ({**ARTICLE, "id": "x", "published": "2021-02-30"}, "is not a day of the calendar"),
    ({**ARTICLE, "id": "x", "estimated": True}, "needs “published” and the “reason”"),
    ({**ARTICLE, "id": "x", "estimated": "yes"}, "“estimated” is true or false"),
    ({**CAST, "id": "x", "subject": "mi-9"}, "there is no entity “mi-9”"),
    ({**CAST, "id": "x", "value": {"entity": "nobody"}}, "there is no entity “nobody”"),
    ({**CAST, "id": "x", "role": {"entity": "nobody"}}, "there is no entity “nobody”"),
    ({**CAST, "id": "x", "role": {"date": "2021"}}, "“role” is {“entity”: …} or {“text”: …}"),
    ({**CAST, "id": "x", "value": "rebecca"}, "“value” is {"),
    ({**CAST, "id": "x", "value": {"entity": "rebecca", "text": "x"}}, "“value” is {"),
    ({**CAST, "id": "x", "value": {}}, "“value” is {"),
    (
        {**CAST, "id": "x", "property": "composer"},
        "the property “composer” is unknown: add a table for it to data/properties.toml",
    ),
    ({**CAST, "id": "x", "property": "Cast & crew"}, "“Cast & crew” is no id of a property"),
    ({**CAST, "id": "x", "property": None}, "“property” is missing"),
    (
        {**CAST, "id": "x", "value": {"text": "Rebecca"}},
        "the value of “cast” is an entity, and it is a text here",
    ),
    ({**CAST, "id": "x", "value": {"date": "2021"}}, "an entity, and it is a date here"),
    (
        {**DATE, "id": "x", "value": {"entity": "mi-7"}},
        "the value of “release_date” is a date, and it is an entity here",
    ),
    ({**DATE, "id": "x", "value": {"text": "soon"}}, "a date, and it is a text here"),
    ({**TITLE, "id": "x", "value": {"entity": "mi-7"}}, "a text, and it is an entity here"),
    (
        {**TITLE, "id": "x", "role": {"text": "Ilsa"}},
        "the role of “title” is an entity, and it is a text here",
    ),
    ({**CAST, "id": "x", "spoiler": 1}, "“spoiler” is true or false"),
    ({**CAST, "id": "x", "citations": []}, "a fact needs a source"),
    ({**CAST, "id": "x", "citations": ["article"]}, "a citation is a set of fields"),
    ({**CAST, "id": "x", "citations": [{"source": "article"}]}, "“status” is missing"),
    (
        {**CAST, "id": "x", "citations": [{"source": "article", "status": "certain"}]},
        "“certain” is no status: write one of confirmed, reported",
    ),
    (
        {**CAST, "id": "x", "citations": [{"source": "gone", "status": "denied"}]},
        "there is no source “gone”",
    ),
    (
        {**CAST, "id": "x", "citations": [{**CITED[0], "as_of": "soon"}]},
        "“soon” is not a date",
    ),
    ({**DATE, "id": "x", "value": {"date": "2021-13"}}, "is not a day of the calendar"),
    ({**DATE, "id": "x", "value": {"date": 2021}}, "“date” is a text"),
    (CAST, "the fact “cast-rebecca” stands in the pack already"),
    (ARTICLE, "the source “article” stands in the pack already"),
    (FILM, "the entity “mi-7” stands in the pack already"),
]


@pytest.mark.parametrize(("record", "reason"), REFUSED)
async def test_a_refused_line_changes_nothing(
    tmp_path: Path,
    store: Store,
    properties: Properties,
    record: Mapping[str, Any] | str,
    reason: str,
) -> None:
    before = await store.query(contents)
    path = jsonl(tmp_path / "p.jsonl", [*PACK, record, {**FILM, "id": "late"}])

    with pytest.raises(PackError) as caught:
        await import_pack(store, [path], properties)

    assert reason in str(caught.value).replace('"entity"', "“entity”").replace('"text"', "“text”")
    assert str(caught.value).startswith("p.jsonl, line 6: ")
    assert "\n" not in str(caught.value)
    assert await store.query(contents) == before


@pytest.mark.parametrize("batch", [1, 2, 3, 1000])
async def test_the_first_wrong_line_is_named(
    tmp_path: Path,
    store: Store,
    properties: Properties,
    monkeypatch: pytest.MonkeyPatch,
    batch: int,
) -> None:
    monkeypatch.setattr(loading, "BATCH", batch)
    early = {**CAST, "id": "early", "subject": "mi-8"}
    later = {**FILM, "id": "mi-8"}
    wrong: list[tuple[list[Fields | str], int]] = [
        ([ARTICLE, FILM, REBECCA, early, later], 4),  # names what stands below
        ([ARTICLE, FILM, REBECCA, early, "{"], 4),
        ([ARTICLE, FILM, REBECCA, CAST, FILM, "{"], 5),
    ]
    for records, line in wrong:
        with pytest.raises(PackError, match=f"line {line}: "):
            await import_pack(store, [jsonl(tmp_path / "p.jsonl", records)], properties)
    assert await facts(store) == set()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "certain"}, "facts.toml, fact “cast-rebecca”: “certain” is no status"),
        ({"source": "gone"}, "facts.toml, fact “cast-rebecca”: there is no source “gone”"),
    ],
)
async def test_a_refused_table_is_named(
    tmp_path: Path, store: Store, properties: Properties, change: Fields, reason: str
) -> None:
    wrong = {**CAST, "citations": [{**CITED[0], **change}]}
    with pytest.raises(PackError, match=reason):
        await import_pack(
            store, [toml(tmp_path / "p", [ARTICLE, FILM, REBECCA, wrong])], properties
        )
    assert await store.read("SELECT * FROM entity") == []


async def test_files_that_are_no_pack_are_refused(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    (tmp_path / "empty").mkdir()
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"type": "source", "id": "é"}\n'.encode("latin-1"))
    packs = [
        (tmp_path / "missing", "does not exist"),
        (tmp_path / "empty", "is no pack"),
        (latin, "latin.jsonl, line 1: the line is not UTF-8"),
    ]
    for name, text, reason in (
        ("broken", "[[fact]", "facts.toml is not TOML"),
        ("table", "[fact]\nid = 'x'", "facts.toml: write \\[\\[fact\\]\\]"),
        ("other", "[[film]]\nid = 'x'", "facts.toml has no “film”"),
        ("nameless", "[[fact]]\nsubject = 'x'", "facts.toml, fact 1: “id” is missing"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "facts.toml").write_text(text)
        (tmp_path / name / "sources.toml").touch()
        (tmp_path / name / "entities.toml").touch()
        packs.append((tmp_path / name, reason))
    for missing in ("sources.toml", "entities.toml", "facts.toml"):
        folder = toml(tmp_path / f"without {missing}", PACK)
        (folder / missing).unlink()
        packs.append((folder, f"not a whole pack: {missing} is missing"))
    for path, reason in packs:
        with pytest.raises(PackError, match=reason):
            await import_pack(store, [path], properties)


# Interruption


def many(path: Path, count: int = 20_000) -> Path:
    films = [{**FILM, "id": f"f{i}", "name": f"Film number {i}"} for i in range(count)]
    return jsonl(path, [ARTICLE, *films])


async def test_a_cancelled_import_changes_nothing(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    await import_pack(store, [jsonl(tmp_path / "p.jsonl", PACK)], properties)
    before = await store.query(contents)

    def stop(done: int, total: int) -> None:
        assert 0 < done < total
        task.cancel()

    path = many(tmp_path / "many.jsonl")
    task = asyncio.create_task(import_pack(store, [path], properties, progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await store.query(contents) == before
    await import_pack(store, [jsonl(tmp_path / "p.jsonl", PACK)], properties)


async def test_a_reader_sees_the_old_state_during_an_import(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    seen: list[int] = []
    path = many(tmp_path / "many.jsonl", 5_000)
    task = asyncio.create_task(import_pack(store, [path], properties))
    while not task.done():
        seen.append((await store.read("SELECT count(*) FROM name"))[0][0])
    await task

    assert set(seen) <= {0, 5_000}
    assert seen.count(0) > 3
    assert await store.read("SELECT count(*) FROM name") == [(5_000,)]


CHILD = """
import asyncio, sys
from pathlib import Path
from lore.packs import import_pack
from lore.store import open_store

async def main(database, pack):
    async with open_store(Path(database), Path("data/migrations")) as store:
        progress = lambda done, total: print(done, flush=True)
        await import_pack(store, [Path(pack)], {}, progress=progress)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
async def test_an_import_that_is_killed_changes_nothing(
    tmp_path: Path, properties: Properties, sent: signal.Signals
) -> None:
    database = tmp_path / "lore.db"
    async with open_store(database, MIGRATIONS) as store:
        await import_pack(store, [jsonl(tmp_path / "p.jsonl", PACK)], properties)
        before = await store.query(contents)
    child = await asyncio.create_subprocess_exec(
        *[sys.executable, "-c", CHILD, str(database), str(many(tmp_path / "many.jsonl", 60_000))],
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    for _ in range(5):
        assert await child.stdout.readline()
    child.send_signal(sent)
    await child.communicate()
    assert child.returncode != 0

    async with open_store(database, MIGRATIONS) as store:
        assert await store.query(contents) == before


# Seeding


async def test_an_unchanged_pack_is_not_read_again(
    tmp_path: Path, store: Store, properties: Properties, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = toml(tmp_path / "pack", PACK)
    assert await seed(store, pack, properties) == Counts(1, 2, 2, added=5)
    before = await store.query(contents)

    monkeypatch.setattr(loading, "read_pack", None)
    assert await seed(store, pack, properties) is None
    assert await store.query(contents) == before


async def test_a_changed_pack_upgrades_what_it_brought_and_nothing_else(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    other = [{**DATE, "id": "imported"}]
    own = [{**DATE, "id": "own"}]
    await seed(store, toml(tmp_path / "pack", PACK), properties)
    await import_pack(store, [jsonl(tmp_path / "o.jsonl", other)], properties)
    await import_pack(store, [jsonl(tmp_path / "s.jsonl", own)], properties, scope=SERVER)
    async with store.write() as writer:
        await writer.execute_fetchall(f"INSERT INTO preference VALUES ({SERVER}, 1, 'preferred')")
        await writer.execute_fetchall(f"INSERT INTO hidden VALUES ({SERVER}, 'fact', 2)")
    before = await store.query(contents)

    new = [ARTICLE, FILM, {**DATE, "value": {"date": "2021-07-23"}}, {**DATE, "id": "second"}]
    counts = await seed(store, toml(tmp_path / "pack", new), properties)

    assert counts == Counts(1, 1, 2, added=1, updated=1, retired=1)
    assert await facts(store) == {"release", "second", "imported", "own"}
    assert await facts(store, retired=1) == {"cast-rebecca"}
    after = await store.query(contents)
    for table in ("preference", "hidden", "source", "entity", "citation"):
        assert set(before[table]) <= set(after[table])
    # Nobody is named by a live fact any more, so she is not found.
    assert await store.read("SELECT text FROM name WHERE text LIKE '%Ferguson'") == []

    await seed(store, toml(tmp_path / "pack", PACK), properties)
    assert await facts(store) == {"cast-rebecca", "release", "imported", "own"}
    names = await store.read("SELECT text FROM name WHERE entity_id = 2 ORDER BY id")
    assert names == [("Rebecca Ferguson",), ("Fergeson",), ("Becca",)]


async def test_an_entity_that_a_server_uses_stays_named(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    await seed(store, toml(tmp_path / "pack", PACK), properties)
    await import_pack(
        store, [jsonl(tmp_path / "s.jsonl", [{**CAST, "id": "own"}])], properties, scope=SERVER
    )
    await seed(store, toml(tmp_path / "pack", [ARTICLE, FILM, DATE]), properties)

    assert await store.read("SELECT text FROM name WHERE text LIKE '%Ferguson'") != []


async def test_a_refused_seed_changes_nothing(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    pack = toml(tmp_path / "pack", PACK)
    await seed(store, pack, properties)
    before = await store.query(contents)
    toml(pack, [ARTICLE, {**FILM, "name": "Renamed"}, {**CAST, "property": "composer"}])

    with pytest.raises(PackError, match="facts.toml, fact “cast-rebecca”"):
        await seed(store, pack, properties)
    assert await store.query(contents) == before


# Export


async def test_an_export_is_what_was_imported(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    pack = [
        {**ARTICLE, "published": "2020-09", "estimated": True, "reason": "it says “this month”"},
        FILM,
        {**REBECCA, "aliases": ["zeta", "Älpha", "Becca"]},
        {**CAST, "spoiler": True},
        DATE,
    ]
    path = jsonl(tmp_path / "p.jsonl", pack)
    await import_pack(store, [path], properties)

    lines = (await exported(store)).splitlines()
    assert [json.loads(line) for line in lines] == pack


async def test_what_was_retired_is_not_exported(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    await seed(store, toml(tmp_path / "pack", PACK), properties)
    await seed(store, toml(tmp_path / "pack", [ARTICLE, FILM, DATE]), properties)

    assert [json.loads(line) for line in (await exported(store)).splitlines()] == [
        ARTICLE,
        FILM,
        DATE,
    ]


async def test_a_servers_export_has_what_its_facts_need(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    unused = {**REBECCA, "id": "unused", "aliases": []}
    await import_pack(store, [jsonl(tmp_path / "p.jsonl", [*PACK, unused])], properties)
    mine = [
        {**REBECCA, "aliases": ["Becca", "Queen B"]},
        {"type": "entity", "id": "own", "name": "Own Person", "kind": "person"},
        {**CAST, "id": "mine", "value": {"entity": "own"}},
    ]
    theirs = [{**CAST, "id": "theirs", "role": {"text": "secret"}}]
    await import_pack(store, [jsonl(tmp_path / "s.jsonl", mine)], properties, scope=SERVER)
    await import_pack(store, [jsonl(tmp_path / "o.jsonl", theirs)], properties, scope=OTHER)

    text = await exported(store, SERVER)
    assert [json.loads(line) for line in text.splitlines()] == [
        WHOSE,
        ARTICLE,
        FILM,
        {**REBECCA, "aliases": ["Fergeson", "Becca", "Queen B"]},
        mine[1],
        mine[2],
    ]
    assert "Queen B" not in await exported(store)
    assert "Queen B" not in await exported(store, OTHER)

    before = await store.query(contents)
    path = tmp_path / "mine.jsonl"
    path.write_text(text, encoding="utf-8")
    await import_pack(store, [path], properties, scope=SERVER)
    assert await store.query(contents) == before
    for scope in (0, SERVER):
        async with open_store(tmp_path / f"{scope}.db", MIGRATIONS) as empty:
            await import_pack(empty, [path], properties, scope=scope)
            whose = "" if scope else json.dumps(WHOSE) + "\n"
            assert whose + await exported(empty, scope) == text


async def test_what_a_server_has_goes_to_all_only_where_that_was_said(
    tmp_path: Path, store: Store, properties: Properties
) -> None:
    await import_pack(store, [jsonl(tmp_path / "p.jsonl", PACK)], properties, scope=SERVER)
    await export_pack(store, tmp_path / "theirs.jsonl", SERVER)
    async with open_store(tmp_path / "other.db", MIGRATIONS) as other:
        for packs in (["theirs.jsonl"], ["p.jsonl", "theirs.jsonl"]):
            with pytest.raises(PackError, match=f"line 1: .* --server {SERVER}, or with --shared"):
                await import_pack(other, [tmp_path / name for name in packs], properties)
            assert await other.is_void()
        await import_pack(other, [tmp_path / "theirs.jsonl"], properties, scope=OTHER)
        assert await exported(other) == ""
        await import_pack(other, [tmp_path / "theirs.jsonl"], properties, scope=0)
        assert await exported(other) != ""


async def test_an_export_that_fails_leaves_the_file(
    tmp_path: Path, store: Store, properties: Properties, monkeypatch: pytest.MonkeyPatch
) -> None:
    await import_pack(store, [jsonl(tmp_path / "p.jsonl", PACK)], properties)
    out = tmp_path / "kept.jsonl"
    out.write_text("kept")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "missing" / "out.jsonl"):
        with pytest.raises(PackError, match="cannot be written"):
            await export_pack(store, path)
    monkeypatch.setattr("lore.packs.writing._fact", lambda record: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await export_pack(store, out)

    assert out.read_text() == "kept"
    assert not list(tmp_path.glob("*.part"))


# The round trip

TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
DATES = st.one_of(
    st.integers(1000, 2999).map(str),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()),
)


def without_nothing(**fields: object) -> Fields:
    return {name: value for name, value in fields.items() if value not in (None, False, [])}


@st.composite
def packs(draw: st.DrawFn) -> list[Fields]:
    keys = st.lists(TEXT, min_size=1, max_size=4, unique=True)
    sources, entities = draw(keys), draw(keys)
    maybe_text, maybe_date = st.none() | TEXT, st.none() | DATES
    records: list[Fields] = [
        without_nothing(
            type="source",
            id=key,
            title=draw(TEXT),
            published=(published := draw(maybe_date)),
            estimated=bool(published) and draw(st.booleans()),
            reason=draw(TEXT),
            publisher=draw(maybe_text),
            address=draw(maybe_text),
        )
        for key in sources
    ]
    for key in entities:
        name, *aliases = draw(st.lists(TEXT, min_size=1, max_size=4, unique=True))
        year = draw(st.none() | st.integers(1, 9999))
        kind = draw(st.sampled_from(["film", "series", "person"]))
        records.append(
            without_nothing(type="entity", id=key, name=name, kind=kind, aliases=aliases, year=year)
        )
    entity = st.fixed_dictionaries({"entity": st.sampled_from(entities)})
    text = st.fixed_dictionaries({"text": TEXT})
    value = entity | text | st.fixed_dictionaries({"date": DATES})
    citations = st.lists(
        st.builds(
            without_nothing,
            source=st.sampled_from(sources),
            status=st.sampled_from(["confirmed", "reported", "rumoured", "hoped", "denied"]),
            locator=maybe_text,
            as_of=maybe_date,
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda fields: json.dumps(fields, sort_keys=True),
    )
    for key in draw(st.lists(TEXT, max_size=5, unique=True)):
        records.append(
            without_nothing(
                type="fact",
                id=key,
                subject=draw(st.sampled_from(entities)),
                property="note",
                value=draw(value),
                role=draw(st.none() | entity | text),
                spoiler=draw(st.booleans()),
                citations=draw(citations),
            )
        )
    return records


@settings(max_examples=50, deadline=None)
@given(packs(), st.sampled_from([0, SERVER]))
def test_the_round_trip_is_exact(properties: Properties, pack: list[Fields], scope: int) -> None:
    async def through(path: Path) -> str:
        async with open_store(path.with_suffix(".db"), MIGRATIONS) as store:
            await import_pack(store, [path], properties, scope=scope)
            return await exported(store, scope)

    with TemporaryDirectory() as folder:
        first = jsonl(Path(folder) / "first.jsonl", pack)
        text = asyncio.run(through(first))
        whose = [WHOSE] if scope else []
        assert [json.loads(line) for line in text.splitlines()] == [*whose, *pack]
        second = Path(folder) / "second.jsonl"
        second.write_text(text, encoding="utf-8")
        assert asyncio.run(through(second)) == text
