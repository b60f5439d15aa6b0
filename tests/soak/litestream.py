"""Whether Litestream keeps up with a database that is written as the bot writes it, run by hand.

    python tests/soak/litestream.py LITESTREAM [--seconds 30]

LITESTREAM is its program (0.5). It replicates the database to a folder while names are added, and
now and then something is erased, after which the log is to be emptied; then it is killed. What it
brings back has to be sound, and to hold what was acknowledged until SETTLED seconds before the end
and nothing that never was. The exit status is 1 where it does not.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.editing import Moderator  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.packs import seed  # noqa: E402
from lore.services import Services  # noqa: E402
from lore.store import open_store  # noqa: E402

DATA = ROOT / "data"
SETTLED = 5.0
ERASED_EVERY = 20
BY = Moderator(700_000_000_000_000_001, 11)


async def write(database: Path, program: str, kept: str, seconds: float) -> list[tuple[float, str]]:
    """Write while it is replicated: the names that were acknowledged, and when."""
    language, told = load_language(DATA), list[tuple[float, str]]()
    async with open_store(database, DATA / "migrations") as store:
        await seed(store, DATA / "mission-impossible", language.properties)
        editing = Services.on(store, language).editing
        replicating = await asyncio.create_subprocess_exec(
            program, "replicate", str(database), kept
        )
        try:
            start = time.monotonic()
            while time.monotonic() < start + seconds:
                name = f"alias {len(told)}"
                await editing.names.add("Ilsa Faust", name, BY)
                told.append((time.monotonic(), name))
                if len(told) % ERASED_EVERY == 0:
                    async with store.write(erasing=True) as writer:
                        await writer.execute("DELETE FROM asked_on")
                await asyncio.sleep(0.05)
            return told
        finally:
            replicating.kill()
            await replicating.wait()


def names(database: Path) -> set[str]:
    """The names that a database holds, once it is sound."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute("SELECT text FROM name WHERE text LIKE 'alias %'")
        return {text for (text,) in found}


def main() -> int:
    """Run it in a folder of its own; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("litestream")
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        database, back = Path(scratch) / "lore.db", Path(scratch) / "back.db"
        kept = f"file://{scratch}/kept"
        told = asyncio.run(write(database, options.litestream, kept, options.seconds))
        subprocess.run([options.litestream, "restore", "-o", str(back), kept], check=True)
        found, end = names(back), told[-1][0]
    lost = [(end - at, name) for at, name in told if name not in found]
    more = found - {name for _, name in told}
    last = max((before for before, _ in lost), default=0.0)
    print(f"{len(told)} acknowledged, {len(found)} came back, {len(more)} of them never were")
    print(f"the first that is lacking was {last:.1f} s before the end (at most {SETTLED} s)")
    return int(bool(more) or last > SETTLED)


if __name__ == "__main__":
    sys.exit(main())
