"""Packs are read whole or not at all, and what is wrong is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lore.language.properties import Properties
from lore.model.errors import PackError
from lore.packs import Counts, import_pack, loading
from lore.store import Store
from tests.support.packs import (
    ARTICLE,
    CAST,
    CITED,
    DATE,
    FILM,
    PACK,
    REBECCA,
    TITLE,
    Fields,
    contents,
    exported,
    facts,
    jsonl,
    toml,
)


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
