"""Whether what a start needs is in order, one thing after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from lore.language.lexicon import Language
from lore.model.errors import SettingsError
from lore.packs.reading import read_pack
from lore.settings import Settings
from lore.store.backup_series import BackupSeries
from lore.store.central.inspection import look_at
from lore.store.inspection import inspect
from lore.texts import console as words

Look = Callable[[], Awaitable[Sequence[str]]]
"""What there is to tell of a thing.

Raises:
    LoreError: where it is not in order, with what to do.
"""


class Checkup:
    """The looks at what is set. `data` is the folder of that name, `pack` the one that is shipped,
    and `newest` the version of the database that the program knows."""

    def __init__(
        self, settings: Settings, language: Language, *, data: Path, pack: Path, newest: int
    ) -> None:
        self._settings = settings
        self._language = language
        self._data = data
        self._pack = pack
        self._newest = newest

    @property
    def looks(self) -> Sequence[Look]:
        """Those from this machine to others."""
        database = (self._central, self._database, self._packs, self._backups)
        return *database, self._metrics, self._model, self._discord

    async def _central(self) -> Sequence[str]:
        address, path = self._settings.central, self._settings.database
        if address is None:
            return []
        head, same = await look_at(address, path, self._newest)
        if head is None:
            return [words.CENTRAL_EMPTY]
        told = [words.central_well(head.version, head.position)]
        return [*told, words.same_as_central(str(path))] if same else told

    async def _database(self) -> Sequence[str]:
        path = self._settings.database
        found = await asyncio.to_thread(inspect, path, newest=self._newest)
        if found is None:
            return [words.not_made_yet(str(path))]
        return [words.inspected(str(path), found.facts, missing=found.missing, held=found.held)]

    async def _packs(self) -> Sequence[str]:
        records = sum(1 for _ in read_pack(self._pack, self._language.properties))
        return [words.pack_read(str(self._pack), records)]

    async def _backups(self) -> Sequence[str]:
        if (wished := self._settings.operating.backups) is None:
            return []
        series = BackupSeries(
            self._settings.database,
            wished.folder,
            every=timedelta(hours=wished.hours),
            keep=wished.keep,
            newest=self._newest,
        )
        series.prepare()
        return [words.backups_there(str(wished.folder), len(series.made()))]

    async def _metrics(self) -> Sequence[str]:
        if self._settings.operating.metrics_port is not None and not find_spec("prometheus_client"):
            raise SettingsError(words.NO_METRICS)
        return []

    async def _model(self) -> Sequence[str]:
        if self._settings.reader is None:
            return [words.NO_READER]
        from lore.understanding.reading_model.trial import tried

        return [await tried(self._settings.reader, self._data)]

    async def _discord(self) -> Sequence[str]:
        token, settings = self._settings.discord_token, self._settings
        if token is None:
            return [words.TOKENLESS]
        from app.access import tried

        return await tried(token, settings.api_url, settings.operating.shards)
