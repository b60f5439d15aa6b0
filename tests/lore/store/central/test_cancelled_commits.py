"""A cancel in the middle of a commit to PostgreSQL, which may answer, be silent, or be cut off."""

from __future__ import annotations

import asyncio
import threading

import pytest

from lore.model.errors import Unreachable
from lore.store import database
from lore.store.central import engine, link
from lore.store.central.link import Connection
from tests.discord_wire.recording import PATIENCE
from tests.support.editing import FERGUSON, World
from tests.support.machines import Central, until_is
from tests.support.postgres import cable


async def leave(world: World, told: list[str]) -> None:
    async with world.store.write(committed=lambda: told.append("committed")) as writer:
        await writer.execute_fetchall("INSERT INTO departed VALUES (1, 'today')")


@pytest.mark.parametrize("silent", [False, True])
async def test_a_cancel_in_the_central_commit_comes_once_it_is_told(
    central: Central, monkeypatch: pytest.MonkeyPatch, silent: bool
) -> None:
    """Where PostgreSQL is silent, whoever ends does not wait for it, and is told nothing."""
    monkeypatch.setattr(database, "_CENTRAL_SECONDS", 0.05 if silent else PATIENCE)
    loop = asyncio.get_running_loop()
    answers = threading.Event()
    told: list[str] = []

    def slow(connection: Connection) -> None:
        loop.call_soon_threadsafe(task.cancel)
        if not silent:
            loop.call_soon_threadsafe(answers.set)
        answers.wait(PATIENCE)
        connection.execute("COMMIT")

    async with central.machine("a") as a:
        with monkeypatch.context() as patch:
            patch.setattr(engine, "_commit", slow)
            task = asyncio.create_task(leave(a, told))
            with pytest.raises(asyncio.CancelledError):
                await task
            assert told == ([] if silent else ["committed"])
            answers.set()
        await a.add(FERGUSON)  # the next one has its turn
        assert await a.store.read("SELECT scope FROM departed") == [(1,)]
        assert await central.same("a")


async def test_nobody_waits_for_a_cancelled_commit_that_is_cut_off(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked after without the one that was cancelled, and the next one writes on what came of
    it."""
    monkeypatch.setattr(database, "_CENTRAL_SECONDS", 0.05)
    monkeypatch.setattr(engine, "SECONDS", 0.4)
    monkeypatch.setattr(link, "SECONDS", 0.4)
    monkeypatch.setattr(link, "CONNECT_SECONDS", 1)
    monkeypatch.setattr(link, "LOOK", 0.1)
    monkeypatch.setattr(engine, "SETTLED_SECONDS", 10 * PATIENCE)
    loop = asyncio.get_running_loop()
    told: list[str] = []

    async with cable(central.cluster.port) as way, central.machine("a", port=way.port) as a:

        def breaks(connection: Connection) -> None:
            connection.execute("COMMIT")
            loop.call_soon_threadsafe(way.cut)
            loop.call_soon_threadsafe(leaving.cancel)
            connection.execute("SELECT pg_sleep(0.1)")
            connection.execute("SELECT 1")

        async def takes_edits() -> bool:
            return a.store.takes_edits

        with monkeypatch.context() as patch:
            patch.setattr(engine, "_commit", breaks)
            leaving = asyncio.create_task(leave(a, told))
            with pytest.raises(asyncio.CancelledError):
                await leaving
        assert told == []
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(Unreachable, match="must wait"):
                await a.add(FERGUSON)
        way.mend()
        await until_is(takes_edits, True)
        await a.add(FERGUSON)
        assert await a.store.read("SELECT scope FROM departed") == [(1,)]
        assert await central.same("a")
