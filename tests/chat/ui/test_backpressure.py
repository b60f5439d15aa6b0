"""Many at once: who comes late is deferred before the work begins, and answered all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from chat.editing.log_channel import GONE
from chat.texts import replies as words
from chat.ui import backpressure
from chat.ui.backpressure import MANY, Backpressure
from lore.model.errors import LoreError
from tests.discord_wire import Discord, Exchange, Seen, User
from tests.support.fact_commands import MODERATOR, SAVE, add
from tests.support.stage import Stage, Watched

pytestmark = pytest.mark.usefixtures("bot")

QUESTION = "who plays Conductor Vale?"
LONG = "cast of crowd scene"
LATE = 4
DEFERRED, DEFERRED_UPDATE = 5, 6
ARTICLE = """Mission: Impossible 8 Adds Quillon Thorne
Source: Film Gazette
Date: 3 May 2024

Quillon Thorne will play Bram Osterly in Mission: Impossible 8. Christopher McQuarrie is directing.
"""


async def ask(discord: Discord, question: str = QUESTION, **more: Any) -> Exchange:
    return await discord.slash("ask", question=question, user=User("somebody"), **more)


@asynccontextmanager
async def crowd(discord: Discord, engine: Watched) -> AsyncIterator[list[Exchange]]:
    """While the block runs, as many wait as are not deferred yet; they are answered after it."""
    before, engine.pause = len(engine.asked), asyncio.Event()
    waiting = [await ask(discord) for _ in range(MANY)]
    await engine.hears(before + MANY)
    assert not any(one.callback for one in waiting)
    yield waiting
    engine.pause.set()


async def test_who_comes_late_is_deferred_first(discord: Discord, engine: Watched) -> None:
    async with crowd(discord, engine) as early:
        late = [await ask(discord) for _ in range(LATE)]
        private = await ask(discord, private=True)
        for exchange in (*late, private):
            await exchange.answer(DEFERRED)
        assert private.flags == 64
        assert not any(exchange.message for exchange in late)
    for exchange in (*early, *late, private):
        seen = await exchange.seen()
        assert "Ana Lopez" in seen.text
        assert "Sources" in seen.labels
        assert seen.ephemeral is (exchange is private)
    assert all(exchange.callback and exchange.callback["type"] == 4 for exchange in early)
    assert (await (await ask(discord)).answer(4))["data"]["embeds"]


async def test_an_error_after_a_deferral_is_for_the_member_alone(
    discord: Discord, engine: Watched
) -> None:
    async with crowd(discord, engine):
        public, private = await ask(discord), await ask(discord, private=True)
        await public.answer(DEFERRED)
        await private.answer(DEFERRED)
        engine.error = ZeroDivisionError("a fault of ours")
    for exchange in (public, private):
        seen = await exchange.seen()
        assert (seen.text, seen.ephemeral) == (words.BROKEN, True)
    assert (public.deleted, private.deleted) == (True, False)


async def test_buttons_are_deferred_as_they_answer(discord: Discord, engine: Watched) -> None:
    seen = await (await ask(discord, LONG)).seen()
    async with crowd(discord, engine):
        turned = await discord.press(seen, words.NEXT)
        sources = await discord.press(seen, "Sources")
        await turned.answer(DEFERRED_UPDATE)
        await sources.answer(DEFERRED)
        assert sources.flags == 64
    assert words.page(2, 3)[:6] in (await turned.seen()).text
    assert (await turned.seen()).id == seen.id
    assert "Gazette" in (await sources.seen()).text


async def test_an_error_while_turning_leaves_the_page(discord: Discord, engine: Watched) -> None:
    seen = await (await ask(discord, LONG)).seen()
    async with crowd(discord, engine):
        turned = await discord.press(seen, words.NEXT)
        await turned.answer(DEFERRED_UPDATE)
        engine.error = ZeroDivisionError("a fault of ours")
    await discord.until(lambda: turned.followups)
    told = Seen(turned.followups[0])
    assert (told.text, told.ephemeral, turned.deleted) == (words.BROKEN, True, False)


async def test_a_dropped_connection_is_tried_again(
    discord: Discord, engine: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail("POST", "/interactions/*", 0)
    assert "Ana Lopez" in (await (await ask(discord)).seen()).text
    discord.fail("POST", "/interactions/*", 0, done=True)
    assert "Ana Lopez" in (await (await ask(discord)).seen()).text
    assert "Traceback" not in caplog.text


async def test_a_deferral_whose_confirmation_was_lost(discord: Discord, engine: Watched) -> None:
    async with crowd(discord, engine):
        discord.fail("POST", "/interactions/*", 0, done=True)
        late = await ask(discord)
        await late.answer(DEFERRED)
    assert "Ana Lopez" in (await late.seen()).text


async def test_what_came_too_late_is_left(
    discord: Discord, engine: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    exchange = await ask(discord)
    await exchange.seen()
    discord.fail("POST", "/interactions/*", 404, code=10062)
    exchange = await ask(discord)
    await discord.until(lambda: [r for r in discord.asked("POST", "/callback") if r.status == 404])
    assert "Ana Lopez" in (await (await ask(discord)).seen()).text
    assert exchange.callback is None
    assert not exchange.followups
    assert "Traceback" not in caplog.text


async def test_deferrals_go_before_work_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backpressure, "RUSH", 1)
    load, held, done = Backpressure(0), asyncio.Event(), list[str]()

    async def work(name: str, defer: Callable[[], Awaitable[None]]) -> None:
        async with load.answering(defer):
            done.append(name)

    async def at_once() -> None:
        pass

    async def slowly() -> None:
        await held.wait()

    tasks = [asyncio.create_task(work("slow", slowly)), asyncio.create_task(work("fast", at_once))]
    await asyncio.sleep(0.05)
    assert done == []
    held.set()
    await asyncio.wait(tasks)
    assert sorted(done) == ["fast", "slow"]
    held.clear()
    monkeypatch.setattr(backpressure, "CALM_PATIENCE", 0.01)
    slow = asyncio.create_task(work("slow", slowly))
    await asyncio.sleep(0)
    await work("patient", at_once)
    assert done[2:] == ["patient"]
    held.set()
    await slow


async def test_the_count_ends_with_the_work() -> None:
    deferred: list[None] = []

    async def defer() -> None:
        deferred.append(None)
        raise ValueError("no")

    async def refused() -> None:
        async with load.answering(defer):
            pytest.fail("it was not deferred")

    async def crowded() -> bool:
        return load.crowded

    load = Backpressure(1)
    async with load.answering(defer):
        assert not await crowded()
        with pytest.raises(ValueError, match="no"):
            await refused()
        async with load.answering():
            assert await crowded()
    async with load.answering(defer):
        assert len(deferred) == 1


async def test_a_save_that_waits_for_another_is_deferred(
    discord: Discord, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backpressure, "SLOW", 0.05)
    card = await add(discord)
    async with stage.store.write():
        exchange = await discord.press(card, SAVE, user=MODERATOR)
        await exchange.answer(DEFERRED_UPDATE)
    result = await discord.until(lambda: exchange.message)
    assert "is added" in Seen(result).text


async def test_an_article_in_a_crowd_is_deferred_once(
    discord: Discord, engine: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    modal = await (await discord.slash("article", user=MODERATOR)).modal()
    async with crowd(discord, engine):
        sent = await discord.submit(modal, {"text": ARTICLE}, user=MODERATOR)
        page = await sent.seen()
    assert "Quillon Thorne plays Bram Osterly" in page.text
    assert "Traceback" not in caplog.text


async def test_an_article_that_takes_long_is_deferred_once(
    discord: Discord, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    modal = await (await discord.slash("article", user=MODERATOR)).modal()
    monkeypatch.setattr(backpressure, "SLOW", 0.0)
    sent = await discord.submit(modal, {"text": ARTICLE}, user=MODERATOR)
    assert "Quillon Thorne plays Bram Osterly" in (await sent.seen()).text
    assert "Traceback" not in caplog.text


async def test_a_sentence_more_is_said_where_the_confirmation_of_the_answer_was_lost(
    discord: Discord, stage: Stage
) -> None:
    """The second try is refused, as the interaction has its answer: what is added follows it."""
    await stage.set(discord.guild, log_channel=1)
    discord.fail("POST", "/interactions/*", 0, done=True)
    exchange = await discord.slash("name add", user=MODERATOR, name="Ilsa Faust", alias="the spy")
    assert "the spy" in (await exchange.seen()).text
    (added,) = await discord.until(lambda: exchange.followups)
    assert GONE in Seen(added).text


async def test_what_discord_does_not_take_for_long_is_a_line_of_the_log(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    """discord.py tries five times; then the member is told, as soon as Discord takes that."""
    discord.fail("POST", "/interactions/*", 429, times=5, retry_after=0.0)
    assert (await (await ask(discord)).seen()).text == words.BROKEN
    assert "Discord did not take an answer: 429" in caplog.text
    assert "Traceback" not in caplog.text


async def test_of_one_server_there_are_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one is told so, and others are not held up; what is over is not counted."""
    monkeypatch.setattr(backpressure, "CROWD", 2)
    load, over = Backpressure(), asyncio.Event()

    async def ask(server: int) -> None:
        async with load.answering(of=server):
            await over.wait()

    waiting = [asyncio.create_task(ask(7)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(LoreError, match="ask me again"):
        await ask(7)
    other = asyncio.create_task(ask(8))
    await asyncio.sleep(0)
    assert load.under_way == 3
    over.set()
    await asyncio.gather(*waiting, other)
    await ask(7)
    assert load.under_way == 0
