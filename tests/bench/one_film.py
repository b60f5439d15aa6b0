"""What thousands of facts about one film cost whoever asks of it, run by hand.

    python tests/bench/one_film.py [--few 100] [--many 10000] [--keep DIR]

Builds two databases of one server, one with few facts of its own about a film and one with many,
and asks in turns the same of both, in the same run. Prints for each question the lower quartiles of
the processor's time, which what else the machine does hardly moves, and their ratio; the aim is 2
at most.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.answering import Engine  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.store import open_store  # noqa: E402
from tests.bench.processes import kept_folder  # noqa: E402
from tests.support.one_film import ANSWERED, SERVER, UNANSWERED, build  # noqa: E402

DATA = ROOT / "data"
ROUNDS = 21
MOST = 2.0


async def made(folder: Path, facts: int) -> Path:
    """The database with so many facts in a folder: the one that is there, else a new one."""
    path = folder / f"one-film-{facts}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        await build(part, DATA, load_language(DATA), facts)
        part.rename(path)
    return path


async def compare(few: Engine, many: Engine, questions: Mapping[str, str]) -> tuple[float, float]:
    """Print what each question takes of both; the largest ratio, and that of all together."""
    worst, sums = 0.0, [0.0, 0.0]
    for name, question in questions.items():
        taken: list[list[float]] = [[], []]
        outcomes = []
        for _ in range(ROUNDS):
            for engine, times in zip((few, many), taken, strict=True):
                start = time.process_time()
                answer = await engine.ask(question, scope=SERVER)
                times.append((time.process_time() - start) * 1000)
                outcomes.append(type(answer.outcome).__name__)
        less, more = (statistics.quantiles(times)[0] for times in taken)
        worst, sums = max(worst, more / less), [sums[0] + less, sums[1] + more]
        said = " ".join(outcomes[:2])
        print(f"{name:20} {less:8.2f} ms {more:8.2f} ms   ratio {more / less:5.2f}  {said}")
    return worst, sums[1] / sums[0]


async def run(folder: Path, few: int, many: int) -> int:
    """Build and compare; the exit status."""
    language, migrations, ok = load_language(DATA), DATA / "migrations", True
    paths = [await made(folder, few), await made(folder, many)]
    async with open_store(paths[0], migrations) as one, open_store(paths[1], migrations) as other:
        engines = Engine(one, language), Engine(other, language)
        for what, questions in (("answered", ANSWERED), ("unanswered", UNANSWERED)):
            worst, together = await compare(*engines, questions)
            print(f"{what}: the largest ratio is {worst:.2f}, of all {together:.2f} ({MOST})")
            ok = ok and worst <= MOST
    return int(not ok)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; the exit status is 1 where a ratio is beyond the target."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--few", type=int, default=100, metavar="N")
    parser.add_argument("--many", type=int, default=10_000, metavar="N")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the databases, or reuse them"
    )
    options = parser.parse_args(arguments)
    with kept_folder(options.keep) as folder:
        return asyncio.run(run(folder, options.few, options.many))


if __name__ == "__main__":
    sys.exit(main())
