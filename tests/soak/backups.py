"""Whether backup, kill and restore bring back every acknowledged row of every table, run by hand.

    python tests/soak/backups.py [--rounds 50] [--seed 1]

Each round a process changes facts, names and settings, gathers questions, wishes, reports and
suggestions, as a connected bot does, and says after each what was acknowledged. `bot.py backup`
runs beside it, and later it is killed. Then, table by table:

- the backup made under load has every row that was there before it began, and every acknowledged
  one; `restore` was refused while the process ran, and brings back exactly the backup;
- the killed file, backed up and restored, has exactly what it had, and all that was acknowledged;
- what was replaced is kept beside it, row for row.

The last restore is what the next round goes on with. It ends at the first difference.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.editing import Fields, Moderator, NewName  # noqa: E402
from lore.inbox import Asked  # noqa: E402
from lore.inbox.statistics import Weeks  # noqa: E402
from lore.language.lexicon import Language, load_language  # noqa: E402
from lore.model.errors import Unreachable, Unsettled  # noqa: E402
from lore.privacy import Departures  # noqa: E402
from lore.services import Services  # noqa: E402
from lore.settings import ShardSettings  # noqa: E402
from lore.store import Store, open_store, sealing  # noqa: E402
from lore.store.answer_log import AnswerLog, open_log  # noqa: E402
from lore.store.central.opening import open_central  # noqa: E402
from lore.store.lease import lease  # noqa: E402
from lore.store.share import PATIENCE, Share, shared  # noqa: E402

DATA = ROOT / "data"
WORKERS = 4
Rows = dict[str, set[tuple[Any, ...]]]
Act = Callable[["Load", int, str], Awaitable[str]]


# The process that is killed


@dataclass
class Load:
    """All that stands on the store; each act is of a server of its own, so that no bound is met."""

    services: Services
    shown: AnswerLog
    departures: Departures
    weeks: Weeks

    async def fact(self, scope: int, name: str) -> str:
        """A fact with a new film and person, which supersedes nothing."""
        fields = Fields(
            f"Film {name}", "director", f"Person {name}", title=f"Paper {name}",
            published="2020-02-03",
            new=(NewName(f"Film {name}", "film"), NewName(f"Person {name}", "person")),
        )  # fmt: skip
        by = Moderator(scope, scope)
        draft = await self.services.editing.propose(fields, by)
        saved = await self.services.editing.save(draft, by, reason=name)
        assert saved.view is not None
        number, version = saved.view.number, saved.view.version
        assert number is not None
        await self.services.editing.prefer(number, by, version=version)
        return f"SELECT 1 FROM preference JOIN fact ON fact.id = fact_id WHERE fact.scope = {scope}"

    async def hidden(self, scope: int, name: str) -> str:
        """A shared fact is retired in one server."""
        view = (await self.services.editing.find("ilsa", scope)).views[0]
        by = Moderator(scope, scope)
        assert view.number is not None
        await self.services.editing.retire(view.number, by, version=view.version, reason=name)
        return f"SELECT 1 FROM hidden WHERE scope = {scope}"

    async def alias(self, scope: int, name: str) -> str:
        """Another name for somebody."""
        await self.services.editing.names.add("Tom Cruise", f"Star {name}", Moderator(scope, scope))
        return f"SELECT 1 FROM name WHERE text = 'Star {name}'"

    async def merge(self, scope: int, _: str) -> str:
        """Two are one."""
        by = Moderator(scope, scope)
        await self.services.editing.names.merge("Henry Cavill", "Alec Baldwin", by)
        return f"SELECT 1 FROM merged WHERE scope = {scope}"

    async def setting(self, scope: int, _: str) -> str:
        """A setting."""
        await self.services.editing.setups.set(Moderator(scope, scope), quiet=True)
        return f"SELECT 1 FROM setting WHERE scope = {scope}"

    async def phrase(self, scope: int, name: str) -> str:
        """Words for a property."""
        by = Moderator(scope, scope)
        await self.services.editing.phrases.add(f"noise {name}", "composer", by)
        return f"SELECT 1 FROM phrase WHERE text = 'noise {name}'"

    async def question(self, scope: int, name: str) -> str:
        """A question that was promised to moderators; one that was not is no matter."""
        text = f"who plays {name} in mi7"
        answer = await self.services.engine.ask(text, scope=scope)
        noted = self.services.inbox.note(Asked(scope, "command"), answer)
        if noted is None or not await self.services.inbox.kept(noted):
            return "SELECT 1"
        return f"SELECT 1 FROM inbox_wording WHERE text = '{text}'"

    async def wish(self, scope: int, name: str) -> str:
        """Somebody wants to be told."""
        text = f"who plays {name} in mi8"
        await self.services.inbox.tell_me(scope, text, scope, None)
        return f"SELECT 1 FROM inbox_wish WHERE question = '{text}'"

    async def report(self, scope: int, name: str) -> str:
        """An answer is marked wrong."""
        await self.services.inbox.report(
            Asked(scope, "command"), "who plays ilsa in mi7", scope, f"No {name}"
        )
        return f"SELECT 1 FROM report WHERE text = 'No {name}'"

    async def suggestion(self, scope: int, name: str) -> str:
        """Somebody suggests a fact."""
        draft = {
            "subject": "Mission: Impossible 7", "property": "composer", "value": f"Lorne {name}",
            "status": "confirmed", "source": "Variety", "published": "2020-02-03",
        }  # fmt: skip
        await self.services.suggestions.suggest(scope, scope, draft)
        return f"SELECT 1 FROM suggestion WHERE draft LIKE '%Lorne {name}%'"

    async def button(self, scope: int, name: str) -> str:
        """What stands behind a button."""
        row = self.shown.note(name, "ask", scope=scope)
        await self.shown.flush()
        if self.shown.waiting:
            return "SELECT 1"
        return f"SELECT 1 FROM shown WHERE digest = x'{sealing.digest(row.id).hex()}'"

    async def departure(self, scope: int, _: str) -> str:
        """The bot was removed from a server."""
        await self.departures.removed(scope)
        return f"SELECT 1 FROM departed WHERE scope = {scope}"

    async def week(self, scope: int, _: str) -> str:
        """A server was told of its week."""
        await self.weeks.told(scope)
        return f"SELECT 1 FROM told_week WHERE scope = {scope}"


ACTS: tuple[Act, ...] = (
    Load.fact, Load.hidden, Load.alias, Load.merge, Load.setting, Load.phrase, Load.question,
    Load.wish, Load.report, Load.suggestion, Load.button, Load.departure, Load.week,
)  # fmt: skip


async def load(
    database: Path,
    first: int,
    *,
    language: Language,
    shards: ShardSettings | None = None,
    acts: Sequence[Act] = ACTS,
    workers: int = WORKERS,
    address: str | None = None,
) -> None:
    """Act until killed, as a bot or one of its processes does; a line for each acknowledged act,
    the query that finds it. Servers have the numbers from the first on. With an address the
    database is a replica of what is there; what cannot be done while that is down is let be."""
    share = Share(shards)
    migrations, patience = DATA / "migrations", PATIENCE if share.is_part else 0.0
    with lease(database, shards) as alone:
        opening: AbstractAsyncContextManager[Store]
        if address is None:
            opening = open_store(database, migrations, patience=patience, upgrade=alone)
        else:
            serving = shards or ShardSettings()
            opening = open_central(
                address, database, migrations, patience=patience, upgrade=alone, serving=serving
            )
        async with opening as store, open_log(store) as shown, shared(store, share):
            services = Services.on(store, language, share=share)
            await services.editing.bulk.recover(share.holds)
            gathering = asyncio.create_task(services.inbox.run(every=0.05))
            acting = Load(services, shown, Departures(store), Weeks(store))
            numbers = iter(range(first, first + (1 << 22)))

            async def work() -> None:
                for number in numbers:
                    act = acts[number % len(acts)]
                    try:
                        print(await act(acting, number, f"Zq{number}"), flush=True)
                    except (Unreachable, Unsettled):
                        await asyncio.sleep(0.02)

            await asyncio.gather(gathering, *[work() for _ in range(workers)])


# The rounds


def contents(database: Path) -> Rows:
    """Every row of every table, in one state."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("BEGIN")
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            table: set(connection.execute(f"SELECT * FROM {table}"))
            for (table,) in tables.fetchall()
        }


