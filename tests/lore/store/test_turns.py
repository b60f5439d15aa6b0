"""Nobody waits for a flood of questions in another server."""

from __future__ import annotations

import asyncio
import sqlite3

from lore.store import Store
from lore.store.turns import Turns


async def test_a_flood_in_one_server_goes_by_turns_with_others(store: Store) -> None:
    done: list[int] = []

    async def ask(server: int) -> None:
        def read(_: sqlite3.Connection) -> None:
            done.append(server)

        await store.query(read, of=server)

    await asyncio.gather(*[ask(1) for _ in range(500)], ask(2), ask(3), ask(2))
    assert len(done) == 503
    assert max(place for place, server in enumerate(done) if server != 1) < 10


async def test_those_of_one_server_stay_in_their_order(store: Store) -> None:
    done: list[int] = []
    await asyncio.gather(
        *[store.query(lambda _, place=place: done.append(place), of=1) for place in range(50)]  # type: ignore[misc]
    )
    assert done == list(range(50))


async def test_a_turn_that_is_cancelled_goes_to_the_next() -> None:
    """While it is waited for, as it is given, and while it is had."""
    turns, held = Turns(at_once=1), asyncio.Event()

    async def hold(of: int) -> None:
        async with turns.turn(of):
            await held.wait()

    first, waiting, given = [asyncio.create_task(hold(of)) for of in (1, 1, 2)]
    last = asyncio.create_task(hold(3))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)  # the turn is given to the third, which has not gone on yet
    given.cancel()
    held.set()
    await asyncio.wait_for(last, 5)
    async with turns.turn(9):
        pass
