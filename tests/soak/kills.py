"""Whether anything acknowledged is lost, or is there by half, where processes are killed at random
moments, run by hand.

    python tests/soak/kills.py [--kills 500] [--processes 1] [--seed 1]

Processes of one bot change facts, names and settings, gather questions and import files and packs,
as connected bots do, and say after each what was acknowledged. Now and then one of them is killed
(SIGKILL) and another begun in its place, while the others go on. After each kill:

- every acknowledged act of the killed one is there;
- no import is there by half, and no change without the rows that it touched;
- `integrity_check` and `foreign_key_check` find nothing, and now and then the name index is looked
  through as well.

Each FRESH kills it begins anew on a seeded database. It ends at the first fault. The processes are
forked from this one, which has all that they need, so a kill costs half a second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.editing import Moderator  # noqa: E402
from lore.editing.files import exchange  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.model.errors import Unreachable  # noqa: E402
from lore.packs import import_pack, seed  # noqa: E402
from lore.settings import ShardSettings  # noqa: E402
from lore.store import open_store, staging  # noqa: E402
from tests.soak.backups import ACTS, DATA, Load, load  # noqa: E402
from tests.support.name_index import check_index  # noqa: E402

LANGUAGE = load_language(DATA)
ROWS = 60
"""Facts of an import; a slice of one has a sixth of them."""
FRESH = 50
LONGEST = 1.0
"""Seconds that a process lives at most."""
INDEXED = 10
"""Kills between two looks at the name index."""
_IMPORTED = (
    "SELECT count(*) FROM fact JOIN citation ON citation.fact_id = fact.id "
    "JOIN source ON source.id = source_id WHERE title {title} AND fact.retired = 0"
)
FAULTS = {
    "an import is there by half": _IMPORTED.format(title="LIKE 'Import %'")
    + f" GROUP BY source.id HAVING count(*) <> {ROWS}",
    "a change has no rows": "SELECT id FROM change WHERE id NOT IN (SELECT change_id FROM touched)",
    "a reference leads nowhere": "PRAGMA foreign_key_check",
}


async def file(acting: Load, scope: int, name: str) -> str:
    """A server's file, which is written in slices."""
    cast = [f"mi7,cast,{name}x{row} Orlov,Import {name}" for row in range(ROWS)]
    content = "\n".join(["subject,property,value,title", *cast]).encode()
    await acting.services.editing.bulk.take(content, "csv", Moderator(scope, scope))
    return _imported(name)


async def pack(acting: Load, scope: int, name: str) -> str:
    """A pack for one server, as `bot.py import --server` does."""
    records = [
        f'{{"type": "source", "id": "{name}", "title": "Import {name}"}}',
        f'{{"type": "entity", "id": "{name}", "name": "Film {name}", "kind": "film"}}',
    ]
    for row in range(ROWS):
        one = f"{name}-{row}"
        records += [
            f'{{"type": "entity", "id": "{one}", "name": "Star {one}", "kind": "person"}}',
            f'{{"type": "fact", "id": "{one}", "subject": "{name}", "property": "cast", '
            f'"value": {{"entity": "{one}"}}, '
            f'"citations": [{{"source": "{name}", "status": "confirmed"}}]}}',
        ]
    store = acting.services.store
    path = store.path.with_name(f"{name}.jsonl")
    path.write_text("\n".join(records), encoding="utf-8")
    await import_pack(store, [path], LANGUAGE.properties, scope=scope)
    path.unlink()
    return _imported(name)


def _imported(name: str) -> str:
    return (
        f"{_IMPORTED.format(title=f'= {chr(39)}Import {name}{chr(39)}')} HAVING count(*) = {ROWS}"
    )


@dataclass
class Process:
    """A process that acts until it is killed, and what it said."""

    pid: int
    output: int
    acknowledged: list[str] = field(default_factory=list)

    def killed(self) -> None:
        """Kill it; its last line may be torn, and counts for nothing then."""
        os.kill(self.pid, signal.SIGKILL)
        if not os.WIFSIGNALED(os.waitpid(self.pid, 0)[1]):
            raise SystemExit("A process had ended by itself.")
        with os.fdopen(self.output, encoding="utf-8") as output:
            self.acknowledged = output.read().split("\n")[:-1]


