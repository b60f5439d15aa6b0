"""What the facts of many servers cost one of them, run by hand.

    python tests/bench/servers.py [--servers N] [--facts N] [--keep DIR]

Builds two databases, one with one server's facts and one with those of N servers about the same
films, and asks in turns the same of both, in the same run. Prints for each the lower quartiles,
which what else the machine does hardly moves, and their ratio; the aim is 1.5 at most.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.answering import Engine  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.store import open_store  # noqa: E402
from tests.bench.processes import kept_folder  # noqa: E402
from tests.support.neighbours import ASKED, FIRST, build  # noqa: E402

DATA = ROOT / "data"
ROUNDS = 81
MOST = 1.5


async def made(folder: Path, servers: int, facts: int) -> Path:
    """The database of so many servers in a folder: the one that is there, else a new one."""
    path = folder / f"servers-{servers}-{facts}.db"
    if not path.exists():
        start = time.perf_counter()
        part = path.with_suffix(".part")
        await build(part, DATA, load_language(DATA), servers, facts)
        part.rename(path)
        print(f"{servers} servers took {time.perf_counter() - start:.0f} s, ", end="")
    print(f"{path.name} has {path.stat().st_size / 1e6:.1f} MB", flush=True)
    return path


async def compare(one: Path, many: Path, server: int) -> float:
    """Print what each question takes of both databases; the largest ratio."""
    language = load_language(DATA)
    worst = 0.0
    migrations = DATA / "migrations"
    async with open_store(one, migrations) as alone, open_store(many, migrations) as among:
        engines = [(Engine(alone, language), FIRST), (Engine(among, language), server)]
        for name, ask in ASKED.items():
            taken: list[list[float]] = [[], []]
            for _ in range(ROUNDS):
                for (engine, scope), times in zip(engines, taken, strict=True):
                    start = time.perf_counter()
                    await ask(engine, scope)
                    times.append((time.perf_counter() - start) * 1000)
            few, lot = (statistics.quantiles(times)[0] for times in taken)
            worst = max(worst, lot / few)
            print(f"{name:24} {few:8.2f} ms {lot:8.2f} ms   ratio {lot / few:5.2f}", flush=True)
    return worst


async def run(folder: Path, servers: int, facts: int) -> int:
    """Build and compare; the exit status."""
    one, many = await made(folder, 1, facts), await made(folder, servers, facts)
    worst = await compare(one, many, FIRST + servers // 2)
    print(f"the largest ratio is {worst:.2f} (target {MOST})")
    return int(worst > MOST)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; the exit status is 1 where a ratio is beyond the target."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--servers", type=int, default=2_000, metavar="N")
    parser.add_argument("--facts", type=int, default=100, metavar="N", help="facts of each server")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the databases, or reuse them"
    )
    options = parser.parse_args(arguments)
    with kept_folder(options.keep) as folder:
        return asyncio.run(run(folder, options.servers, options.facts))


if __name__ == "__main__":
    sys.exit(main())
