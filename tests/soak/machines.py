"""Whether anything acknowledged is lost, there by half or there twice, where machines on one
PostgreSQL are killed at random moments, and PostgreSQL as well, run by hand.

    python tests/soak/machines.py [--kills 300] [--machines 2] [--crash-every 10] [--longest 1]
        [--seed 1]

Machines are processes with files of their own. They act as those of `kills.py`, and after each kill
all is looked at as there, on a file that is brought up to PostgreSQL for it; that and the killed
one's are compared with PostgreSQL by their digests. Every so many kills PostgreSQL is stopped as in
a crash, every FRESH kills a machine begins without its file, and every ANEW all begin anew.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.packs import seed  # noqa: E402
from lore.settings import ShardSettings  # noqa: E402
from lore.store.central.inspection import look_at  # noqa: E402
from lore.store.central.opening import open_central  # noqa: E402
from lore.store.migrations import newest  # noqa: E402
from tests.soak.backups import DATA  # noqa: E402
from tests.soak.kills import INDEXED, LANGUAGE, LONGEST, Process, begin, look  # noqa: E402
from tests.support.postgres import Cluster, cluster, lacking  # noqa: E402

FRESH = 15
ANEW = 25
"""Kills on one database: a look at all of it takes the longer the more was done."""
MIGRATIONS = DATA / "migrations"
VERSION = newest(MIGRATIONS)


async def seeded(address: str, database: Path) -> None:
    """A central database to begin with."""
    async with open_central(address, database, MIGRATIONS) as store:
        await seed(store, DATA / "mission-impossible", LANGUAGE.properties)


async def bring_up(address: str, database: Path) -> None:
    """End where a file, brought up, is not what PostgreSQL holds."""
    async with open_central(address, database, MIGRATIONS) as store:
        (twice,) = (await store.read("SELECT count(*) - count(DISTINCT text) FROM phrase"))[0]
        if twice:
            raise SystemExit("a phrase is there twice")
        # A look takes longer than the next write does where others act; a still one would not.
        await look_at(address, database, VERSION)


def play(server: Cluster, folder: Path, options: argparse.Namespace) -> int:
    """Kill so many; how many acts were acknowledged."""
    chance, acts = random.Random(options.seed), 0
    for first in range(0, options.kills, ANEW):
        last = min(first + ANEW, options.kills)
        with tempfile.TemporaryDirectory(dir=folder) as own:
            acts += play_round(server, Path(own), options, range(first + 1, last + 1), chance)
        print(f"{last} kills: {acts} acts", flush=True)
    return acts


def play_round(
    server: Cluster,
    folder: Path,
    options: argparse.Namespace,
    kills: range,
    chance: random.Random,
) -> int:
    """Kill so many on a database of their own; how many acts were acknowledged."""
    address, looked = server.database(), folder / "look.db"
    asyncio.run(seeded(address, looked))
    parts = [ShardSettings(options.machines, (one,)) for one in range(options.machines)]
    files = [folder / f"machine{one}.db" for one in range(options.machines)]
    begun, acts = 0, 0
    running: list[Process] = []
    for file, part in zip(files, parts, strict=True):
        running.append(begin(file, begun := begun + 1, part, address))
    for kill in kills:
        time.sleep(chance.uniform(0, options.longest))
        place = chance.randrange(options.machines)
        if options.crash_every and kill % options.crash_every == 0:
            server.stop(signal.SIGQUIT)
            server.start()
            time.sleep(chance.uniform(0, 2 * options.longest))
        victim = running[place]
        victim.killed()
        asyncio.run(bring_up(address, looked))
        look(looked, victim.acknowledged, index=kill % INDEXED == 0)
        acts += len(victim.acknowledged)
        if kill % FRESH == 0:
            for old in folder.glob(f"{files[place].name}*"):
                old.unlink()
        else:
            asyncio.run(bring_up(address, files[place]))
        running[place] = begin(files[place], begun := begun + 1, parts[place], address)
    for left in running:
        left.killed()
    for file in (looked, *files):
        asyncio.run(bring_up(address, file))
        look(file, [one for left in running for one in left.acknowledged], index=True)
        if not asyncio.run(look_at(address, file, VERSION)).same:
            raise SystemExit(f"{file.name} is not what PostgreSQL holds")
    return acts + sum(len(left.acknowledged) for left in running)


def main() -> None:
    """Kill, and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--machines", type=int, default=2)
    parser.add_argument("--crash-every", type=int, default=10)
    parser.add_argument("--longest", type=float, default=LONGEST)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if reason := lacking():
        raise SystemExit(f"There are no machines to kill: {reason}.")
    start = time.perf_counter()
    with cluster() as server, tempfile.TemporaryDirectory() as folder:
        acts = play(server, Path(folder), options)
    seconds = time.perf_counter() - start
    crashes = options.kills // options.crash_every if options.crash_every else 0
    print(
        f"{options.kills} kills of {options.machines} machines, {crashes} crashes of PostgreSQL: "
        f"{acts} acknowledged acts, all there and none by half or twice, {seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