def begin(
    database: Path, number: int, shards: ShardSettings | None, address: str | None = None
) -> Process:
    """Fork a process; `number` is that of no other, and its servers are of its connection. With an
    address its database is a replica of what is there."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        act(database, number, shards, writing, address)
    os.close(writing)
    return Process(pid, reading)


def act(
    database: Path, number: int, shards: ShardSettings | None, output: int, address: str | None
) -> NoReturn:
    """What a forked process does: act until it is killed. One that fails says so and ends."""
    try:
        os.dup2(output, 1)
        for module in (exchange, staging):
            vars(module)["SLICE"] = ROWS // 6
        connections = (shards.count or 1) if shards else 1
        own = shards.ids[0] if shards and shards.ids else 0
        first = (number * connections + own) << 22
        acts = (*ACTS, file, *ACTS, pack)
        while True:  # what is down at the start is waited for, as by who starts a bot again
            with suppress(Unreachable):
                asyncio.run(
                    load(
                        *(database, first),
                        language=LANGUAGE,
                        shards=shards,
                        acts=acts,
                        address=address,
                    )
                )
            first += 100_000
    except BaseException as error:
        print(f"A process ended by itself: {error!r}", file=sys.stderr, flush=True)
        raise
    finally:
        os._exit(1)


def look(database: Path, acknowledged: list[str], *, index: bool) -> None:
    """End with the first fault."""
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        connection.execute("BEGIN")
        (told,) = connection.execute("PRAGMA integrity_check").fetchone()
        if told != "ok":
            raise SystemExit(f"integrity_check: {told}")
        for fault, query in FAULTS.items():
            if found := connection.execute(query).fetchone():
                raise SystemExit(f"{fault}: {found}")
        for query in acknowledged:
            if connection.execute(query).fetchone() is None:
                raise SystemExit(f"what was acknowledged is not there: {query}")
        if index:
            check_index(connection)


async def seeded(database: Path) -> None:
    """A database to begin with."""
    async with open_store(database, DATA / "migrations") as store:
        await seed(store, DATA / "mission-impossible", LANGUAGE.properties)


def play(folder: Path, kills: int, processes: int, chance: random.Random) -> tuple[int, int]:
    """Kill so many; how many acts were acknowledged, and imports among them."""
    seed_file, database = folder / "seed.db", folder / "lore.db"
    asyncio.run(seeded(seed_file))
    parts = [ShardSettings(processes, (one,)) for one in range(processes)]
    shards: list[ShardSettings | None] = [None] if processes == 1 else [*parts]
    acts = imports = begun = 0
    for first in range(0, kills, FRESH):
        for old in folder.glob("lore.db*"):
            old.unlink()
        shutil.copy(seed_file, database)
        running = []
        for one in shards:
            running.append(begin(database, begun := begun + 1, one))
        for kill in range(first, min(first + FRESH, kills)):
            time.sleep(chance.uniform(0, LONGEST / processes))
            place = chance.randrange(processes)
            victim = running[place]
            victim.killed()
            look(database, victim.acknowledged, index=kill % INDEXED == 0)
            acts += len(victim.acknowledged)
            imports += sum("Import" in one for one in victim.acknowledged)
            running[place] = begin(database, begun := begun + 1, shards[place])
        for left in running:
            left.killed()
        look(database, [one for left in running for one in left.acknowledged], index=True)
        print(f"{min(first + FRESH, kills)} kills: {acts} acts, {imports} imports", flush=True)
    return acts, imports


def main() -> None:
    """Kill, and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, start = random.Random(options.seed), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        acts, imports = play(Path(folder), options.kills, options.processes, chance)
    seconds = time.perf_counter() - start
    print(
        f"{options.kills} kills of {options.processes} processes: {acts} acknowledged acts, "
        f"{imports} imports among them, all there and none by half, {seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
