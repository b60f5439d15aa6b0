"""Of ten thousand questions without an answer a bounded number is kept, and all are counted."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from pathlib import Path

from lore.inbox import Asked
from lore.language.lexicon import Language
from lore.store import open_store
from tests.support.inbox import ANN, HERE, MIGRATED, copied, desk_on

FLOOD = 10_000


def junk(chance: random.Random) -> str:
    """A question that nobody asked before."""
    letters = [chance.choice("bcdfghklmnprst") + chance.choice("aeiou") for _ in range(4)]
    return f"who plays {''.join(letters)} {chance.randrange(10**6)}"


async def test_a_flood_is_bounded(seeded: Path, tmp_path: Path, language: Language) -> None:
    chance = random.Random(7)
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        desk = desk_on(store, language)
        answer = await desk.engine.ask("who plays james bond", scope=HERE)
        await desk.inbox.tell_me(HERE, "who composed mi7", ANN, None)
        running = asyncio.create_task(desk.inbox.run(every=0.01))
        for _ in range(300):
            for _ in range(FLOOD // 300 + 1):
                one = type(answer)(junk(chance), answer.outcome)
                desk.inbox.note(Asked(HERE, "command"), one)
            await asyncio.sleep(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        [(kept,)] = await desk.rows("SELECT count(*) FROM inbox_entry")
        assert isinstance(kept, int)
        assert kept <= desk.inbox.limits.entries
        [(counted,)] = await desk.rows("SELECT sum(asked) FROM asked_on")
        assert isinstance(counted, int)
        [(waiting,)] = await desk.rows("SELECT coalesce(sum(asked), 0) FROM inbox_waiting")
        assert isinstance(waiting, int)
        assert counted + waiting == (FLOOD // 300 + 1) * 300
