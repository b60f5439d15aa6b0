"""Processes of one bot, each with connections of its own, and members that use all of them."""

from __future__ import annotations

import asyncio
import itertools
import signal
import sqlite3
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.discord_wire import Channel, Discord, Exchange, Guild, Seen
from tests.discord_wire.recording import PATIENCE
from tests.discord_wire.world import ORDINARY, Permission, User
from tests.support.bot_process import process

Places = tuple[dict[str, str], dict[str, str]]
"""The settings that tell each of two processes where the database is."""
ALL = ORDINARY | Permission.MANAGE_GUILD
STARTED = 5 * PATIENCE
MUST_WAIT = "so this change must wait"
NOTED = "moderators"
"""A word of the answer to what nobody knows, once moderators will surely hear of it."""


def two_servers(discord: Discord) -> list[Channel]:
    """A channel of a server of each of two connections, in their order."""
    discord.gateway.shards = 2
    home = discord.gateway.shard_of(discord.guild.id)
    other = Guild("theatre", id=discord.guild.id + (1 << 22))
    discord.channels.append(Channel("stalls", other))
    both = [discord.channel, discord.channels[-1]]
    return both if home == 0 else both[::-1]


def machines(addresses: tuple[str, str], folder: Path) -> Places:
    """Two machines on one PostgreSQL, each by its own address of it."""
    first, second = (
        {"DATABASE": address, "REPLICA": str(folder / f"machine{place}.db")}
        for place, address in enumerate(addresses)
    )
    return first, second


def part(shard: int) -> dict[str, str]:
    """The settings of the process with one of two connections."""
    return {"SHARD_COUNT": "2", "SHARD_IDS": str(shard)}


async def stands(look: Callable[[], bool]) -> None:
    """Wait for a process to have started, which may take a minute where others use the machine."""
    async with asyncio.timeout(STARTED):
        while not look():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@asynccontextmanager
async def both(
    discord: Discord, folder: Path, places: Places = ({}, {})
) -> AsyncIterator[list[Process]]:
    """Two processes, connected, the second begun after the first."""
    async with AsyncExitStack() as stack:
        found = []
        for shard, place in enumerate(places):
            starting = process(discord, folder, **part(shard), **place)
            found.append(await stack.enter_async_context(starting))
            await stands(lambda: len(discord.gateway.sessions) == len(found))
        yield found


async def ended(bot: Process, number: signal.Signals = signal.SIGTERM) -> str:
    """What a process told until a signal ended it."""
    bot.send_signal(number)
    async with asyncio.timeout(PATIENCE):
        _, err = await bot.communicate()
    return err.decode()


@dataclass
class Told:
    """What those who use one server were told: the names that were acknowledged, those that were
    refused since they must wait, and how many questions were answered and how many were not.

    Of those that nobody can answer: how many were `asked`, and of how many they were told that
    moderators hear of them (`noted`).
    """

    server: int
    names: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    answered: int = 0
    silent: int = 0
    asked: int = 0
    noted: int = 0


class Members:
    """Who adds names and asks, in one channel after the other's end, until `leave`.

    `patience` is how many seconds they wait for an answer: few where processes end, whose answers
    never come.
    """

    def __init__(self, discord: Discord, channels: list[Channel], *, patience: float) -> None:
        self._discord = discord
        self._patience = patience
        self._over = asyncio.Event()
        self.told = [Told(channel.guild.id) for channel in channels if channel.guild]
        self._tasks = [
            asyncio.create_task(act)
            for channel, told in zip(channels, self.told, strict=True)
            for act in (
                self._edit(channel, told, 0),
                self._edit(channel, told, 1_000_000),
                self._ask(channel, told),
            )
        ]

    async def leave(self) -> None:
        """Finish what is under way."""
        self._over.set()
        await asyncio.gather(*self._tasks)

    async def _edit(self, channel: Channel, told: Told, start: int) -> None:
        for number in itertools.count(start):
            if self._over.is_set():
                return
            alias = f"alias {number} of {told.server}"
            user = User(f"m{number}", permissions=ALL)
            options = {"name": "Ilsa Faust", "alias": alias}
            text = await self._text(
                await self._discord.slash("name add", user=user, channel=channel, **options)
            )
            if alias in text:
                told.names.append(alias)
            elif MUST_WAIT in text:
                told.waiting.append(alias)

    async def _ask(self, channel: Channel, told: Told) -> None:
        for number in itertools.count():
            if self._over.is_set():
                return
            question = f"who plays Nobody{number} in mi7?"
            for asked in ("who plays Ilsa Faust?", question):
                user = User(f"u{number}")
                text = await self._text(
                    await self._discord.slash("ask", question=asked, user=user, channel=channel)
                )
                told.silent += not text
                told.answered += "Rebecca Ferguson" in text
                told.asked += asked == question
                told.noted += NOTED in text

    async def _text(self, exchange: Exchange) -> str:
        """What was answered; nothing where nothing came in time."""
        with suppress(TimeoutError, AssertionError):  # `until` has a patience of its own
            async with asyncio.timeout(self._patience):
                await self._discord.until(lambda: exchange.message)
        return Seen(exchange.message).text if exchange.message else ""


def faults(told: Sequence[Told], database: Path) -> list[str]:
    """What a database says otherwise than its members were told, one line each: nothing that was
    acknowledged may be lost, nothing that was refused be there, nothing be there twice."""
    with closing(sqlite3.connect(database)) as connection:
        kept = Counter(text for (text,) in connection.execute("SELECT text FROM name"))
        changes = dict(connection.execute("SELECT scope, count(*) FROM change GROUP BY 1"))
        asked = dict(connection.execute("SELECT scope, sum(asked) FROM inbox_entry GROUP BY 1"))
        (whole,) = connection.execute("PRAGMA integrity_check").fetchone()
    found = [] if whole == "ok" else [f"integrity_check: {whole}"]
    for one in told:
        found += [f"{name} is there {kept[name]} times" for name in one.names if kept[name] != 1]
        found += [f"{name} was refused, and is there" for name in one.waiting if kept[name]]
        names = sum(text.endswith(f" of {one.server}") for text in kept)
        if names != changes.get(one.server, 0):
            found.append(f"{changes.get(one.server, 0)} changes made {names} names")
        if not one.noted <= asked.get(one.server, 0) <= one.asked:
            found.append(
                f"{one.asked} questions were asked and {one.noted} acknowledged, and "
                f"{asked.get(one.server, 0)} are there"
            )
    return found
