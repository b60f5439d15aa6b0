"""Whether bots bear an hour of load and faults, run by hand.

    python tests/soak/load.py [--minutes 60] [--processes 1] [--rate 15] [--seed 1]

Members ask, mention, turn pages, complete names and press buttons, and moderators add and remove
names, change settings and look through the inbox, so many times a second. Every few seconds
something fails as Discord fails: a rate limit, a 5xx, a connection that drops with or without what
was asked being done; and of the gateway a connection that is closed or cut, a request to reconnect,
and a session that is invalid. The bots are processes of their own; the Discord is this one.

It tells, and ends with status 1 where something is not as it should be:

- whether each interaction was answered that Discord would have let be answered: one that a process
  was told of in time, on a session that went on, while neither that process nor this one was kept
  from the processor for long. What was deferred has the 15 minutes that Discord gives it; the end
  is waited for as long as answers still come;
- how many were held up by the machine, and how long each process waited for a processor; where
  more than MOST_HELD_UP were, the machine is too busy for the run to say anything;
- errors in the log, apart from discord.py's lines about connections that were lost;
- each process's memory, by its means in the first and the last third after the warm-up (a quarter
  of the time): they differ by FLAT at most;
- the largest log of the database (WAL): LARGEST_LOG at most.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.processes import resident_mb  # noqa: E402
from tests.discord_wire import Channel, Discord, Exchange, Guild, Seen, User  # noqa: E402
from tests.discord_wire.interactions import DEADLINE, DEFERRED  # noqa: E402
from tests.discord_wire.world import ORDINARY, Permission  # noqa: E402
from tests.soak.bots import bots  # noqa: E402
from tests.support.waits import LOOKED, Waits  # noqa: E402

QUESTIONS = ROOT / "tests" / "questions" / "franchise.jsonl"
PERSONS = 200
"""Members that ask in turn: more of them would fill what is kept of each in memory."""
FLAT = 0.05
LARGEST_LOG = 32 * 1024 * 1024
FAULT_EVERY = 3.0
SAMPLED = 2.0
"""Seconds between two looks at the memory and the log."""
PATIENCE = 60.0
"""Seconds for which no answer comes after which none is waited for any more."""
TOKEN_SECONDS = 15 * 60
"""Seconds for which Discord takes an answer to what was deferred."""
"""Seconds that a process has to start; on a machine that is not busy it takes three."""
IN_TIME = DEADLINE - 1.5
"""Seconds after which a process that hears of an interaction is not expected to answer in time."""
HELD_UP = 0.5
"""Seconds for which a process that is ready to run waits for a processor, of those that it has to
answer in, after which what it does late is the machine's doing."""
MOST_HELD_UP = 0.05
"""The part of all interactions that the machine may hold up."""
OWN = ("discord.client", "discord.shard", "discord.gateway", "discord.http", "discord.webhook")
"""Loggers that tell of what Discord does."""
CALLS = ("/interactions/*", "/webhooks/*", "/channels/*/messages")


@dataclass
class Sent:
    """An interaction with what it is, and whether it may still be answered."""

    exchange: Exchange
    what: str
    shard: int