def keys(database: Path, rows: Rows) -> Rows:
    """The primary keys of rows: what is changed in place keeps them."""
    found: Rows = {}
    with closing(sqlite3.connect(database)) as connection:
        for table, all_ in rows.items():
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            places = [column[0] for column in columns if column[5]]
            found[table] = {tuple(row[place] for place in places) for row in all_}
    return found


def bot(*arguments: str | Path, database: Path, refused: bool = False) -> str:
    """A verb of bot.py; what it printed."""
    command = [sys.executable, str(ROOT / "bot.py"), *map(str, arguments)]
    done = subprocess.run(
        [*command, "--database", str(database)], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != (2 if refused else 0):
        raise SystemExit(f"{arguments}: status {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def same(what: str, one: Rows, other: Rows) -> None:
    """End with the first table that differs."""
    for table in sorted(one.keys() | other.keys()):
        if one.get(table) != other.get(table):
            raise SystemExit(f"{what}: {table} differs")


def has_all(what: str, database: Path, acknowledged: list[str]) -> None:
    """End with the first acknowledged act that is not there."""
    with closing(sqlite3.connect(database)) as connection:
        for query in acknowledged:
            if connection.execute(query).fetchone() is None:
                raise SystemExit(f"{what}: what was acknowledged is not there: {query}")


class Acknowledged(list[str]):
    """What the process says, in order; it is read as far as is asked for."""

    def take(self, process: subprocess.Popen[str], acts: int) -> None:
        """Read so many lines more."""
        assert process.stdout is not None
        for _ in range(acts):
            line = process.stdout.readline()
            if not line:
                raise SystemExit("The process ended by itself.")
            self.append(line.rstrip("\n"))


def play(folder: Path, acts: Acknowledged, number: int, chance: random.Random) -> int:
    """One round; how many rows were compared."""
    live, warm, cold = folder / "lore.db", folder / "warm.db", folder / "cold.db"
    command = [
        sys.executable,
        __file__,
        "--load",
        str(live),
        "--first",
        str((number + 1) * 100_000),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        acts.take(process, chance.randrange(12, 60))
        before, known = contents(live), len(acts)
        bot("backup", warm, database=live)
        bot("restore", warm, database=live, refused=True)
        acts.take(process, chance.randrange(1, 30))
        process.kill()
        assert process.stdout is not None
        acts += process.stdout.read().split("\n")[:-1]
    bot("backup", cold, database=live)
    killed = contents(live)
    has_all("killed", live, acts)
    has_all("warm backup", warm, acts[:known])
    copied = contents(warm)
    for table, found in keys(live, before).items():
        if not found <= keys(warm, copied)[table]:
            raise SystemExit(f"warm backup: {table} lacks rows that were there before")
    for path, wanted, replaced in ((warm, copied, killed), (cold, killed, copied)):
        bot("restore", path, database=live)
        same(f"restored from {path.name}", contents(live), wanted)
        (kept,) = folder.glob("lore.db.before-*")
        same(f"kept as {kept.name}", contents(kept), replaced)
        kept.unlink()
    has_all("restored", live, acts)
    if empty := [table for table, rows in killed.items() if not rows]:
        print(f"nothing was in {', '.join(empty)}")
    return sum(map(len, killed.values()))


def main() -> None:
    """Play the rounds, or act until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load is not None:
        asyncio.run(load(options.load, options.first, language=load_language(DATA)))
        return
    chance, acts, start = random.Random(options.seed), Acknowledged(), time.perf_counter()
    folder = Path(tempfile.mkdtemp())
    try:
        bot("ask", "who plays ilsa", database=folder / "lore.db")  # it is seeded
        for number in range(options.rounds):
            rows = play(folder, acts, number, chance)
            print(f"round {number + 1}: {len(acts)} acts, {rows} rows", flush=True)
    finally:
        shutil.rmtree(folder)
    seconds = time.perf_counter() - start
    print(f"{options.rounds} rounds: {len(acts)} acknowledged acts all there, {seconds:.0f} s")


if __name__ == "__main__":
    main()
