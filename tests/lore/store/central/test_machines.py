"""Machines on one PostgreSQL: what one changes, the others see, whatever dies or is cut off."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

import pytest

from lore.model.errors import StoreError, Unreachable, Unsettled
from lore.settings import ShardSettings
from lore.store import open_store
from lore.store.central import engine, follower, head, link
from lore.store.central.engine import CentralTurn
from lore.store.central.link import Connection, Link
from lore.store.central.opening import open_central
from tests.discord_wire.recording import PATIENCE
from tests.support.editing import DATE, FERGUSON, HERE, MIGRATIONS, MOD, OTHER_MOD, World
from tests.support.machines import Central, until_is, until_told
from tests.support.postgres import cable

FIRST, SECOND = ShardSettings(2, (0,)), ShardSettings(2, (1,))
QUESTION = "who plays Admiral Neely?"
NAME = "Hannah Waddingham"


async def until_accepted(world: World, **more: Any) -> None:
    """Add a fact as soon as that can be done."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await world.add(replace(FERGUSON, **more))
                return
            except StoreError:
                await asyncio.sleep(0.05)


async def changes(world: World) -> int:
    return int((await world.store.read("SELECT count(*) FROM change"))[0][0])


async def until_changes(world: World, many: int) -> None:
    await until_is(lambda: changes(world), many)


async def knows(world: World) -> bool:
    return NAME in await world.ask(QUESTION)


async def test_each_sees_and_undoes_what_the_other_changes(central: Central) -> None:
    async with central.machine("a", FIRST) as a, central.machine("b", SECOND) as b:
        saved = await a.add(FERGUSON)
        await until_told(b, QUESTION, NAME)
        await b.editing.undo(saved.change.number, OTHER_MOD)
        await until_is(lambda: knows(a), False)
        assert [await central.same(name) for name in ("a", "b")] == [True, True]


async def test_writes_of_both_take_turns_and_give_other_ids(central: Central) -> None:
    async def many(world: World, name: str) -> None:
        for number in range(5):
            await world.editing.phrases.add(f"{name} of {number}", "Composer", MOD)

    async with central.machine("a", FIRST) as a, central.machine("b", SECOND) as b:
        await asyncio.gather(many(a, "tune"), many(b, "song"))
        for one in (a, b):
            await until_changes(one, 10)
        numbers = await a.store.read("SELECT number FROM change ORDER BY number")
        assert numbers == [(number,) for number in range(1, 11)]


async def test_what_one_has_in_memory_follows(central: Central) -> None:
    async with central.machine("a", FIRST) as a, central.machine("b", SECOND) as b:
        await b.editing.setups.load()
        following = asyncio.create_task(b.editing.setups.follow(every=0.01))

        async def public() -> bool:
            return b.editing.setups.known(HERE).public

        assert await public()
        await a.editing.setups.set(MOD, public=False)
        await until_is(public, False)
        following.cancel()


async def test_what_replaces_and_what_is_deleted_is_told(central: Central) -> None:
    """OR REPLACE takes out other rows than those that a statement names."""
    async with central.machine("a", FIRST) as a, central.machine("b", SECOND) as b:
        async with a.store.write() as writer:
            await writer.executemany(
                "INSERT INTO phrase VALUES (?, ?, ?, 'cast', 'x')",
                [(HERE, "one", "one"), (HERE, "two", "two"), (HERE, "three", "three")],
            )
        async with a.store.write() as writer:
            await writer.execute_fetchall("UPDATE OR REPLACE phrase SET key = 'one'")
            await writer.execute_fetchall("INSERT INTO shown VALUES (7, 0, x'00ff', x'', 'day')")
        await until_is(lambda: b.store.read("SELECT id FROM shown"), [(7,)])
        told = [await one.store.read("SELECT * FROM phrase") for one in (a, b)]
        assert told[0] == told[1]
        assert len(told[0]) == 1
        assert await central.same("b")


async def failing(world: World, error: type[BaseException]) -> None:
    async with world.store.write() as writer:
        await writer.execute_fetchall("INSERT INTO departed VALUES (1, 'today')")
        raise error


