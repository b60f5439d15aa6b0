"""Whether two machines on one PostgreSQL bear a cut of the network and an outage, run by hand.

    python tests/soak/outage.py [--seconds 60] [--between 15]

Two bots, each on a machine of its own, reach PostgreSQL by a cable each; members ask and add names
with both all the time. The cable of the first is cut for so many seconds, without anybody being
told; then PostgreSQL is stopped as in a crash, for as long; then all is quiet for a while. It tells
of each time what members of each machine were told, and ends with status 1 where

- a question had no answer, whatever was cut;
- a name was added, or one was refused, on a machine that was not to do so: the first adds nothing
  while it is cut off, both add nothing without PostgreSQL, and all add names again afterwards;
- what was acknowledged is not in PostgreSQL, what was refused is, or anything is there twice;
- the files of the machines are not the same as PostgreSQL at the end, by the digests of all tables.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.store.central.copying import copy  # noqa: E402
from lore.store.central.inspection import look_at  # noqa: E402
from lore.store.migrations import newest  # noqa: E402
from tests.discord_wire import Discord  # noqa: E402
from tests.support.clusters import (  # noqa: E402
    Members,
    Told,
    both,
    faults,
    machines,
    two_servers,
)
from tests.support.postgres import Cable, Cluster, cable, cluster, lacking  # noqa: E402

MIGRATIONS = ROOT / "data" / "migrations"
PATIENCE = 30.0
"""Seconds that a member waits for an answer."""
AGAIN = 90.0
"""Seconds within which a machine adds names again."""
NOTICED = 12.0
"""Seconds after which a machine that is cut off has noticed it, and what began before is told."""


@dataclass
class Course:
    """What members were told so far, and what was not as it should be."""

    members: Members
    wrong: list[str] = field(default_factory=list)

    async def during(self, what: str, seconds: float, adding: tuple[bool, bool]) -> None:
        """Let so many seconds pass, in which each machine adds names or refuses them."""
        before = deepcopy(self.members.told)
        await asyncio.sleep(seconds)
        print(f"{what}, {seconds:.0f} s")
        for place, (old, new) in enumerate(zip(before, self.members.told, strict=True)):
            names = len(new.names) - len(old.names)
            refused = len(new.waiting) - len(old.waiting)
            answered = new.answered - old.answered
            print(
                f"  machine {place}: {answered} questions answered, {names} names added, "
                f"{refused} refused; {new.silent - old.silent} questions without an answer"
            )
            if new.silent > old.silent or not answered:
                self.wrong.append(f"{what}: machine {place} did not answer")
            if bool(names) != adding[place] or bool(refused) == adding[place]:
                self.wrong.append(f"{what}: machine {place} added {names}, refused {refused}")

    async def until_added(self) -> None:
        """Wait until both add names."""
        start = time.monotonic()
        before = [len(told.names) for told in self.members.told]
        async with asyncio.timeout(AGAIN):
            while any(  # noqa: ASYNC110
                len(told.names) < many + 2
                for told, many in zip(self.members.told, before, strict=True)
            ):
                await asyncio.sleep(0.1)
        print(f"both added names again within {time.monotonic() - start:.1f} s")


async def befall(course: Course, way: Cable, server: Cluster, options: argparse.Namespace) -> None:
    """Cut, mend, stop and start."""
    await course.until_added()
    await course.during("nothing", options.between, (True, True))
    way.cut()
    await asyncio.sleep(NOTICED)
    await course.during("the first is cut off", options.seconds - NOTICED, (False, True))
    way.mend()
    await course.until_added()
    await course.during("mended", options.between, (True, True))
    await asyncio.to_thread(server.stop, signal.SIGQUIT)
    await asyncio.sleep(NOTICED)
    await course.during("PostgreSQL is stopped", options.seconds - NOTICED, (False, False))
    await asyncio.to_thread(server.start)
    await course.until_added()
    await course.during("started", options.between, (True, True))


async def compared(address: str, folder: Path, told: list[Told]) -> list[str]:
    """What PostgreSQL and the files say otherwise than they should."""
    whole = folder / "whole.db"
    rows = await copy(address, whole, MIGRATIONS)
    wrong = faults(told, whole)
    for place in (0, 1):
        file = folder / f"machine{place}.db"
        looked = await look_at(address, file, newest(MIGRATIONS))
        if not looked.same:
            wrong.append(f"{file.name} is not as far as PostgreSQL")
    print(
        f"{sum(len(one.names) for one in told)} names and {sum(one.noted for one in told)} "
        f"questions acknowledged, {sum(len(one.waiting) for one in told)} names refused; "
        f"{rows} rows compared"
    )
    return wrong


async def run(server: Cluster, folder: Path, options: argparse.Namespace) -> list[str]:
    """Run it all; what was not as it should be."""
    address = server.database()
    name = address.rpartition("/")[2]
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(Discord())
        channels = two_servers(discord)
        ways = [await stack.enter_async_context(cable(server.port)) for _ in channels]
        first, second = (server.address(name, port=way.port) for way in ways)
        places = machines((first, second), folder)
        await stack.enter_async_context(both(discord, folder, places))
        course = Course(Members(discord, channels, patience=PATIENCE))
        await befall(course, ways[0], server, options)
        await course.members.leave()
        await asyncio.sleep(2)  # what the last one wrote is followed
        return course.wrong + await compared(address, folder, course.members.told)


def main() -> int:
    """Run it, and print what was not as it should be; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--between", type=float, default=15)
    options = parser.parse_args()
    if reason := lacking():
        raise SystemExit(f"There is nothing to cut: {reason}.")
    with cluster() as server, tempfile.TemporaryDirectory() as folder:
        wrong = asyncio.run(run(server, Path(folder), options))
    print(*wrong or ["all as it should be"], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
