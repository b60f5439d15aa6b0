"""A small Discord, an engine with a few answers, and the real bot between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import discord as discord_py
import pytest

from tests.cogs.stage import FakeEngine, running
from tests.discord_wire import Discord


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    """A Discord; whatever was asked of it has to fit Discord's own description of its API."""
    async with Discord() as server:
        yield server
        assert server.problems() == []


@pytest.fixture
def engine() -> FakeEngine:
    """An engine that a test can change."""
    return FakeEngine()


@pytest.fixture
async def bot(discord: Discord, engine: FakeEngine) -> AsyncIterator[asyncio.Task[int]]:
    """The bot, connected."""
    async with running(discord, engine) as task:
        ready = asyncio.create_task(discord.ready())
        await asyncio.wait({ready, task}, return_when=asyncio.FIRST_COMPLETED)
        assert not task.done(), "the bot ended before it was connected"
        yield task


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away the 5 s that discord.py waits before it identifies once more."""

    async def at_once(*_: object, **__: object) -> None:
        pass

    monkeypatch.setattr(discord_py.Client, "before_identify_hook", at_once)
