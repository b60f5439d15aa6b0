"""What is exported is what was imported."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lore.language.properties import Properties
from lore.model.errors import PackError
from lore.packs import export_pack, import_pack, seed
from lore.store import Store, open_store
from tests.support.packs import (
    ARTICLE,
    CAST,
    DATE,
    FILM,
    MIGRATIONS,
    OTHER,
    PACK,
    REBECCA,
    SERVER,
    WHOSE,
    Fields,
    contents,
    exported,
    jsonl,
    toml,
)


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


MAYBE_TEXT, MAYBE_DATE = st.none() | TEXT, st.none() | DATES


@st.composite
def packs(draw: st.DrawFn) -> list[Fields]:
    keys = st.lists(TEXT, min_size=1, max_size=4, unique=True)
    sources, entities = draw(keys), draw(keys)
    facts = draw(st.lists(TEXT, max_size=5, unique=True))
    return [
        *(draw(source(key)) for key in sources),
        *(draw(entity(key)) for key in entities),
        *(draw(fact(key, entities, sources)) for key in facts),
    ]


@st.composite
def source(draw: st.DrawFn, key: str) -> Fields:
    published = draw(MAYBE_DATE)
    return without_nothing(
        type="source",
        id=key,
        title=draw(TEXT),
        published=published,
        estimated=bool(published) and draw(st.booleans()),
        reason=draw(TEXT),
        publisher=draw(MAYBE_TEXT),
        address=draw(MAYBE_TEXT),
    )


@st.composite
def entity(draw: st.DrawFn, key: str) -> Fields:
    name, *aliases = draw(st.lists(TEXT, min_size=1, max_size=4, unique=True))
    year = draw(st.none() | st.integers(1, 9999))
    kind = draw(st.sampled_from(["film", "series", "person"]))
    return without_nothing(type="entity", id=key, name=name, kind=kind, aliases=aliases, year=year)


@st.composite
def fact(draw: st.DrawFn, key: str, entities: list[str], sources: list[str]) -> Fields:
    named = st.fixed_dictionaries({"entity": st.sampled_from(entities)})
    text = st.fixed_dictionaries({"text": TEXT})
    citations = st.lists(
        st.builds(
            without_nothing,
            source=st.sampled_from(sources),
            status=st.sampled_from(["confirmed", "reported", "rumoured", "hoped", "denied"]),
            locator=MAYBE_TEXT,
            as_of=MAYBE_DATE,
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda fields: json.dumps(fields, sort_keys=True),
    )
    return without_nothing(
        type="fact",
        id=key,
        subject=draw(st.sampled_from(entities)),
        property="note",
        value=draw(named | text | st.fixed_dictionaries({"date": DATES})),
        role=draw(st.none() | named | text),
        spoiler=draw(st.booleans()),
        citations=draw(citations),
    )


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
