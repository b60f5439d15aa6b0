"""Imports that are broken off, and packs that are seeded anew."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from lore.language.properties import Properties
from lore.model.errors import PackError
from lore.packs import Counts, import_pack, loading, seed
from lore.store import Store, open_store
from tests.support.packs import (
    ARTICLE,
    CAST,
    DATE,
    FILM,
    MIGRATIONS,
    PACK,
    ROOT,
    SERVER,
    contents,
    facts,
    jsonl,
    toml,
)


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
