"""An engine with a few answers, and the bot while it runs on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cogs._client import run_bot
from lore.answer.complete import Completion
from lore.answer.views import View
from lore.dates import PartialDate
from lore.inbox import Asked, Entry
from lore.models import (
    Answer,
    Citation,
    Entity,
    Fact,
    Found,
    Line,
    Outcome,
    Source,
    Status,
    Unknown,
)
from lore.wording import Wording
from tests.discord_wire import Discord

FILM = Entity(1, "Mission: Impossible 8", "film", 2022)
ARTICLE = Source(1, "Casting news", published=PartialDate(2020, 9, 14), publisher="The Paper")
RUMOUR = Source(2, "A whisper", published=PartialDate(2020, 1), publisher="The Gossip")


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


FERGUSON = Found((cast("Rebecca Ferguson", "Ilsa Faust"),))
WORDING = Wording({})
UNKNOWN = Unknown("no_fact", property="composer", names=(FILM.name,))


@dataclass
class FakeEngine:
    """Answers with `outcome`, or raises `error`; keeps what it was asked, with the scope."""

    outcome: Outcome = FERGUSON
    error: Exception | None = None
    asked: list[tuple[str, int]] = field(default_factory=list)
    keys: list[Hashable] = field(default_factory=list)
    noted: list[tuple[Asked, str]] = field(default_factory=list)

    async def ask(self, question: str, *, key: Hashable, scope: int) -> Answer:
        self.keys.append(key)
        self.asked.append((question, scope))
        if self.error is not None:
            raise self.error
        return Answer(question, self.outcome, 1.0)

    def note(self, asked: Asked, answer: Answer) -> None:
        self.noted.append((asked, answer.question))

    async def entries(self, scope: int, *, limit: int) -> list[Entry]:
        open_ = [text for asked, text in self.noted if asked.scope == scope][:limit]
        return [
            Entry(1, number, "unanswered", "open", 2, "", "", None, (), None, (text,), 0)
            for number, text in enumerate(open_, start=1)
        ]

    async def look(self, view: View, name: str, *, scope: int) -> Answer:
        return await self.ask(f"{view} {name}", key=None, scope=scope)

    async def complete(
        self, text: str, *, scope: int, kinds: Collection[str], limit: int
    ) -> list[Completion]:
        return [Completion(f"{text} of {kind}", "2022") for kind in sorted(kinds)][:limit]

    async def sources(self, scope: int) -> list[Source]:
        return [ARTICLE, RUMOUR]


@asynccontextmanager
async def running(discord: Discord, engine: FakeEngine) -> AsyncIterator[asyncio.Task[int]]:
    """The bot while it runs; its exit status is the task's result where it ends by itself."""
    bot = asyncio.create_task(
        run_bot(
            token=discord.token,
            api_url=discord.api,
            engine=engine,
            library=engine,
            keeper=engine,
            wording=WORDING,
        )
    )
    try:
        yield bot
    finally:
        bot.cancel()
        await asyncio.wait({bot})