async def test_a_write_that_fails_or_is_cancelled_is_nowhere(central: Central) -> None:
    async with central.machine("a") as a:
        for error in (ValueError, asyncio.CancelledError):
            with pytest.raises(error):
                await failing(a, error)
        await a.add(FERGUSON)
        assert await a.store.read("SELECT * FROM departed") == []
        assert central.execute("SELECT * FROM lore_row WHERE tab = 'departed'") == []
        assert await central.same("a")


async def test_a_crash_between_the_commits_loses_nothing(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = CentralTurn.commit

    async def crashes(self: CentralTurn) -> None:
        await commit(self)
        raise RuntimeError

    async with central.machine("a") as a:
        with monkeypatch.context() as patch:
            patch.setattr(CentralTurn, "commit", crashes)
            with pytest.raises(RuntimeError):
                await a.add(FERGUSON)
        assert await changes(a) == 0
    async with central.machine("a") as again:
        assert NAME in await again.ask(QUESTION)
        assert await changes(again) == 1
        assert await central.same("a")


@pytest.mark.parametrize("made", [True, False])
async def test_a_connection_that_breaks_in_the_commit_is_asked_after(
    central: Central, monkeypatch: pytest.MonkeyPatch, made: bool
) -> None:
    """What was committed is acknowledged, once; what was not is refused."""

    def breaks(connection: Connection) -> None:
        if made:
            connection.execute("COMMIT")
        connection.close()
        connection.execute("COMMIT")

    async with central.machine("a") as a:
        draft = await a.propose()
        with monkeypatch.context() as patch:
            patch.setattr(engine, "_commit", breaks)
            if made:
                await a.editing.save(draft, MOD)
            else:
                with pytest.raises(Unreachable):
                    await a.editing.save(draft, MOD)
        assert await changes(a) == int(made)
        assert await central.same("a")
        if not made:
            await a.editing.save(draft, MOD)
        assert await changes(a) == 1


async def test_nobody_is_told_what_nobody_knows(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SETTLED_SECONDS", 0.3)

    def breaks(connection: Connection) -> None:
        connection.execute("COMMIT")
        central.cluster.stop(signal.SIGQUIT)
        connection.execute("SELECT 1")

    async with central.machine("a") as a:
        draft = await a.propose()
        with monkeypatch.context() as patch:
            patch.setattr(engine, "_commit", breaks)
            with pytest.raises(Unsettled, match="Look in the history"):
                await a.editing.save(draft, MOD)
        assert NAME not in await a.ask(QUESTION)
        central.cluster.start()
        await a.editing.phrases.add("tune", "Composer", MOD)
        assert NAME in await a.ask(QUESTION)


async def test_a_crash_before_the_commit_gives_its_number_to_another(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL gives numbers of transactions anew that it had not written down."""

    def breaks(connection: Connection) -> None:
        central.cluster.stop(signal.SIGQUIT)
        central.cluster.start()
        for number in range(5):
            central.execute(f"CREATE TABLE later{number} ()")
        connection.execute("COMMIT")

    async with central.machine("a") as a:
        draft = await a.propose()
        with monkeypatch.context() as patch:
            patch.setattr(engine, "_commit", breaks)
            with pytest.raises(Unreachable):
                await a.editing.save(draft, MOD)
        assert await changes(a) == 0
        for number in range(5):
            central.execute(f"DROP TABLE later{number}")
        await a.editing.save(draft, MOD)
        assert await central.same("a")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
async def test_postgresql_is_stopped_and_started(central: Central, how: signal.Signals) -> None:
    async with central.machine("a", FIRST) as a, central.machine("b", SECOND) as b:
        await a.add(DATE)
        central.cluster.stop(how)
        with pytest.raises(Unreachable, match="must wait"):
            await a.add(FERGUSON)
        assert "Rebecca Ferguson" in await a.ask("who plays Ilsa Faust?")
        central.cluster.start()
        await until_accepted(a)
        await until_told(b, QUESTION, NAME)
        assert await changes(b) == 2
        assert await central.same("a")


async def test_a_network_that_is_cut(central: Central, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is told: packets just do not arrive. Answers go on, edits say that they must wait,
    and nothing of them is done later."""
    for module in (engine, follower, link):
        monkeypatch.setattr(module, "SECONDS", 0.4)
    monkeypatch.setattr(link, "CONNECT_SECONDS", 1)
    monkeypatch.setattr(link, "LOOK", 0.1)
    async with (
        cable(central.cluster.port) as way,
        central.machine("a", FIRST, port=way.port) as a,
        central.machine("b", SECOND) as b,
    ):
        await until_accepted(a, value="Simon Pegg")
        way.cut()
        for _ in range(3):
            with pytest.raises(Unreachable, match="must wait"):
                await a.add(FERGUSON)
        assert "Simon Pegg" in await a.ask(QUESTION)
        await b.add(DATE)  # nobody waits for who is cut off
        before = await changes(b)
        way.mend()
        await until_changes(a, before)
        assert NAME not in await b.ask(QUESTION)
        await until_accepted(a)
        await until_told(b, QUESTION, NAME)
        assert await changes(b) == before + 1
        assert await central.same("a")


async def test_nobody_waits_for_a_commit_that_is_cut_off(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes meanwhile is told at once, and so is who waited; what became of the commit is
    told as soon as it can be asked."""
    for module in (engine, follower, link):
        monkeypatch.setattr(module, "SECONDS", 0.4)
    monkeypatch.setattr(link, "CONNECT_SECONDS", 1)
    monkeypatch.setattr(link, "LOOK", 0.1)
    monkeypatch.setattr(engine, "SETTLED_SECONDS", 10 * PATIENCE)
    loop, cut = asyncio.get_running_loop(), asyncio.Event()

    async with cable(central.cluster.port) as way, central.machine("a", port=way.port) as a:

        def breaks(connection: Connection) -> None:
            loop.call_soon_threadsafe(way.cut)
            loop.call_soon_threadsafe(cut.set)
            connection.execute("SELECT pg_sleep(0.1)")
            connection.execute("COMMIT")

        draft = await a.propose()
        with monkeypatch.context() as patch:
            patch.setattr(engine, "_commit", breaks)
            saving = asyncio.create_task(a.editing.save(draft, MOD))
            await asyncio.wait_for(cut.wait(), PATIENCE)
            waiting = [asyncio.create_task(a.add(DATE)) for _ in range(2)]
            async with asyncio.timeout(PATIENCE):
                for one in waiting:
                    with pytest.raises(Unreachable, match="must wait"):
                        await one
                with pytest.raises(Unreachable, match="must wait"):
                    await a.add(DATE)
            assert not saving.done()
        way.mend()
        with suppress(Unreachable):
            await saving
        made = saving.exception() is None
        await until_accepted(a, value="Simon Pegg")
        assert await changes(a) == 1 + made
        assert await central.same("a")


async def test_who_starts_while_it_is_cut_off_answers(central: Central) -> None:
    async with central.machine("a") as a:
        await a.add(FERGUSON)
    central.cluster.stop()
    try:
        async with central.machine("a", FIRST) as a:
            assert NAME in await a.ask(QUESTION)
            with pytest.raises(Unreachable):
                await a.add(DATE)
            central.cluster.start()
            await until_accepted(a, value="Simon Pegg")
        fresh = open_central(central.address, central.folder / "new.db", MIGRATIONS)
        central.cluster.stop()
        with pytest.raises(StoreError, match=r"^The central database cannot be reached \(.*DATAB"):
            async with fresh:
                pass
        assert not (central.folder / "new.db").exists()
    finally:
        central.cluster.start()


async def test_whoever_was_away_for_long_takes_all_rows(central: Central) -> None:
    async with central.machine("a") as a:
        saved = await a.editing.phrases.add("tune", "Composer", MOD)
    async with central.machine("b") as b:
        await b.editing.undo(saved.change.number, OTHER_MOD)
        sweeper = Link(central.address, name="test", options={})
        await sweeper.run(lambda connection: head.sweep(connection, "0 seconds"))
        await sweeper.close()
    assert central.execute("SELECT 1 FROM lore_row WHERE gone IS NOT NULL") == []
    async with central.machine("a") as a:
        assert await a.store.read("SELECT * FROM phrase") == []
    assert await central.same("a")


async def test_a_replica_that_differs_is_built_anew(
    central: Central, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(central.file("a"))) as file:
        file.execute("UPDATE fact SET value_date = '1999' WHERE value_date IS NOT NULL")
        file.commit()
    with pytest.raises(StoreError, match="differs from the central database in fact"):
        await central.same("a")
    async with central.machine("a", FIRST) as a:

        async def wrong() -> int:
            return len(await a.store.read("SELECT 1 FROM fact WHERE value_date = '1999'"))

        await until_is(wrong, 0)
    assert "The replica differs in fact, and is built anew" in caplog.text
    assert await central.same("a")


async def test_a_file_that_is_gone_is_not_made_anew(
    central: Central, caplog: pytest.LogCaptureFixture
) -> None:
    async with central.machine("a", FIRST) as a, central.machine("b", SECOND) as b:
        central.file("b").unlink()
        await a.add(FERGUSON)

        async def told() -> bool:
            return "cannot be opened: check the path" in caplog.text

        await until_is(told, True)
        with pytest.raises(StoreError):
            await b.add(DATE)
        assert not (central.folder / "b.db").exists()


async def test_what_others_hold_is_refused(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "LEASE_SECONDS", 0.2)

    async def refused(match: str, shards: ShardSettings) -> None:
        with pytest.raises(StoreError, match=match):
            async with central.machine("c", shards):
                pass

    async with central.machine("a", FIRST):
        await refused("Another process holds connection 0", FIRST)
        await refused("another SHARD_COUNT", ShardSettings(3, (2,)))
        await refused("on another machine holds", ShardSettings())
        async with central.machine("b", SECOND):
            pass
    async with central.machine("a", ShardSettings()):
        await refused("without SHARD_IDS", FIRST)


async def test_files_that_are_not_of_this_database_are_left_alone(
    central: Central, template: Any, seeded: Any
) -> None:
    own = central.folder / "own.db"
    own.write_bytes(seeded.read_bytes())
    with pytest.raises(StoreError, match="is no replica"):
        async with open_central(central.address, own, MIGRATIONS):
            pass
    with pytest.raises(StoreError, match="is a replica of a central one"):
        async with open_store(central.file("a"), MIGRATIONS):
            pass
    other = central.cluster.database()
    with pytest.raises(StoreError, match="of another central database"):
        async with open_central(other, central.file("a"), MIGRATIONS):
            pass


async def test_tables_of_older_programs_are_renewed(central: Central) -> None:
    """Those of the first version: what has come since is made once, by whoever starts first."""
    central.execute(
        "DROP TABLE IF EXISTS lore_commit, lore_step; DROP INDEX lore_row_by_position;"
        "CREATE INDEX lore_row_by_position ON lore_row (position)"
    )
    async with central.machine("a", FIRST) as a, central.machine("b", SECOND) as b:
        await a.add(FERGUSON)
        await until_told(b, QUESTION, NAME)
    assert central.execute("SELECT number FROM lore_step ORDER BY number") == [(1,), (2,)]
    assert central.execute("SELECT count(*) > 0 FROM lore_commit") == [(True,)]
    ((index,),) = central.execute(
        "SELECT indexdef FROM pg_indexes "
        "WHERE schemaname = 'public' AND indexname = 'lore_row_by_position'"
    )
    assert "UNIQUE" in str(index)
    assert await central.same("a")


async def test_tables_are_renewed_where_some_of_it_was_done(central: Central) -> None:
    """Programs of before the steps were counted made some of it themselves."""
    central.execute("DROP TABLE lore_step")
    async with central.machine("a", FIRST) as a:
        await a.add(FERGUSON)
    central.execute("DELETE FROM lore_step WHERE number = 2")
    async with central.machine("a", FIRST) as a:
        assert await knows(a)
    assert central.execute("SELECT count(*) FROM lore_step") == [(2,)]


async def test_tables_of_a_newer_program_are_left_alone(central: Central) -> None:
    central.execute("INSERT INTO lore_step VALUES (3)")
    try:
        with pytest.raises(StoreError, match="is newer .* update the program"):
            async with central.machine("a", FIRST):
                pass
    finally:
        central.execute("DELETE FROM lore_step WHERE number = 3")
