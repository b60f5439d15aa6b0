"""What a flood of questions without an answer does to answers and to the database, run by hand.

    python tests/bench/flood.py [--questions 10000]

Each question is new. The same ones are answered with an inbox that takes them in while it gathers
in the background, and without one, in turns in one run, each on a copy of the shipped pack; among
them known questions are asked, as everybody else does meanwhile. Then the known ones are asked
once more, with the inbox full.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.answering import Engine  # noqa: E402
from lore.inbox import Asked, InboxService  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.packs import seed  # noqa: E402
from lore.store import Store, open_store  # noqa: E402

DATA = ROOT / "data"
LANGUAGE = load_language(DATA)
SERVER = 7
KNOWN = ("whos ilsa in mi7", "who directs mi8", "when is mi7 out", "is pegg in mi7")
EVERY = 10
"""Questions of the flood between two known ones."""
TURNS = ("without", "with", "with", "without")


@dataclass
class Taken:
    """Milliseconds for each answer: of the flood, of known questions meanwhile and afterwards."""

    flood: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)


def junk(chance: random.Random) -> str:
    """A question that nobody asked before."""
    letters = [chance.choice("bcdfghklmnprst") + chance.choice("aeiou") for _ in range(4)]
    return f"who plays {''.join(letters)} {chance.randrange(10**6)}"


async def timed(engine: Engine, inbox: InboxService | None, question: str) -> float:
    """Answer as the face does; milliseconds."""
    start = time.perf_counter()
    answer = await engine.ask(question, scope=SERVER)
    if inbox is not None:
        inbox.note(Asked(SERVER, "command"), answer)
    return (time.perf_counter() - start) * 1000


async def flood(store: Store, questions: list[str], *, kept: bool) -> Taken:
    """Ask all of it, with an inbox or without."""
    engine = Engine(store, LANGUAGE)
    inbox = InboxService(store, LANGUAGE, engine) if kept else None
    gathering = asyncio.create_task(inbox.run()) if inbox else None
    taken = Taken()
    for place, question in enumerate(questions):
        taken.flood.append(await timed(engine, inbox, question))
        if place % EVERY == 0:
            taken.known.append(await timed(engine, inbox, KNOWN[place // EVERY % len(KNOWN)]))
    if gathering is not None:
        gathering.cancel()
        with suppress(asyncio.CancelledError):
            await gathering
    for place in range(len(questions) // EVERY):
        taken.after.append(await timed(engine, None, KNOWN[place % len(KNOWN)]))
    return taken


async def run(folder: Path, count: int) -> None:
    """Measure, and print the figures."""
    seeded = folder / "seeded.db"
    async with open_store(seeded, DATA / "migrations") as store:
        await seed(store, DATA / "mission-impossible", LANGUAGE.properties)
    chance = random.Random(11)
    questions = [junk(chance) for _ in range(count)]
    taken = {name: Taken() for name in TURNS}
    for turn, name in enumerate(TURNS):
        database = Path(shutil.copy(seeded, folder / f"{turn}.db"))
        async with open_store(database, DATA / "migrations") as store:
            found = await flood(store, questions, kept=name == "with")
            if name == "with":
                rows = await store.read("SELECT count(*), sum(asked) FROM inbox_entry")
                counted = await store.read("SELECT sum(asked) FROM asked_on")
        for part in ("flood", "known", "after"):
            getattr(taken[name], part).extend(getattr(found, part))
        if name == "with":
            size = (database.stat().st_size - seeded.stat().st_size) / 1024
    show(taken, count)
    print(f"kept {rows[0][0]:,} entries; counted {counted[0][0]:,}; database +{size:,.0f} KiB")


def show(taken: dict[str, Taken], count: int) -> None:
    """Print the medians, the means and their ratios."""
    print(f"{count:,} questions, each in turns {', '.join(TURNS)}")
    for part in ("flood", "known", "after"):
        given = {name: getattr(one, part) for name, one in taken.items()}
        for what, figure in (("median", statistics.median), ("mean", statistics.fmean)):
            ms = {name: figure(times) for name, times in given.items()}
            print(
                f"{part:>6} {what:>6}  with {ms['with']:6.3f} ms  without {ms['without']:6.3f} ms"
                f"  ratio {ms['with'] / ms['without']:.2f}"
            )


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark on databases of its own; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--questions", type=int, default=10_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        asyncio.run(run(Path(scratch), options.questions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
