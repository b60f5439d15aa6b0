"""Several processes on one database: who may serve it, and who does what is done once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import pytest

from lore.editing import Moderator
from lore.model.errors import StoreError
from lore.services import Services
from lore.settings import ShardSettings
from lore.store import Store, open_store
from lore.store.database import Writer
from lore.store.lease import is_held, lease
from lore.store.share import TERM, Share
from lore.store.waiting import WaitingRow, add_waiting
from tests.discord_wire.recording import PATIENCE
from tests.support.language import DATA, language

FIRST, SECOND = ShardSettings(2, (0,)), ShardSettings(2, (1,))
EVEN, ODD = 2 << 22, 3 << 22
"""Servers of the first process and of the second."""
NOTHING = '[["not_understood", null, [], null], null]'


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "lore.db"


def migrated(database: Path) -> Path:
    async def make() -> None:
        async with open_store(database, DATA / "migrations"):
            pass

    asyncio.run(make())
    return database


async def until(look: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not look():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class Clock:
    """The clock of a machine."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


# Who may serve it.


def test_processes_that_hold_different_connections_serve_it_together(database: Path) -> None:
    with lease(database, FIRST) as alone:
        assert alone
        assert is_held(database)
        with lease(database, SECOND) as alone:
            assert not alone
        with lease(database, SECOND):
            pass
        assert is_held(database)
    assert not is_held(database)
    assert list(database.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("shards", "told"),
    [
        (ShardSettings(2, (1, 0)), "Another process holds connection 0"),
        (ShardSettings(4, (1,)), "another SHARD_COUNT"),
        (ShardSettings(2), "A bot that is running holds the database"),
        (None, "A bot that is running holds the database"),
    ],
)
def test_what_two_processes_would_both_do_is_refused(
    database: Path, shards: ShardSettings | None, told: str
) -> None:
    with lease(database, FIRST):
        with pytest.raises(StoreError, match=told) as refused, lease(database, shards):
            pass
        assert "\n" not in str(refused.value)
        with lease(database, SECOND):  # what was refused holds nothing
            pass


def test_a_bot_that_serves_it_alone_is_joined_by_none(database: Path) -> None:
    with (
        lease(database),
        pytest.raises(StoreError, match="A bot that is running"),
        lease(database, FIRST),
    ):
        pass


def test_the_name_of_a_database_may_hold_anything(tmp_path: Path) -> None:
    odd = tmp_path / "lore[1]*?.db"
    with ExitStack() as stack:
        stack.enter_context(lease(odd, FIRST))
        assert not stack.enter_context(lease(odd, SECOND))


