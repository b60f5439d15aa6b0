"""What is promised to moderators is on the disk, whatever happens next."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from lore.inbox import Asked, recorder
from lore.language.lexicon import Language
from lore.store import database, open_store
from tests.discord_wire.recording import PATIENCE
from tests.support.asking import DATA
from tests.support.inbox import HERE, MIGRATED, THERE, Desk, copied, desk_on

ROOT = Path(__file__).resolve().parents[2]


async def asked(desk: Desk, question: str, how: str = "command") -> bool:
    """Ask what has no answer; whether it may be promised to moderators."""
    answer = await desk.engine.ask(question, scope=HERE)
    noted = desk.inbox.note(Asked(HERE, how), answer)  # type: ignore[arg-type]
    return noted is not None and await desk.inbox.kept(noted)


def stored(path: Path, *tables: str) -> set[str]:
    """The texts in some tables, of those that are gathered by default."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            row[0]
            for table in tables or ("inbox_wording",)
            for row in connection.execute(f"SELECT text FROM {table}")
        }


def questions(count: int) -> list[str]:
    return [f"who plays Zy{number}xq in mi7" for number in range(count)]


async def test_what_may_be_promised_is_on_the_disk(
    seeded: Path, tmp_path: Path, language: Language
) -> None:
    path = copied(seeded, tmp_path)
    async with open_store(path, MIGRATED) as store:
        desk = desk_on(store, language)
        assert await asked(desk, "who composed mi7")
        assert stored(path) == {"who composed mi7"}
        assert await asked(desk, "who composed mi7")
        assert [one.asked for one in await desk.entries()] == [2]
        assert not await asked(desk, "who plays ilsa")
        assert not await asked(desk, "nice trailer today", "mention")
        assert not await asked(desk, "who composed mi7", "direct")
        crowd = questions(40)
        assert all(await asyncio.gather(*[asked(desk, question) for question in crowd]))
        assert stored(path) == {"who composed mi7", *crowd}


@pytest.mark.parametrize("gathering", [False, True])
async def test_a_write_that_fails_for_a_moment_loses_nothing(
    seeded: Path,
    tmp_path: Path,
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    gathering: bool,
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(recorder, "_LAST_SECONDS", 30.0)
    path = copied(seeded, tmp_path)
    async with open_store(path, MIGRATED) as store:
        desk = desk_on(store, language)
        running = asyncio.create_task(desk.inbox.run(every=0.01)) if gathering else None
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for question in questions(5):
                assert not await asked(desk, question)
            await asyncio.sleep(0.2 if gathering else 0)
            other.execute("ROLLBACK")
        assert await asked(desk, "who composed mi7")
        if running is not None:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
        await desk.inbox.flush()
        kept = stored(path, "inbox_wording", "inbox_waiting")
        assert kept == {*questions(5), "who composed mi7"}
        [(counted,)] = await desk.rows("SELECT sum(asked) FROM asked_on")
        assert counted == 6
    told = [one for one in caplog.records if "could not be kept yet" in one.getMessage()]
    assert len(told) == 1


async def test_what_was_read_and_could_not_be_written_waits_apart(
    seeded: Path,
    tmp_path: Path,
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Questions that differ in a name alone are of one shape."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(recorder, "_PACE", 0)
    path = copied(seeded, tmp_path)
    async with open_store(path, MIGRATED) as store:
        desk = desk_on(store, language)
        for question in questions(5):
            await desk.ask(question)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            running = asyncio.create_task(desk.inbox.run(every=0.01))
            async with asyncio.timeout(PATIENCE):
                while "could not be kept yet" not in caplog.text:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            other.execute("ROLLBACK")
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await desk.inbox.flush()
        assert stored(path, "inbox_wording", "inbox_waiting") == set(questions(5))


FLOOD = """
import asyncio, sys
from itertools import count
from pathlib import Path
from lore.language.lexicon import load_language
from lore.store import open_store
from tests.lore.test_inbox_kept import asked
from tests.support.inbox import MIGRATED, desk_on

async def ask_on(desk, some):
    for question in some:
        if await asked(desk, question):
            print(question, flush=True)

async def main():
    async with open_store(Path(sys.argv[1]), MIGRATED) as store:
        desk = desk_on(store, load_language(Path(sys.argv[2])))
        asyncio.create_task(desk.inbox.run(every=0.01))
        flood = (f"who plays Zy{number}xq in mi7" for number in count())
        await asyncio.gather(*[ask_on(desk, flood) for _ in range(8)])

asyncio.run(main())
"""


@pytest.mark.parametrize("told", [1, 40, 90])
def test_what_was_promised_in_a_flood_outlives_a_kill(
    seeded: Path, tmp_path: Path, told: int
) -> None:
    path = copied(seeded, tmp_path)
    command = [sys.executable, "-c", FLOOD, str(path), str(DATA)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as flood:
        assert flood.stdout is not None
        promised = [flood.stdout.readline().rstrip() for _ in range(told)]
        flood.kill()
        promised += flood.stdout.read().split("\n")[:-1]
    assert len(promised) >= told
    assert set(promised) <= stored(path)


async def stopped(desk: Desk) -> None:
    running = asyncio.create_task(desk.inbox.run())
    await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_what_still_waits_at_the_end_is_gathered_after_the_next_start(
    seeded: Path, tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, words = copied(seeded, tmp_path), questions(120)
    with monkeypatch.context() as patch:
        patch.setattr(recorder, "_LAST_SECONDS", -1.0)
        async with open_store(path, MIGRATED) as store:
            desk = desk_on(store, language)
            for question in [*words, words[0]]:
                await desk.ask(question)
            await desk.ask("nice trailer of Zyxq today", how="mention")
            await stopped(desk)
        assert stored(path) == set()
        async with open_store(path, MIGRATED) as store:
            desk = desk_on(store, language)
            await stopped(desk)  # once more before anything was gathered
            await desk.ask("who composed mi7")
            await stopped(desk)
    monkeypatch.setattr(recorder, "_PACE", 0)  # its pauses grow with the machine's slowness
    async with open_store(path, MIGRATED) as store:
        desk = desk_on(store, language)
        running = asyncio.create_task(desk.inbox.run(every=0.01))
        async with asyncio.timeout(30):
            while await desk.rows("SELECT 1 FROM inbox_waiting"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        assert stored(path) == {*words, "who composed mi7"}
        assert sum(one.asked for one in await desk.entries()) == len(words) + 2
        assert await desk.rows("SELECT count(*) FROM inbox_waiting") == [(0,)]
        [(counted,)] = await desk.rows("SELECT sum(asked) FROM asked_on")
        assert counted == len(words) + 3


async def test_what_waits_of_a_server_goes_with_it(
    seeded: Path, tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "_LAST_SECONDS", -1.0)
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        desk = desk_on(store, language)
        await desk.ask("who composed mi7")
        await stopped(desk)
        assert await desk.rows("SELECT count(*) FROM inbox_waiting") == [(1,)]
        await desk.departures.removed(HERE)
        desk.clock.pass_days(31)
        await desk.departures.sweep([THERE])
        assert await desk.rows("SELECT count(*) FROM inbox_waiting") == [(0,)]
