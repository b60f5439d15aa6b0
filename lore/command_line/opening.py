"""Opens what a verb stands on: the shipped files, the store, the reading model."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lore import console
from lore.language.lexicon import Language
from lore.packs import seed
from lore.settings import Settings
from lore.store import Store, open_store
from lore.store.central.opening import open_central
from lore.store.name_index.rebuild import renew_index
from lore.store.packs.seeded import count_facts, takes_pack
from lore.texts import console as words

if TYPE_CHECKING:
    from lore.understanding.reading_model import ReadingModel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Files:
    """The files that come with the program: the folder of all data, and of it the shipped pack,
    the steps that make the tables, the labelled questions and articles, and the weights of free
    reading."""

    data: Path
    shipped: Path
    migrations: Path
    training: Path
    articles: Path
    weights: Path

    @classmethod
    def of(cls, data: Path) -> Files:
        """Those of a folder of data."""
        return cls(
            data,
            shipped=data / "mission-impossible",
            migrations=data / "migrations",
            training=data / "training",
            articles=data / "articles",
            weights=data / "language" / "weights.toml",
        )


@asynccontextmanager
async def opened(
    settings: Settings,
    files: Files,
    *,
    create: bool = True,
    patience: float = 0.0,
    upgrade: bool = True,
    serving: bool = False,
) -> AsyncIterator[Store]:
    """The store, migrated and its names folded as now; a missing one is made if `create`. The
    others are as those of `open_store`. A replica is brought up to the central database, and
    follows that where it is for `serving`.

    Raises:
        StoreError: as `open_store` and `open_central`.
    """
    opening: AbstractAsyncContextManager[Store]
    if settings.central is None:
        opening = open_store(
            settings.database, files.migrations, create=create, patience=patience, upgrade=upgrade
        )
    else:
        opening = open_central(
            settings.central,
            settings.database,
            files.migrations,
            patience=patience,
            upgrade=upgrade,
            serving=settings.operating.shards if serving else None,
        )
    async with opening as store:
        with console.progress_bar(sys.stderr) as progress:
            await renew_index(store, progress=progress)
        yield store


@asynccontextmanager
async def reading_model(
    settings: Settings, files: Files, *, a_minute: int | None = 60
) -> AsyncIterator[ReadingModel | None]:
    """The reading model that is set, asked so many times a minute at most; None where none is."""
    if settings.reader is None:
        yield None
        return
    from lore.understanding.reading_model import Bounds, open_model

    bounds = Bounds(a_minute=a_minute)
    async with open_model(settings.reader, files.data, bounds=bounds) as model:
        yield model


async def seed_shipped(store: Store, language: Language, files: Files) -> None:
    """Seed a new database from the shipped pack, and bring what changed into a seeded one.

    A database that an import made is left as it is.
    """
    if await takes_pack(store, files.shipped.name):
        await seed(store, files.shipped, language.properties)


async def tell_birth(store: Store, *, unless_usual: bool = False, logged: bool = False) -> None:
    """Say on standard error which database it is and what was found there; with `unless_usual`
    only of a new or upgraded one, with `logged` as a line of the log."""
    birth = store.birth
    if unless_usual and not birth.created and not birth.upgraded:
        return
    facts = await count_facts(store)
    line = words.opened(
        str(store.path),
        facts,
        new=birth.created,
        written=birth.written,
        upgraded=birth.upgraded,
    )
    if logged:
        log.info("%s", line)
    else:
        print(console.readable(line), file=sys.stderr, flush=True)
