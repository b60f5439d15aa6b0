"""Ten thousand questions without an answer slow no answer, and what is kept of them is bounded."""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import time
from contextlib import suppress
from pathlib import Path

from lore.inbox import Asked
from lore.language import Language
from lore.store import open_store
from tests.lore.asking import MIGRATIONS
from tests.lore.test_inbox_support import ANN, HERE, Desk, copied, desk_on

FLOOD = 10_000
ANSWERED = ("who directs mi7", "when does mission impossible 8 come out", "who plays benji")


def junk(chance: random.Random) -> str:
    """A question that nobody asked before."""
    letters = [chance.choice("bcdfghklmnprst") + chance.choice("aeiou") for _ in range(4)]
    return f"who plays {''.join(letters)} {chance.randrange(10**6)}"


def typical(times: list[float]) -> float:
    """The fifth of the way up: what else the machine does weighs little there."""
    return statistics.quantiles(times, n=5)[0]


async def timed(desk: Desk) -> float:
    """The seconds that one round of answers takes, end to end."""
    start = time.perf_counter()
    for question in ANSWERED:
        await desk.engine.ask(question, scope=HERE)
    return time.perf_counter() - start


async def test_a_flood_slows_no_answer_and_is_bounded(
    seeded: Path, tmp_path: Path, language: Language
) -> None:
    chance = random.Random(7)
    async with open_store(copied(seeded, tmp_path), MIGRATIONS) as store:
        desk = desk_on(store, language)
        answer = await desk.engine.ask("who plays james bond", scope=HERE)
        await desk.inbox.tell_me(HERE, "who composed mi7", ANN, None)
        gc.collect()
        calm = [await timed(desk) for _ in range(300)]
        running = asyncio.create_task(desk.inbox.run(every=0.01))
        busy = []
        for _ in range(300):
            for _ in range(FLOOD // 300 + 1):
                one = type(answer)(junk(chance), answer.outcome)
                desk.inbox.note(Asked(HERE, "command"), one)
            await asyncio.sleep(0)
            busy.append(await timed(desk))
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await desk.inbox.flush()
        after = [await timed(desk) for _ in range(300)]
        assert typical(busy) / typical(calm) < 1.2
        assert typical(after) / typical(calm) < 1.2
        [(kept,)] = await desk.rows("SELECT count(*) FROM inbox_entry")
        assert isinstance(kept, int)
        assert kept <= desk.inbox.limits.entries
        [(counted,)] = await desk.rows("SELECT sum(asked) FROM asked_on")
        assert counted == (FLOOD // 300 + 1) * 300


async def test_taking_a_question_in_takes_microseconds(
    seeded: Path, tmp_path: Path, language: Language
) -> None:
    chance = random.Random(7)
    async with open_store(copied(seeded, tmp_path), MIGRATIONS) as store:
        desk = desk_on(store, language)
        answer = await desk.engine.ask("who plays james bond", scope=HERE)
        flood = [type(answer)(junk(chance), answer.outcome) for _ in range(FLOOD)]
        start = time.perf_counter()
        for one in flood:
            desk.inbox.note(Asked(HERE, "command"), one)
        assert (time.perf_counter() - start) / FLOOD < 100e-6