@dataclass
class Course:
    """What happened: what was sent, when a session of a connection ended, and what was measured."""

    sent: list[Sent] = field(default_factory=list)
    waits: Waits = field(default_factory=Waits)
    ended: list[tuple[int, float]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    memory: dict[int, list[float]] = field(default_factory=dict)
    log_bytes: int = 0


class Members:
    """Those who use the bots: each of their acts sets one interaction or message off."""

    def __init__(
        self, discord: Discord, channels: list[Channel], course: Course, chance: random.Random
    ) -> None:
        self._discord = discord
        self._channels = channels
        self._course = course
        self._chance = chance
        self._persons = itertools.cycle([User(f"member{one}") for one in range(PERSONS)])
        powers = ORDINARY | Permission.MANAGE_GUILD
        self._moderators = itertools.cycle(
            [User(f"moderator{one}", permissions=powers) for one in range(20)]
        )
        lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
        known = [str(json.loads(line)["q"]) for line in lines]
        missed = [f"who plays Person{one} in mi7" for one in range(100)]
        self._questions = [*known, *missed]
        self._aliases = itertools.cycle(range(50))
        self._shown: list[Exchange] = []

    async def act(self) -> None:
        """Do one of all that is done, questions above all."""
        acts = [self.ask, self.mention, self.press, self.complete, self.name, self.inbox, self.set]
        act = self._chance.choices(acts, weights=[40, 15, 20, 10, 8, 4, 3])[0]
        await act(self._chance.choice(self._channels))

    async def ask(self, channel: Channel) -> None:
        """/ask."""
        exchange = await self._slash("ask", channel, question=self._question())
        self._shown = [*self._shown[-50:], exchange]

    async def mention(self, channel: Channel) -> None:
        """A mention of the bot."""
        await self._discord.say(self._question(), channel=channel, author=next(self._persons))

    async def press(self, channel: Channel) -> None:
        """A button under an answer, where there is one."""
        there = [
            Seen(one.message)
            for one in self._shown
            if one.message and one.payload["channel_id"] == str(channel.id)
        ]
        pressable = [seen for seen in there if "Sources" in seen.labels]
        if pressable:
            seen = self._chance.choice(pressable)
            user = next(self._persons)
            exchange = await self._discord.press(seen, "Sources", user=user, channel=channel)
            self._note(exchange, "press", channel)

    async def complete(self, channel: Channel) -> None:
        """A name that is being typed. A process that has much to do leaves it out."""
        await self._discord.complete(
            "film", "film", "miss", user=next(self._persons), channel=channel
        )

    async def name(self, channel: Channel) -> None:
        """/name add, and /name remove of what was added before."""
        number = next(self._aliases)
        what = self._chance.choice(["name add", "name remove"])
        told = {"name": "Ilsa Faust", "alias": f"alias {number}"}
        await self._slash(what, channel, user=next(self._moderators), **told)

    async def inbox(self, channel: Channel) -> None:
        """/inbox open."""
        await self._slash("inbox open", channel, user=next(self._moderators))

    async def set(self, channel: Channel) -> None:
        """/setup."""
        await self._slash("setup", channel, user=next(self._moderators))

    async def _slash(
        self, name: str, channel: Channel, /, *, user: User | None = None, **options: str
    ) -> Exchange:
        user = user or next(self._persons)
        exchange = await self._discord.slash(name, user=user, channel=channel, **options)
        self._note(exchange, name, channel)
        return exchange

    def _note(self, exchange: Exchange, what: str, channel: Channel) -> None:
        assert channel.guild is not None
        shard = self._discord.gateway.shard_of(channel.guild.id)
        self._course.sent.append(Sent(exchange, what, shard))

    def _question(self) -> str:
        return self._chance.choice(self._questions)


class Troubles:
    """What fails, in turn."""

    def __init__(self, discord: Discord, course: Course, chance: random.Random) -> None:
        self._discord = discord
        self._course = course
        self._chance = chance

    @property
    def all(self) -> list[Callable[[], Awaitable[None]]]:
        """All that can fail."""
        gateway = self._discord.gateway
        return [
            self._call(429), self._call(500), self._call(502), self._call(0),
            self._call(0, done=True), self._gateway(gateway.drop), self._call(429, times=5),
            self._gateway(gateway.abort), self._gateway(gateway.reconnect),
            self._invalid(resumable=True), self._gateway(gateway.forget, ends=True),
            self._invalid(resumable=False),
        ]  # fmt: skip

    def _call(
        self, status: int, *, done: bool = False, times: int = 1
    ) -> Callable[[], Awaitable[None]]:
        async def fail() -> None:
            for pattern in CALLS:
                self._discord.fail("POST", pattern, status, done=done, times=times)
            self._course.faults[f"{status or 'dropped'}{' once done' * done}"] += 1

        return fail

    def _gateway(
        self, befall: Callable[..., Awaitable[None]], *, ends: bool = False
    ) -> Callable[[], Awaitable[None]]:
        async def fail() -> None:
            shard = self._chance.randrange(self._discord.gateway.shards)
            session = self._discord.gateway.sessions.get(shard)
            if session is None or session.socket is None:
                return
            if ends:
                self._course.ended.append((shard, time.monotonic()))
            await befall(shard=shard)
            self._course.faults[befall.__name__] += 1

        return fail

    def _invalid(self, *, resumable: bool) -> Callable[[], Awaitable[None]]:
        async def invalidate(*, shard: int) -> None:
            await self._discord.gateway.invalidate(resumable=resumable, shard=shard)

        invalidate.__name__ = "invalid, to be resumed" if resumable else "invalid"
        return self._gateway(invalidate, ends=not resumable)


async def act(members: Members, rate: float, seconds: float) -> None:
    """So many acts a second, each at its time."""
    start = time.monotonic()
    for number in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
        await members.act()


async def fail(troubles: Troubles) -> None:
    """One thing after the other fails."""
    for trouble in itertools.cycle(troubles.all):
        await asyncio.sleep(FAULT_EVERY)
        await trouble()


async def watch(course: Course, pids: list[int]) -> None:
    """Look at what the processes, and this one, wait for the processor."""
    while True:
        course.waits.look([os.getpid(), *pids])
        await asyncio.sleep(LOOKED)


async def sample(course: Course, pids: list[int], database: Path) -> None:
    """Look at the memory and at the log of the database."""
    log = database.with_name(f"{database.name}-wal")
    while True:
        for pid in pids:
            course.memory.setdefault(pid, []).append(resident_mb(pid))
        with suppress(FileNotFoundError):
            course.log_bytes = max(course.log_bytes, log.stat().st_size)
        await asyncio.sleep(SAMPLED)


def callback_path(exchange: Exchange) -> str:
    """The path of the first answer to an interaction."""
    return f"/interactions/{exchange.payload['id']}/{exchange.payload['token']}/callback"


def unanswered(discord: Discord, course: Course) -> Iterator[Sent]:
    """What was not answered though Discord would have let it, also where the machine held it up."""
    refused = Counter(one.path for one in discord.requests if one.status not in (200, 204))
    for one in course.sent:
        exchange = one.exchange
        if refused[callback_path(exchange)] > 1:
            continue  # Discord did not take it, and said so later than there was time for
        told = discord.gateway.told.get(exchange.payload["id"])
        if told is None or told - exchange.sent > IN_TIME:
            continue
        if any(
            shard == one.shard and told - 0.1 < at < told + DEADLINE for shard, at in course.ended
        ):
            continue
        if exchange.callback is None or left(exchange):
            yield one


def left(exchange: Exchange) -> bool:
    """Whether an interaction was deferred and has no answer."""
    deferred = exchange.callback is not None and exchange.callback["type"] == DEFERRED
    return deferred and exchange.message is None and not exchange.followups


def held_up(course: Course, one: Sent) -> bool:
    """Whether the machine kept an interaction from its first answer."""
    sent = one.exchange.sent
    return one.exchange.callback is None and course.waits.most(sent, sent + DEADLINE) > HELD_UP


async def quiet(discord: Discord, course: Course) -> None:
    """Wait until what was deferred is answered, while answers come and Discord takes them."""
    start = came = time.monotonic()
    many = len(course.sent)
    while many and time.monotonic() < min(came + PATIENCE, start + TOKEN_SECONDS):
        await asyncio.sleep(1)
        fewer = sum(left(one.exchange) for one in course.sent)
        if fewer < many:
            many, came = fewer, time.monotonic()
    print(
        f"{many} were left to be answered {time.monotonic() - start:.0f} s after the last was sent"
    )


def errors(log: Path) -> Iterator[str]:
    """The errors of a log, apart from those that tell of Discord."""
    for line in log.read_text(encoding="utf-8").splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            yield line
            continue
        if told["level"] in ("error", "critical") and not told["logger"].startswith(OWN):
            yield f"{told['logger']}: {told['message']}\n{told.get('exception', '')}"


def report(discord: Discord, course: Course, logs: list[Path], database: Path) -> bool:
    """Print the figures; whether all is as it should be."""
    late = list(unanswered(discord, course))
    missed = [one for one in late if not held_up(course, one)]
    calm = len(late) - len(missed) <= MOST_HELD_UP * len(course.sent)
    callbacks = [one.exchange for one in course.sent if one.exchange.callback]
    deferred = sum(one.callback["type"] == DEFERRED for one in callbacks if one.callback)
    print(f"faults: {dict(course.faults)}")
    print(
        f"{len(course.sent)} interactions, {len(callbacks)} answered, {deferred} deferred; "
        f"{len(missed)} not, though they could be: {dict(Counter(one.what for one in missed))}"
    )
    waited = ", ".join(f"{pid}: {part:.0%}" for pid, part in course.waits.parts().items())
    print(f"{len(late) - len(missed)} were held up; time waited for a processor, {waited}")
    if not calm:
        print("The machine is too busy for this run to tell anything: use a lower --rate.")
    for one in missed[:5]:
        told = discord.gateway.told[one.exchange.payload["id"]] - one.exchange.sent
        path = callback_path(one.exchange)
        tries = [request.status for request in discord.requests if request.path == path]
        print(f"  {one.what}, told after {told:.2f} s: {one.exchange.callback}, tries {tries}")
    wrong = [error for log in logs for error in errors(log)]
    print(f"{len(wrong)} errors in the logs", *wrong[:3], sep="\n")
    flat = True
    for pid, taken in course.memory.items():
        warm = taken[len(taken) // 4 :]
        third = len(warm) // 3
        first, last = statistics.fmean(warm[:third]), statistics.fmean(warm[-third:])
        flat &= last <= first * (1 + FLAT)
        print(f"process {pid}: {first:.1f} MB, then {last:.1f} MB ({last / first - 1:+.1%})")
    print(f"the log of the database had {course.log_bytes / 1024 / 1024:.1f} MB at most")
    with closing(sqlite3.connect(database)) as connection:
        (whole,) = connection.execute("PRAGMA integrity_check").fetchone()
    print(f"integrity_check: {whole}")
    bounded = course.log_bytes <= LARGEST_LOG
    return calm and not missed and not wrong and flat and bounded and whole == "ok"


async def run(folder: Path, options: argparse.Namespace) -> bool:
    """Run it all; whether all is as it should be."""
    chance, course = random.Random(options.seed), Course()
    async with Discord() as discord:
        discord.gateway.shards = options.processes
        guilds = [Guild(f"server{one}", id=discord.guild.id + (one << 22)) for one in range(1, 4)]
        channels = [discord.channel, *(Channel(f"room of {one.name}", one) for one in guilds)]
        discord.channels += channels[1:]
        async with bots(discord, folder, options.processes) as logs:
            members = Members(discord, channels, course, chance)
            beside = [
                asyncio.create_task(fail(Troubles(discord, course, chance))),
                asyncio.create_task(sample(course, list(logs), folder / "lore.db")),
                asyncio.create_task(watch(course, list(logs))),
            ]
            await act(members, options.rate, options.minutes * 60)
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await asyncio.sleep(DEADLINE)
            await quiet(discord, course)
        return report(discord, course, list(logs.values()), folder / "lore.db")


def main() -> int:
    """Run it in a folder of its own; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--rate", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    folder = Path(tempfile.mkdtemp())
    try:
        return 0 if asyncio.run(run(folder, parser.parse_args())) else 1
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
