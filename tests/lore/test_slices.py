"""A large import is written in slices: others write in between, and it is there at once or not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.editing import EditingService
from lore.editing.errors import Refused
from lore.model.edits import Imported
from lore.packs import lines
from lore.quota import Quota
from lore.store import open_store, staging
from lore.store.changes.snapshots import Snapshots, Target
from lore.store.name_index.writer import NameIndex
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import EntityRecord
from tests.support.editing import (
    DATE,
    ELSEWHERE,
    FERGUSON,
    HERE,
    LANGUAGE,
    MIGRATIONS,
    MOD,
    THERE,
    World,
    world,
)
from tests.support.name_index import check_index

ROWS = 600
ASKED = "who is in mi7"


@pytest.fixture
async def here(
    tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    for name, size in (("SLICE", 20), ("WORDS", 50), ("SPELLINGS", 500)):
        monkeypatch.setattr(staging, name, size)
    async with world(tmp_path / "lore.db", seeded) as opened:
        yield opened


def file(rows: int = ROWS) -> bytes:
    cast = (f"mi7,cast,Zadie{number} Orlov{number},Gazette" for number in range(rows))
    return "\n".join(["subject,property,value,title", *cast]).encode()


async def begun(here: World, task: asyncio.Task[Imported]) -> None:
    """Wait until some of an import is written."""
    while not await here.store.read(
        "SELECT 1 FROM fact, staged WHERE fact.id BETWEEN first AND last AND what = 'fact'"
    ):
        assert not task.done()
        await asyncio.sleep(0)


async def everything(here: World, scope: int = HERE) -> list[str]:
    """All that a server has, as an export tells it."""
    return await here.store.query(lambda c: list(lines(c, scope)))


async def dump(here: World) -> list[str]:
    return await here.store.query(lambda c: sorted(c.iterdump()))


def importing(here: World) -> asyncio.Task[Imported]:
    return asyncio.create_task(here.editing.bulk.take(file(), "csv", MOD))


async def test_another_servers_save_goes_through_in_between(here: World) -> None:
    before = await here.ask(ASKED)
    task = importing(here)
    await begun(here, task)
    await here.add(FERGUSON, ELSEWHERE)
    assert not task.done()
    # Of the import nobody sees anything yet.
    assert await here.ask(ASKED) == before
    assert await everything(here) == []
    assert (await here.editing.find("", HERE, state="all")).total == 0
    assert await here.editing.names.near("Zadie3", HERE) == []
    imported = await task
    assert imported.facts == ROWS
    assert "Zadie599 Orlov599" in str(await everything(here))
    assert "Hannah Waddingham" in await here.ask("who plays Admiral Neely in mi8", THERE)
    await here.store.query(check_index)
    assert await here.store.read("SELECT * FROM staged") == []


async def test_another_process_that_writes_does_not_disturb_it(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared: list[int] = []
    clear, put = staging.Staging.clear, staging.Staging.put
    written = asyncio.Event()
    written.set()

    async def watched(self: staging.Staging) -> None:
        cleared.append(1)
        await clear(self)

    async def held(
        self: staging.Staging, snapshots: Snapshots, reserved: staging.Reserved
    ) -> frozenset[Target]:
        targets = await put(self, snapshots, reserved)
        await written.wait()
        return targets

    monkeypatch.setattr(staging.Staging, "clear", watched)
    monkeypatch.setattr(staging.Staging, "put", held)
    async with open_store(here.store.path, MIGRATIONS) as other:
        task = importing(here)
        await begun(here, task)
        await EditingService(other, LANGUAGE).setups.set(ELSEWHERE, quiet=True)
        assert (await task).facts == ROWS
        assert cleared == []
        await here.editing.undo(1, MOD)
        written.clear()
        task = importing(here)
        await begun(here, task)
        async with other.write() as writer:
            recorder = Recorder(writer)
            await recorder.entities([EntityRecord("zadie", "Zadie3 Orlov3", "person")])
            await recorder.finish()
        written.set()
        assert (await task).facts == ROWS
    # What the packs have now is what it was planned on, once more and at once.
    assert cleared == [1]
    await here.store.query(check_index)


async def test_in_slices_is_as_at_once(
    here: World, tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await importing(here)
    async with world(tmp_path / "other.db", seeded) as other:
        monkeypatch.setattr("lore.store.staging.SLICE", 10_000)
        await importing(other)
        history = [(await one.editing.history(HERE))[0] for one in (here, other)]
        assert history[0].total == history[1].total
        for sql in (
            "SELECT property, retired, COUNT(*) FROM fact WHERE scope = ?1 GROUP BY 1, 2",
            "SELECT text, standing, key FROM name WHERE scope = ?1 ORDER BY 1",
            "SELECT text, names FROM token WHERE scope = ?1 ORDER BY 1",
            "SELECT COUNT(*) FROM citation WHERE scope = ?1 AND retired = 0",
            "SELECT COUNT(*) FROM touched WHERE scope = ?1",
        ):
            assert await here.store.read(sql, (HERE,)) == await other.store.read(sql, (HERE,))


async def test_it_is_undone_and_done_again_as_any_change(here: World) -> None:
    before = await here.ask(ASKED)
    imported = await importing(here)
    assert imported.change is not None
    await here.editing.undo(imported.change.number, MOD)
    assert await here.ask(ASKED) == before
    assert "Zadie" not in str(await everything(here))
    await here.editing.undo(imported.change.number + 1, MOD)
    assert "Zadie5 Orlov5" in str(await everything(here))


async def test_what_is_refused_leaves_nothing(here: World) -> None:
    before = await dump(here)
    with pytest.raises(Refused, match="property"):
        await here.editing.bulk.take(file() + b"\nmi7,nonsense,x,Gazette", "csv", MOD)
    assert await dump(here) == before


async def test_the_quota_counts_what_is_staged_once(tmp_path: Path, seeded: Path) -> None:
    path = tmp_path / "lore.db"
    async with world(path, seeded, quota=Quota(facts=ROWS - 1)) as here:
        before = await dump(here)
        with pytest.raises(Refused, match="SERVER_FACTS"):
            await importing(here)
        assert await dump(here) == before
    async with world(path, seeded, quota=Quota(facts=ROWS, names=ROWS)) as here:
        assert (await importing(here)).filling[0].stored == ROWS


async def test_a_failure_in_the_midst_leaves_nothing(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await dump(here)
    calls = 0

    async def failing(self: NameIndex, scope: int, texts: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError("no more")
        await foresee(self, scope, texts)  # type: ignore[arg-type]

    foresee = NameIndex.foresee
    monkeypatch.setattr(NameIndex, "foresee", failing)
    with pytest.raises(OSError, match="no more"):
        await importing(here)
    assert calls == 3
    assert await dump(here) == before


async def test_who_cancels_leaves_nothing(here: World) -> None:
    before = await dump(here)
    task = importing(here)
    await begun(here, task)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await dump(here) == before


async def test_what_a_crash_leaves_goes_at_the_next_start(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await dump(here)

    async def crashed(self: staging.Staging) -> None:
        pass

    with monkeypatch.context() as patch:
        patch.setattr(staging.Staging, "clear", crashed)
        task = importing(here)
        await begun(here, task)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await dump(here) != before
    assert await everything(here) == []
    await here.editing.bulk.recover()
    assert await dump(here) == before


async def test_a_change_of_the_same_server_in_between_is_reckoned_with(here: World) -> None:
    task = importing(here)
    await begun(here, task)
    saved = await here.add(DATE)
    imported = await task
    assert imported.change is not None
    assert imported.change.number == saved.change.number + 1
    assert len(await here.store.read("SELECT 1 FROM fact WHERE scope = ?", (HERE,))) == ROWS + 1
    await here.store.query(check_index)


async def test_two_imports_at_once_are_both_taken(here: World) -> None:
    other = b"subject,property,value,title\n" + b"\n".join(
        b"mi8,trivia,take %d was kept,Gazette" % number for number in range(ROWS)
    )
    take = here.editing.bulk.take
    await asyncio.gather(importing(here), take(other, "csv", MOD), take(other, "csv", ELSEWHERE))
    for scope, count in ((HERE, 2 * ROWS), (THERE, ROWS)):
        rows = await here.store.read(
            "SELECT COUNT(*) FROM fact WHERE scope = ? AND retired = 0", (scope,)
        )
        assert rows == [(count,)]
    await here.store.query(check_index)


async def test_long_names_do_not_blow_the_file_up(here: World) -> None:
    long = (
        "".join(chr(97 + (number * 7 + place * place) % 26) for place in range(96))
        for number in range(4_000)
    )
    content = "\n".join(
        [
            "subject,property,value,title",
            *(f"mi7,cast,{name}{number},G" for number, name in enumerate(long)),
        ]
    ).encode()
    before = here.store.path.stat().st_size
    await here.editing.bulk.take(content, "csv", MOD)
    async with here.store.write(erasing=True):
        pass
    assert here.store.path.stat().st_size - before < 25 * len(content)


async def test_a_word_that_another_change_took_in_between_is_spelled(here: World) -> None:
    stage = staging.Staging(here.store, HERE)
    await stage.reserve({"source": 0, "entity": 0, "fact": 0})
    async with here.store.write() as writer:
        await NameIndex(writer).foresee(HERE, ["zadie", "orlov"])
    await here.editing.names.add("mi7", "Zadie", MOD)
    await stage.clear()
    await here.store.query(check_index)
