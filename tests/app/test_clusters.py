"""Several processes, each with connections of its own, on one database."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from chat.editing import texts as editing
from tests.discord_wire import Channel, Discord, Exchange, Seen
from tests.discord_wire.recording import PATIENCE
from tests.discord_wire.world import User
from tests.support.bot_process import ROOT, process, verb
from tests.support.clusters import (
    ALL,
    MUST_WAIT,
    Members,
    Places,
    both,
    ended,
    faults,
    machines,
    part,
    stands,
    two_servers,
)
from tests.support.postgres import Cluster

MODERATOR = User("moderator", permissions=ALL)
QUESTION = "who plays Ilsa Faust?"
FACT = {
    "subject": "Mission: Impossible 7",
    "property": "composer",
    "value": "Simon Pegg",
    "source": "A Score for the Train",
    "date": "3 Feb 2026",
}
SAVE = editing.BUTTONS["save"]
QUICK = [
    "-c",
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); import bot; from lore.store import share; "
    "share.TERM, share.RENEWED = 5.0, 0.2; sys.exit(bot.main([]))",
]
"""bot.py with an owner that is followed sooner."""


@pytest.fixture
def channels(discord: Discord) -> list[Channel]:
    """A channel of a server of each of two connections."""
    return two_servers(discord)


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """What two processes find where: one file, or a file for each and PostgreSQL."""
    if request.param == "sqlite":
        return {}, {}
    postgres: Cluster = request.getfixturevalue("postgres")
    return machines((postgres.database(),) * 2, tmp_path)


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "lore.db")) as connection:
        return connection.execute(sql).fetchall()


async def test_each_answers_for_its_servers_and_what_both_would_hold_is_refused(
    discord: Discord, channels: list[Channel], tmp_path: Path
) -> None:
    async with both(discord, tmp_path) as bots:
        assert sorted(one["shard"] for one in discord.gateway.identified) == [[0, 2], [1, 2]]
        for channel in channels:
            seen = await (await discord.slash("ask", question=QUESTION, channel=channel)).seen()
            assert "Rebecca Ferguson" in seen.text
        for more, told in (
            (part(1), b"Another process holds connection 1"),
            ({"SHARD_COUNT": "3", "SHARD_IDS": "2"}, b"another SHARD_COUNT"),
            ({}, b"A bot that is running holds the database"),
        ):
            async with process(discord, tmp_path, **more) as third:
                async with asyncio.timeout(PATIENCE):
                    _, refused = await third.communicate()
                assert (third.returncode, refused.count(b"\n")) == (2, 1)
                assert told in refused
        backup = tmp_path / "backup.db"
        for arguments in (
            ["ask", QUESTION],
            ["export", tmp_path / "out.jsonl"],
            ["backup", backup],
        ):
            assert (await verb(tmp_path, *arguments))[0] == 0
        status, told_out, _ = await verb(tmp_path, "check")
        assert (status, "a bot is running on it" in told_out) == (0, True), told_out
        status, _, err = await verb(tmp_path, "restore", backup)
        assert (status, err.count("\n")) == (2, 1)
        for bot in bots:
            assert "Traceback" not in await ended(bot)
            assert bot.returncode == 0
    assert (await verb(tmp_path, "restore", backup))[0] == 0


async def test_each_sees_the_others_changes_at_once(
    discord: Discord, channels: list[Channel], tmp_path: Path, places: Places
) -> None:
    """A fact, a name and a setting; the other process is asked as though it held the server."""
    here = channels[0]

    async def does(name: str, /, **options: Any) -> Seen:
        return await (await discord.slash(name, user=MODERATOR, channel=here, **options)).seen()

    async def press(seen: Seen, label: str) -> Exchange:
        return await discord.press(seen, label, user=MODERATOR, channel=here)

    async def ask(question: str) -> Seen:
        user = User("somebody")
        return await (await discord.slash("ask", question=question, user=user, channel=here)).seen()

    async def elsewhere(question: str, look: Callable[[Seen], bool]) -> None:
        """Ask the other process until it knows."""
        discord.gateway.only = 1
        async with asyncio.timeout(PATIENCE):
            while not look(await ask(question)):
                pass
        discord.gateway.only = None

    def tells(text: str) -> Callable[[Seen], bool]:
        return lambda seen: text in seen.text

    async with both(discord, tmp_path, places):
        question = "who composes the score of mi7?"
        await elsewhere(question, tells("no fact about the composer"))
        seen = await does("fact add", **FACT)
        assert "is added" in (await (await press(seen, SAVE)).seen()).text
        await elsewhere(question, tells("Simon Pegg"))
        await does("name add", name="Mission: Impossible 7", alias="the night train")
        await elsewhere("who composes the score of the night train?", tells("Simon Pegg"))
        assert not (await ask(QUESTION)).ephemeral
        await (await press(await does("setup"), "setup:public")).answer()
        await elsewhere(QUESTION, lambda seen: seen.ephemeral)


async def test_a_machine_that_dies_is_followed(
    discord: Discord, channels: list[Channel], tmp_path: Path, postgres: Cluster
) -> None:
    """The other goes on, and what begins in its place, without a file, has all."""
    address = postgres.database()
    places = machines((address, address), tmp_path)

    async def add(channel: Channel, alias: str) -> None:
        told = {"name": "Ilsa Faust", "alias": alias, "channel": channel}
        seen = await (await discord.slash("name add", user=MODERATOR, **told)).seen()
        assert alias in seen.text

    async with both(discord, tmp_path, places) as bots:
        await add(channels[0], "the swan")
        await ended(bots[0], signal.SIGKILL)
        await add(channels[1], "the heron")
        postgres.stop()
        told = {"name": "Ilsa Faust", "alias": "the stork", "channel": channels[1]}
        refused = await (await discord.slash("name add", user=MODERATOR, **told)).seen()
        assert MUST_WAIT in refused.text
        seen = await (await discord.slash("ask", question=QUESTION, channel=channels[1])).seen()
        assert "Rebecca Ferguson" in seen.text
        postgres.start()
        for old in tmp_path.glob("machine0.db*"):
            old.unlink()
        async with process(discord, tmp_path, **part(0), **places[0]):
            await stands(lambda: len(discord.gateway.identified) == 3)
            await add(channels[0], "the crane")
            taken = {"DATABASE": address, "REPLICA": str(tmp_path / "third.db")}
            async with process(discord, tmp_path, **part(1), **taken) as third:
                _, err = await third.communicate()
                assert (third.returncode, err.count(b"\n")) == (2, 1)
                assert b"holds connection 1 of the bot on the central database" in err
        status, out, _ = await verb(tmp_path, "check", **places[0])
        assert (status, "by the digests of all tables" in out) == (0, True), out
    status, out, wrong = await verb(tmp_path, "copy", address, tmp_path / "lore.db")
    assert (status, "each compared" in out) == (0, True), wrong
    names = {text for (text,) in rows(tmp_path, "SELECT text FROM name")}
    assert {"the swan", "the heron", "the crane"} <= names


async def test_a_rolling_restart_under_load_loses_nothing(
    discord: Discord, channels: list[Channel], tmp_path: Path, places: Places
) -> None:
    """Names and questions come all the time; what was acknowledged is there, once."""
    if not os.environ.get("LORE_SLOW"):
        pytest.skip("a rolling restart takes minutes: run it with LORE_SLOW=1")
    async with AsyncExitStack() as stack:
        bots = await stack.enter_async_context(both(discord, tmp_path, places))
        members = Members(discord, channels, patience=3)

        async def until_more(many: int) -> None:
            wanted = [len(told.names) + many for told in members.told]
            await stands(
                lambda: all(
                    len(told.names) >= more for told, more in zip(members.told, wanted, strict=True)
                )
            )

        for shard, bot in enumerate(bots):
            await until_more(5)
            told = await ended(bot)
            assert "Traceback" not in told, told
            assert bot.returncode == 0
            again = process(discord, tmp_path, **part(shard), **places[shard])
            await stack.enter_async_context(again)
            await stands(lambda: discord.gateway.connected)
        await until_more(5)
        await members.leave()
    if address := places[0].get("DATABASE"):
        status, _, wrong = await verb(tmp_path, "copy", address, tmp_path / "lore.db")
        assert status == 0, wrong
    names = sum(len(told.names) for told in members.told)
    noted = sum(told.noted for told in members.told)
    print(f"{names} names and {noted} questions were acknowledged")
    assert faults(members.told, tmp_path / "lore.db") == []
    assert all(told.noted for told in members.told)


async def test_another_is_the_owner_once_it_was_killed(
    discord: Discord, channels: list[Channel], tmp_path: Path
) -> None:
    """The owner alone makes backups. Of one that is killed the other takes over by itself, and one
    that ends hands over."""
    backups = tmp_path / "backups"

    def owner() -> object:
        return next(iter(rows(tmp_path, "SELECT holder FROM owner")), None)

    async def until_another(before: object) -> object:
        async with asyncio.timeout(PATIENCE):
            # The database tells nobody.
            while (now := owner()) in (before, None):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return now

    async with AsyncExitStack() as stack:
        bots = []
        for shard in (0, 1):
            more = {**part(shard), "BACKUP_DIR": str(backups)}
            starting = process(discord, tmp_path, command=QUICK, **more)
            bots.append(await stack.enter_async_context(starting))
            await stands(lambda: len(discord.gateway.sessions) == len(bots))
        first = owner()
        assert first is not None
        await stands(lambda: len(list(backups.glob("*.db"))) == 1)
        await ended(bots[0], signal.SIGKILL)
        second = await until_another(first)
        starting = process(discord, tmp_path, command=QUICK, **part(0))
        third = await stack.enter_async_context(starting)
        await stands(lambda: len(discord.gateway.identified) == 3)
        assert owner() == second
        assert "Traceback" not in await ended(bots[1])
        assert await until_another(second) != first
        assert "Traceback" not in await ended(third)
    assert rows(tmp_path, "SELECT * FROM owner") == []
    assert len(list(backups.glob("*.db"))) == 1
