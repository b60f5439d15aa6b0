"""A small Discord, a seeded store, and the real bot between them."""

from __future__ import annotations

import asyncio
import faulthandler
import gc
import signal
import sys
from collections.abc import AsyncIterator, Generator, Iterable, Iterator
from pathlib import Path

import discord as discord_py
import pytest
from hypothesis import HealthCheck, settings

from chat.ui import backpressure
from lore import steps
from lore.inbox import service as inbox
from lore.model.facts import Fact
from lore.store.fact_reader import Reader
from tests.discord_wire import Discord, interactions
from tests.discord_wire.recording import PATIENCE
from tests.support import web
from tests.support.postgres import Cluster, cluster, lacking
from tests.support.shared import skipped_once
from tests.support.stage import Stage, Watched, running, seeded, staged
from tests.support.web import Site

# A busy machine fails no random test: an example may take long.
settings.register_profile(
    "unhurried",
    settings.get_profile(settings.get_current_profile_name()),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")
# A shell has what it runs in the background ignore this signal, and children inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# To look for garbage as often as Python does by itself takes a fifth of the tests' time.
gc.set_threshold(50_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """What stands still while it is cleared away ends with its process, too: pytest's own limit
    ends where a test has failed."""
    assert sys.__stderr__ is not None
    seconds = float(item.config.getini("faulthandler_timeout"))
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__)
    return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out all but one of a parametrised test that lacks what it reads."""
    items[:], left = skipped_once(items)
    if left:
        config.hook.pytest_deselected(items=left)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site of the web on this machine."""
    async with web.site() as made:
        yield made


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The facts, by their rows, that are loaded from now on."""
    found: list[int] = []
    load = Reader.facts

    def counting(self: Reader, ids: Iterable[int]) -> dict[int, Fact]:
        wanted = list(ids)
        found.extend(wanted)
        return load(self, wanted)

    monkeypatch.setattr(Reader, "facts", counting)
    return found


@pytest.fixture(scope="session", autouse=True)
def unhurried() -> Iterator[None]:
    """No question is given up, deferred, left unwritten or answered too late because the machine is
    busy; a test of what takes too long sets its own time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "SECONDS", PATIENCE)
        patch.setattr(backpressure, "SLOW", PATIENCE)
        patch.setattr(interactions, "DEADLINE", PATIENCE)
        for name in ("KEPT_SECONDS", "GATHER_SECONDS", "FLUSH_SECONDS"):
            patch.setattr(inbox, name, PATIENCE)
        yield


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    """A Discord; whatever was asked of it has to fit Discord's own description of its API."""
    async with Discord() as server:
        yield server
        assert server.problems() == []


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded database, to be copied."""
    return seeded(tmp_path_factory.mktemp("seeded"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL of the tests' own."""
    if reason := lacking():
        pytest.skip(reason)
    with cluster() as server:
        yield server


@pytest.fixture
async def stage(database: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """What the bot stands on."""
    async with staged(database, tmp_path) as stage:
        yield stage


@pytest.fixture
def engine(stage: Stage) -> Watched:
    """The engine, which a test can watch and change."""
    return stage.engine


@pytest.fixture
async def bot(discord: Discord, stage: Stage) -> AsyncIterator[asyncio.Task[int]]:
    """The bot, connected."""
    async with running(discord, stage) as task:
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
