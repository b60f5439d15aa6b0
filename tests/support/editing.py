"""A seeded store with the real engine and two servers, for the tests of editing."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lore.answering import Engine
from lore.editing import Draft, EditingService, Fields, Moderator, Saved
from lore.quota import Quota
from lore.store import Store, open_store
from lore.texts import AnswerTexts, record
from lore.texts.changes import ChangeTexts
from tests.support.language import language

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = ROOT / "data" / "migrations"
LANGUAGE = language()
WORDS = ChangeTexts(LANGUAGE.properties)
NEELY = "who plays Admiral Neely in mission impossible 8"
WHEN = "when does mi7 come out"

HERE, THERE = 700_000_000_000_000_001, 700_000_000_000_000_002
MOD, OTHER_MOD, ELSEWHERE = Moderator(HERE, 11), Moderator(HERE, 12), Moderator(THERE, 21)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

FERGUSON = Fields(
    subject="Mission: Impossible 8",
    property="cast",
    value="Hannah Waddingham",
    role="Admiral Neely",
    title="Casting news",
    publisher="Variety",
    address="https://variety.com/casting",
    published="3 Feb 2020",
)
DATE = Fields(
    subject="Mission: Impossible 7",
    property="release date",
    value="14 July 2023",
    title="A new date",
    published="2021-01-21",
)


@dataclass
class World:
    """An open store with all that asks and changes it."""

    store: Store
    engine: Engine
    editing: EditingService

    async def ask(self, question: str, scope: int = HERE) -> str:
        """The answer's text."""
        answer = await self.engine.ask(question, scope=scope)
        return AnswerTexts(LANGUAGE.properties).plain(answer)

    async def answer(self, question: str, scope: int) -> dict[str, Any]:
        """The answer as JSON, without the time that it took."""
        answer = await self.engine.ask(question, scope=scope)
        return {**record(answer, AnswerTexts(LANGUAGE.properties)), "elapsed_ms": None}

    async def add(self, fields: Fields, by: Moderator = MOD, **more: Any) -> Saved:
        """Propose and save."""
        return await self.editing.save(await self.editing.propose(fields, by), by, **more)

    async def found(self, text: str, by: Moderator = MOD) -> int:
        """The number of the one fact that a text finds."""
        found = await self.editing.find(text, by.scope)
        assert found.total == 1, [view.fact for view in found.views]
        return found.views[0].number

    async def version(self, number: int, by: Moderator = MOD) -> str:
        """A fact's version now."""
        return (await self.editing.fact(number, by.scope)).version

    async def retire(self, number: int, by: Moderator = MOD) -> Saved:
        """Retire what stands now."""
        return await self.editing.retire(number, by, version=await self.version(number, by))

    async def restore(self, number: int, by: Moderator = MOD) -> Saved:
        """Restore what stands now."""
        return await self.editing.restore(number, by, version=await self.version(number, by))

    async def edit(self, number: int, by: Moderator = MOD, **fields: Any) -> Saved:
        """Edit some fields of what stands now."""
        old = await self.editing.fields(number, by.scope)
        version = await self.version(number, by)
        return await self.editing.edit(number, replace(old, **fields), by, version=version)

    async def propose(self, fields: Fields = FERGUSON, by: Moderator = MOD, **more: Any) -> Draft:
        """Propose fields, some of them otherwise."""
        return await self.editing.propose(replace(fields, **more), by)


@asynccontextmanager
async def world(path: Path, seeded: Path, *, quota: Quota | None = None) -> AsyncIterator[World]:
    """A world on a copy of a seeded store."""
    shutil.copy(seeded, path)
    async with open_store(path, MIGRATIONS) as store:
        editing = EditingService(store, LANGUAGE, lambda: NOW, quota)
        yield World(store, Engine(store, LANGUAGE), editing)
