"""What the oddest questions cost, run by hand.

    python tests/bench/fuzz.py [N] [--seed N] [--minutes N] [--slowest N] [--inbox]

Asks N questions that nobody means of the shipped pack, or with `--database PATH` of another, and
tells the slowest by the processor's time, the most steps, and how the memory grew. `--minutes` ends
it earlier, with what was asked until then; `--inbox` reads each as the inbox does, too.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import math
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot import YOUNG  # noqa: E402
from lore.answering import Engine  # noqa: E402
from lore.inbox.limits import kept_text  # noqa: E402
from lore.inbox.question_key.key import QuestionKeys  # noqa: E402
from lore.language.lexicon import Language, load_language  # noqa: E402
from lore.model.facts import Outcome, Unknown  # noqa: E402
from lore.packs import seed  # noqa: E402
from lore.steps import Steps, bounded  # noqa: E402
from lore.store import Store, open_store  # noqa: E402
from lore.store.fact_reader import Reader  # noqa: E402
from tests.bench.processes import resident_mb  # noqa: E402
from tests.support.odd_questions import Oddities  # noqa: E402

DATA = ROOT / "data"
SLOW = 100
"""Milliseconds of the processor's time that no question is to take."""
EVERY = 5_000
"""Questions from one look at the memory to the next."""
AGAIN = 2
"""Times that a slow one is asked again, of which the least counts: what others do on a machine
costs a process time, too."""
KEPT = 1_000
"""Costs that are held before the slowest are picked out: they are no part of what is measured."""


class Cost(NamedTuple):
    """What a question cost: milliseconds of the processor, and counted steps."""

    ms: float
    steps: int
    question: str


class Asking:
    """Asks on one store, and counts."""

    def __init__(self, store: Store, language: Language, *, inbox: bool) -> None:
        self._store = store
        self._counted: list[Steps] = []
        self._engine = Engine(store, language, steps=self._steps)
        self._engine.warm()
        self._meanings = QuestionKeys(language) if inbox else None
        self.outcomes: Counter[str] = Counter()
        self.most = 0
        self.slow = 0

    def _steps(self) -> Steps:
        self._counted.append(Steps(seconds=60.0))
        return self._counted[-1]

    async def ask(self, question: str) -> Cost:
        """Ask one question."""
        spent, outcome = await self._timed(question)
        given_up = isinstance(outcome, Unknown) and outcome.tangled
        self.outcomes["given up" if given_up else type(outcome).__name__] += 1
        steps = sum(one.taken for one in self._counted)
        self.most = max(self.most, steps)
        self._counted.clear()
        for _ in range(AGAIN if spent > SLOW else 0):
            spent = min(spent, (await self._timed(question))[0])
        self._counted.clear()
        if self._meanings is not None:
            spent = max(spent, await self._read(question, self._meanings))
        self.slow += spent > SLOW
        return Cost(spent, steps, question)

    async def _timed(self, question: str) -> tuple[float, Outcome]:
        start = time.process_time()
        answer = await self._engine.ask(question)
        return (time.process_time() - start) * 1000, answer.outcome

    async def _read(self, question: str, meanings: QuestionKeys) -> float:
        start = time.process_time()

        def meaning(connection: sqlite3.Connection) -> None:
            text, steps = kept_text(question), Steps(seconds=60.0)
            reader = Reader(connection, 0)
            bounded(steps, connection, lambda: meanings.of(text, reader, steps=steps))

        await self._store.query(meaning)
        return (time.process_time() - start) * 1000


async def run(options: argparse.Namespace) -> None:
    """Ask, and print."""
    language = load_language(DATA)
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or Path(folder) / "lore.db"
        async with open_store(database, DATA / "migrations") as store:
            if options.database is None:
                await seed(store, DATA / "mission-impossible", language.properties)
            rows = await store.read("SELECT text FROM name WHERE scope = 0 ORDER BY id LIMIT 5000")
            asking = Asking(store, language, inbox=options.inbox)
            gc.set_threshold(YOUNG)  # as the bot does
            gc.freeze()
            costs: list[Cost] = []
            memory = [resident_mb()]
            odd = Oddities(language, [row[0] for row in rows], options.seed)
            end = time.monotonic() + options.minutes * 60
            for asked, question in enumerate(odd.questions(options.count), start=1):
                costs.append(await asking.ask(question))
                over = time.monotonic() > end
                if len(costs) > KEPT:
                    costs = sorted(costs, reverse=True)[: options.slowest]
                if over or asked % EVERY == 0:
                    memory.append(resident_mb())
                    print(f"{asked} asked, the worst {max(costs).ms:.1f} ms", file=sys.stderr)
                if over:
                    break
            report(costs, asking, memory, options.slowest)


def report(costs: list[Cost], asking: Asking, memory: list[float], slowest: int) -> None:
    """Print the figures."""
    print(f"{asking.outcomes.total()} questions: {dict(asking.outcomes)}")
    print(f"over {SLOW} ms: {asking.slow}")
    print("memory, MB: " + ", ".join(f"{held:.0f}" for held in memory))
    print(f"most steps: {asking.most}")
    for cost in sorted(costs, reverse=True)[:slowest]:
        print(f"{cost.ms:8.1f} ms {cost.steps:7} steps  {cost.question[:150]}")


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--slowest", type=int, default=10)
    parser.add_argument("--inbox", action="store_true")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