async def test_another_process_is_left_to_upgrade_it(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lore.store.database._UPGRADE_SECONDS", 0.0)
    with pytest.raises(StoreError, match="stop all of them, then start one"):
        async with open_store(database, DATA / "migrations", upgrade=False):
            pass
    monkeypatch.setattr("lore.store.database._UPGRADE_SECONDS", 30.0)

    async def join() -> int:
        async with open_store(database, DATA / "migrations", upgrade=False) as store:
            return store.birth.upgraded

    joining = asyncio.create_task(join())
    await asyncio.sleep(0.05)
    async with open_store(database, DATA / "migrations"):
        assert await joining == 0


# Who does what is done once.


async def test_one_is_the_owner_until_it_is_silent(database: Path) -> None:
    clock = Clock()
    one, other = Share(FIRST, clock=clock), Share(SECOND, clock=clock)
    async with open_store(database, DATA / "migrations") as store:
        for share in (one, other):
            await share.renew(store)
        assert (one.is_owner, other.is_owner) == (True, False)
        clock.now += TERM - 1
        await other.renew(store)
        await one.renew(store)
        clock.now += TERM - 1
        await other.renew(store)
        assert (one.is_owner, other.is_owner) == (True, False)
        clock.now += 2
        assert not one.is_owner
        await other.renew(store)
        await one.renew(store)
        assert (one.is_owner, other.is_owner) == (False, True)


async def test_one_that_ends_hands_over_at_once(database: Path) -> None:
    one, other = Share(FIRST), Share(SECOND)
    async with open_store(database, DATA / "migrations") as store:
        await one.renew(store)
        await one.release(store)
        await other.renew(store)
        assert (one.is_owner, other.is_owner) == (False, True)
        await one.release(store)  # what is another's by now stays so
        assert await store.read("SELECT count(*) FROM owner") == [(1,)]


async def test_one_that_ends_as_it_becomes_the_owner_hands_over(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = Share(FIRST)
    async with open_store(database, DATA / "migrations") as store:
        write = store.write

        @asynccontextmanager
        async def broken_off(*, local: bool) -> AsyncIterator[Writer]:
            """A write that is cancelled once it is on the disk."""
            async with write(local=local) as writer:
                yield writer
            raise asyncio.CancelledError

        monkeypatch.setattr(store, "write", broken_off)
        with pytest.raises(asyncio.CancelledError):
            await share.renew(store)
        monkeypatch.undo()
        assert await store.read("SELECT count(*) FROM owner") == [(1,)]
        await share.release(store)
        assert await store.read("SELECT count(*) FROM owner") == [(0,)]


async def test_an_owner_of_before_the_machine_was_started_anew_is_none(database: Path) -> None:
    clock = Clock()
    async with open_store(database, DATA / "migrations") as store:
        await Share(FIRST, clock=clock).renew(store)
        clock.now = 3.0
        other = Share(SECOND, clock=clock)
        await other.renew(store)
        assert other.is_owner


async def test_two_that_look_at_once_are_not_both_the_owner(database: Path) -> None:
    async with (
        open_store(database, DATA / "migrations") as one,
        open_store(database, DATA / "migrations") as other,
    ):
        for _ in range(20):
            shares = [(store, Share(FIRST)) for store in (one, other)]
            await asyncio.gather(*[share.renew(store) for store, share in shares])
            assert sum(share.is_owner for _, share in shares) == 1
            for store, share in shares:
                await share.release(store)


def test_alone_all_is_to_be_done() -> None:
    for alone in (Share(), Share(ShardSettings(4))):
        assert alone.is_owner
        assert alone.holds(EVEN)
        assert alone.holds(ODD)


# What each of them does, and sees of the other.


def services(store: Store, shards: ShardSettings) -> Services:
    return Services.on(store, language(), share=Share(shards))


async def test_settings_of_another_process_are_seen(database: Path) -> None:
    async with (
        open_store(database, DATA / "migrations") as one,
        open_store(database, DATA / "migrations") as other,
    ):
        here = services(one, FIRST).editing.setups
        there = services(other, SECOND).editing.setups
        await there.load()
        following = asyncio.create_task(there.follow(every=0.01))
        try:
            await here.set(Moderator(EVEN, 1), quiet=True)
            await until(lambda: there.known(EVEN).quiet)
            async with one.write() as writer:
                await writer.execute_fetchall("DELETE FROM setting WHERE scope = ?", (EVEN,))
            await until(lambda: not there.known(EVEN).quiet)
        finally:
            following.cancel()


async def test_what_was_laid_by_is_gathered_by_the_process_of_its_server(database: Path) -> None:
    rows = [
        WaitingRow(scope, "unanswered", "who plays Nobody", "2026-01-01", 1, False, NOTHING)
        for scope in (EVEN, ODD)
    ]
    async with open_store(database, DATA / "migrations") as store:
        async with store.write() as writer:
            await add_waiting(writer, rows)
        for shards, left in ((FIRST, [(ODD,)]), (SECOND, [])):
            inbox = services(store, shards).inbox
            gathering = asyncio.create_task(inbox.run(every=0.0))
            async with asyncio.timeout(PATIENCE):
                # The database tells nobody.
                while await store.read("SELECT scope FROM inbox_waiting") != left:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            await inbox.flush()  # a batch that is cut short as it is written counts twice
            gathering.cancel()
            await asyncio.wait({gathering})
        entries = await store.read("SELECT scope, asked FROM inbox_entry ORDER BY scope")
        assert entries == [(EVEN, 1), (ODD, 1)]


async def test_an_import_of_another_process_is_not_taken_for_left_over(database: Path) -> None:
    async with open_store(database, DATA / "migrations") as store:
        async with store.write() as writer:
            await writer.executemany(
                "INSERT INTO staged VALUES (?, 'token', 1, 0)", [(EVEN,), (ODD,)]
            )
        share = Share(FIRST)
        await services(store, FIRST).editing.bulk.recover(share.holds)
        assert await store.read("SELECT scope FROM staged") == [(ODD,)]
