"""How long others wait while ten members press "Tell me when there is an answer", run by hand.

    python tests/bench/tell_me.py [FACTS]

The question that has no answer is about a film with so many facts. The bot runs in a process of its
own, the Discord of the tests in this one; every press is from another member, and while they are
under way others ask what has an answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from chat.texts import replies as words  # noqa: E402
from tests.bench.burst import connected  # noqa: E402
from tests.bench.processes import BOT, run  # noqa: E402
from tests.discord_wire import Discord, User  # noqa: E402

PRESSES = 10
OTHERS = 20
TARGET = 200.0
"""Milliseconds within which others are to be answered."""


def pack(facts: int) -> Iterator[str]:
    """A film with a cast of so many."""
    yield json.dumps({"type": "source", "id": "gazette", "title": "The Gazette"})
    yield json.dumps({"type": "entity", "id": "epic", "name": "Grand Epic", "kind": "film"})
    cited = [{"source": "gazette", "status": "confirmed"}]
    for number in range(facts):
        name = {"name": f"Extra Nobody{number}", "kind": "person"}
        yield json.dumps({"type": "entity", "id": f"p{number}", **name})
        said = {"subject": "epic", "property": "cast", "value": {"entity": f"p{number}"}}
        yield json.dumps({"type": "fact", "id": f"f{number}", **said, "citations": cited})


async def answered(discord: Discord, name: str) -> float:
    """Ask what has an answer; milliseconds until it is there."""
    start = time.perf_counter()
    question = "who plays Ilsa Faust?"
    exchange = await discord.slash("ask", question=question, user=User(name))
    assert "Rebecca Ferguson" in (await exchange.seen()).text
    return (time.perf_counter() - start) * 1000


async def measure(database: Path) -> bool:
    """Press, and print; whether others were answered within the target."""
    async with Discord() as discord, connected(discord, database):
        alone = [await answered(discord, f"early{one}") for one in range(OTHERS)]
        asked = await discord.slash("ask", question="who directed grand epic", user=User("asker"))
        seen = await asked.seen()
        start = time.perf_counter()
        presses = [
            await discord.press(seen, words.BUTTONS["tell"], user=User(f"member{one}"))
            for one in range(PRESSES)
        ]
        beside = [await answered(discord, f"other{one}") for one in range(OTHERS)]
        for press in presses:
            await press.seen()
        spent = (time.perf_counter() - start) * 1000
    print(f"an answer alone: {min(alone):.0f} to {max(alone):.0f} ms")
    print(f"an answer beside {PRESSES} presses: at most {max(beside):.0f} ms (target {TARGET:.0f})")
    print(f"all presses done after {spent:.0f} ms")
    return max(beside) <= TARGET


def main() -> int:
    """Run with the arguments of the command line; the exit status is 1 where others waited."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("facts", nargs="?", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        written, database = Path(folder) / "pack.jsonl", Path(folder) / "lore.db"
        written.write_text("\n".join(pack(options.facts)), encoding="utf-8")
        run([*BOT, "ask", "--database", str(database), "who is in mi7"])
        run([*BOT, "import", "--database", str(database), str(written)])
        return 0 if asyncio.run(measure(database)) else 1


if __name__ == "__main__":
    sys.exit(main())
