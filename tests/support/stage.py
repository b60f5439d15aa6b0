"""A seeded store with the real engine on it, and the bot while it runs on both."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.client import run_bot
from lore.answering import Engine
from lore.answering.engine import Rewriting
from lore.answering.overviews import Overview
from lore.editing import Moderator, Saved
from lore.fetching import Fetcher
from lore.model.dates import PartialDate
from lore.model.facts import (
    SHARED,
    Answer,
    Citation,
    Entity,
    Fact,
    Line,
    Outcome,
    Source,
    Status,
    Unknown,
)
from lore.packs import import_pack, seed
from lore.services import Services
from lore.settings import OperatingSettings
from lore.store import Store, open_store
from lore.understanding.context import Context
from tests.discord_wire import Discord, Guild
from tests.discord_wire.recording import PATIENCE
from tests.support import hard_pack
from tests.support.language import DATA, language

FILM = Entity(1, "Mission: Impossible 8", "film", 2022)
ARTICLE = Source(1, "Casting news", published=PartialDate(2020, 9, 14), publisher="The Paper")
RUMOUR = Source(2, "A whisper", published=PartialDate(2020, 1), publisher="The Gossip")
UNKNOWN = Unknown("no_fact", property="composer", names=(FILM.name,))


def cast(
    person: str, role: str, status: Status = Status.CONFIRMED, source: Source = ARTICLE
) -> Line:
    """An answer to who plays a role."""
    fact = Fact(
        id=1,
        subject=FILM,
        property="cast",
        value=Entity(2, person, "person"),
        role=Entity(3, role, "character"),
        citations=(Citation(source, status, locator="4"),),
    )
    return Line(fact, "value")


class Watched(Engine):
    """The real engine. It keeps what it was asked, with the scope, and does otherwise where a
    test says so: raises `error`, answers with `outcome`, or with what `says` has for a question;
    while there is a `pause`, it waits for it before it answers."""

    def __init__(self, store: Store, model: Rewriting | None = None) -> None:
        super().__init__(store, language(), model=model)
        self.asked: list[tuple[str, int]] = []
        self.error: Exception | None = None
        self.outcome: Outcome | None = None
        self.says: dict[str, Outcome] = {}
        self.pause: asyncio.Event | None = None
        self._heard = asyncio.Event()

    async def hears(self, questions: int) -> None:
        """Wait until it was asked so many questions."""
        async with asyncio.timeout(PATIENCE):
            while len(self.asked) < questions:
                self._heard.clear()
                await self._heard.wait()

    async def converse(
        self,
        question: str,
        context: Context | None,
        *,
        scope: int = SHARED,
        as_of: PartialDate | None = None,
        remote: bool = False,
        beyond: int = 0,
    ) -> tuple[Answer, Context | None]:
        self.asked.append((question, scope))
        self._heard.set()
        if self.pause is not None:
            await self.pause.wait()
        if self.error is not None:
            raise self.error
        answer, after = await super().converse(
            question, context, scope=scope, as_of=as_of, remote=remote, beyond=beyond
        )
        return self._told(answer), after

    async def look(
        self, view: Overview, name: str, *, scope: int = SHARED, beyond: int = 0
    ) -> Answer:
        self.asked.append((name, scope))
        if self.error is not None:
            raise self.error
        answer = await super().look(view, name, scope=scope, beyond=beyond)
        return self._told(answer)

    def _told(self, answer: Answer) -> Answer:
        told = self.outcome or self.says.get(answer.question)
        return replace(answer, outcome=told) if told else answer


@dataclass
class Stage:
    """What the bot stands on; it can be started on it again and again."""

    services: Services
    engine: Watched

    @property
    def store(self) -> Store:
        return self.services.store

    async def written(self, rows: int) -> None:
        """Wait until so many rows of what was shown are written."""
        async with asyncio.timeout(PATIENCE):
            # The database tells nobody.
            while (await self.store.read("SELECT count(*) FROM shown"))[0][0] < rows:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def set(self, guild: Guild, **values: Any) -> Saved:
        """Change settings of a server, as /setup does."""
        return await self.services.editing.setups.set(Moderator(guild.id, 1), **values)

    async def undo(self, guild: Guild, saved: Saved) -> Saved:
        """Take a change back."""
        by = Moderator(guild.id, 1)
        return await self.services.editing.undo(saved.change.number, by)

    def reopened(self) -> Stage:
        """The same store for another process, which has nothing in memory."""
        return Stage(Services.on(self.store, language(), self.engine), self.engine)


def seeded(folder: Path) -> Path:
    """A database with the shipped pack and this one's."""

    async def fill() -> None:
        async with open_store(folder / "seeded.db", migrations=DATA / "migrations") as store:
            await seed(store, DATA / "mission-impossible", language().properties)
            extra = hard_pack.write(folder / "stage.jsonl")
            await import_pack(store, [extra], language().properties)

    asyncio.run(fill())
    return folder / "seeded.db"


@asynccontextmanager
async def staged(
    seeded: Path, folder: Path, fetcher: Fetcher | None = None
) -> AsyncIterator[Stage]:
    """A stage on a copy of a seeded database; without a fetcher nothing is fetched."""
    database = Path(shutil.copy(seeded, folder / "lore.db"))
    async with open_store(database, migrations=DATA / "migrations") as store:
        engine = Watched(store)
        yield Stage(Services.on(store, language(), engine, fetcher=fetcher), engine)


@asynccontextmanager
async def running(
    discord: Discord, stage: Stage, operating: OperatingSettings | None = None
) -> AsyncIterator[asyncio.Task[int]]:
    """The bot while it runs; its exit status is the task's result where it ends by itself."""
    bot = asyncio.create_task(
        run_bot(
            token=discord.token,
            api_url=discord.api,
            services=stage.services,
            operating=operating,
        )
    )
    try:
        yield bot
    finally:
        bot.cancel()
        await asyncio.wait({bot})
