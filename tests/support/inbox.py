"""The desk on which the inbox is tested: a real store with the shipped pack, and a clock."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lore.answering import Engine
from lore.editing import EditingService
from lore.inbox import Asked, InboxEntry, InboxService, Limits, Statistics, Suggestions
from lore.language.lexicon import Language
from lore.privacy import Departures, Privacy
from lore.store import Store
from tests.support.asking import MIGRATIONS

MIGRATED = MIGRATIONS
HERE = 700_000_000_000_000_001
THERE = 700_000_000_000_000_002
ANN = 800_000_000_000_000_001
BOB = 800_000_000_000_000_002
CHANNEL = 900_000_000_000_000_001
DRAFT = {
    "subject": "Mission: Impossible 7",
    "property": "composer",
    "value": "Lorne Balfe",
    "status": "confirmed",
    "source": "Variety",
    "address": "https://variety.example/1",
    "published": "2020-02-03",
}


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2020, 9, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@dataclass
class Desk:
    """Everything of the inbox on one store."""

    store: Store
    engine: Engine
    inbox: InboxService
    suggestions: Suggestions
    editing: EditingService
    statistics: Statistics
    privacy: Privacy
    departures: Departures
    clock: Clock

    async def ask(self, question: str, *, scope: int = HERE, how: str = "command") -> str:
        """Ask as a member does; the outcome's name."""
        answer = await self.engine.ask(question, scope=scope)
        self.inbox.note(Asked(scope, how), answer)  # type: ignore[arg-type]
        return type(answer.outcome).__name__

    async def entries(self, *, scope: int = HERE, state: str = "open") -> list[InboxEntry]:
        return await self.inbox.entries(scope, [state], limit=100_000)  # type: ignore[list-item]

    async def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        return await self.store.read(sql, parameters)


def desk_on(store: Store, language: Language, limits: Limits | None = None) -> Desk:
    """A desk on an open store."""
    clock = Clock()
    engine = Engine(store, language)
    inbox = InboxService(store, language, engine, limits=limits, clock=clock)

    def forget_member(member: int) -> None:
        inbox.forget(member=member)

    def forget_server(scope: int) -> None:
        inbox.forget(scope=scope)

    return Desk(
        store,
        engine,
        inbox,
        Suggestions(store, language.properties, limits=limits, clock=clock),
        EditingService(store, language, clock),
        Statistics(store, language.properties, clock=clock),
        Privacy(store, forgetting=[forget_member]),
        Departures(store, clock=clock, forgetting=[forget_server]),
        clock,
    )


def copied(seeded: Path, folder: Path) -> Path:
    """A copy of a seeded database."""
    return Path(shutil.copy(seeded, folder / "lore.db"))
