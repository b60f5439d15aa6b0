"""How soon interactions are answered over a large database, run by hand.

    python tests/bench/burst.py DATABASE [--bench DIR] [--seconds N] [--rate N] [--burst N]

DATABASE is one with the film triples (films.py --keep makes it); a copy of it is used. The bot runs
in a process of its own, the Discord of the tests in this one, so what is measured is from the
moment at which Discord sends an interaction to the one at which it has the callback, both ways over
loopback included. Questions of one to three steps come in turn, each from another member: first so
many a second, then so many at once.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.processes import BOT, resident_mb  # noqa: E402
from tests.discord_wire import Discord, Exchange, User  # noqa: E402
from tests.discord_wire.interactions import DEADLINE, DEFERRED  # noqa: E402

BENCH = ROOT.parent / "shared" / "bench"
FILES = [f"metaqa/{hops}-hop/vanilla_dev.txt" for hops in (1, 2, 3)]
WARM = 100
PATIENCE = 120.0
"""Seconds after which an answer is given up."""


def questions(bench: Path) -> Iterator[str]:
    """Questions of one, two and three steps in turn, without end; the same in each run."""
    chance = random.Random(4)
    files = []
    for name in FILES:
        lines = (bench / name).read_text(encoding="utf-8").splitlines()
        asked = [line.partition("\t")[0].replace("[", "").replace("]", "") for line in lines]
        files.append(itertools.cycle(chance.sample(asked, 2000)))
    return (question for turn in zip(*files, strict=True) for question in turn)


@asynccontextmanager
async def connected(discord: Discord, database: Path) -> AsyncIterator[int]:
    """The bot in a process of its own, connected; its process id."""
    environment = {"DISCORD_TOKEN": discord.token, "DISCORD_API_URL": discord.api}
    bot = await asyncio.create_subprocess_exec(
        *BOT, "--database", str(database), env={**os.environ, **environment}, stderr=PIPE
    )
    try:
        await discord.ready()
        yield bot.pid
    finally:
        bot.terminate()
        _, told = await bot.communicate()
        if bot.returncode:
            print(told.decode(), file=sys.stderr)


async def ask(discord: Discord, question: str) -> Exchange:
    """One interaction of a member who never asked before."""
    return await discord.slash("ask", question=question, user=User("member"))


async def answered(exchanges: Sequence[Exchange]) -> None:
    """Wait until each has its answer, after a deferral the one that replaces it, or was refused."""
    async with asyncio.timeout(PATIENCE):
        # Waking at every change of a thousand would disturb what is measured.
        while not all(map(is_over, exchanges)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def is_over(exchange: Exchange) -> bool:
    """Whether an interaction was answered, or was not in time."""
    if exchange.callback is None:
        return time.monotonic() - exchange.sent > DEADLINE + 1
    return exchange.message is not None


async def steady(
    discord: Discord, asked: Iterator[str], rate: int, seconds: float
) -> list[Exchange]:
    """So many interactions a second, each at its time however late the last was answered."""
    start, exchanges = time.monotonic(), []
    for number in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
        exchanges.append(await ask(discord, next(asked)))
    await answered(exchanges)
    return exchanges


async def at_once(discord: Discord, asked: Iterator[str], count: int) -> list[Exchange]:
    """So many interactions, one straight after the other."""
    exchanges = [await ask(discord, next(asked)) for _ in range(count)]
    await answered(exchanges)
    return exchanges


def show(name: str, exchanges: Sequence[Exchange], seconds: float) -> bool:
    """Print the figures of a phase; whether every callback came in time."""
    ms = sorted(one.answered_after * 1000 for one in exchanges if one.answered_after is not None)
    missed = len(exchanges) - len(ms)
    deferred = sum(1 for one in exchanges if one.callback and one.callback["type"] == DEFERRED)
    print(f"{name:<18}{len(exchanges)} interactions, {missed} missed the {DEADLINE:g} s")
    print(
        f"{'':<18}first response: median {statistics.median(ms):.1f} ms, "
        f"p99 {ms[int(len(ms) * 0.99)]:.1f} ms, last {ms[-1]:.0f} ms; {deferred} deferred"
    )
    print(f"{'':<18}all answered after {seconds:.2f} s")
    return not missed


async def measure(options: argparse.Namespace, database: Path) -> bool:
    """Run all phases; whether no interaction missed its deadline."""
    asked = questions(options.bench)
    async with Discord() as discord, connected(discord, database) as bot:
        await at_once(discord, asked, WARM)
        print(f"resident          {resident_mb(bot):.0f} MB")
        start = time.monotonic()
        exchanges = await steady(discord, asked, options.rate, options.seconds)
        good = show(f"{options.rate} a second", exchanges, time.monotonic() - start)
        start = time.monotonic()
        exchanges = await at_once(discord, asked, options.burst)
        good &= show(f"{options.burst} at once", exchanges, time.monotonic() - start)
        print(f"resident          {resident_mb(bot):.0f} MB")
    return good


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; its exit status is 1 where an interaction missed its deadline."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("database", type=Path, metavar="DATABASE")
    parser.add_argument("--bench", type=Path, default=BENCH, metavar="DIR")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--burst", type=int, default=1000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(shutil.copy(options.database, Path(folder) / "burst.db"))
        return 0 if asyncio.run(measure(options, database)) else 1


if __name__ == "__main__":
    sys.exit(main())
