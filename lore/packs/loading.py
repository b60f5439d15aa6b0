"""Brings packs into the store, all or nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from lore.language.properties import Properties
from lore.model.errors import PackError
from lore.model.facts import SHARED
from lore.model.progress import Progress
from lore.packs.parsing import misfit
from lore.packs.reading import Place, Placed, pack_files, pack_size, read_pack
from lore.store.database import Store, Writer
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import (
    EntityRecord,
    FactRecord,
    Record,
    RecordError,
    SourceRecord,
    Table,
)
from lore.store.packs.seeded import pack_digest, replace_pack

R = TypeVar("R", SourceRecord, EntityRecord, FactRecord)

BATCH = 1_000
"""Records that are written together. The event loop breathes between batches."""


@dataclass(slots=True)
class Counts:
    """How many records the packs have, and how many of them were new or changed what was there.

    `retired` counts facts that a seeded pack no longer has.
    """

    sources: int = 0
    entities: int = 0
    facts: int = 0
    added: int = 0
    updated: int = 0
    retired: int = 0


async def import_pack(
    store: Store,
    paths: Sequence[Path],
    properties: Properties,
    *,
    scope: int | None = None,
    progress: Progress | None = None,
) -> Counts:
    """Import packs in one transaction; an error or a cancel leaves everything as it was.

    Without a `scope` it is for all servers, and a pack of what one server has is refused.

    A record whose id exists in the scope is updated in place. What was imported and is no longer
    in the pack stays.

    Raises:
        PackError: with the place and the reason of the first record that cannot be taken.
        StoreError: where the database cannot be written.
    """
    total = sum(map(pack_size, paths))
    done = 0
    counts = Counts()

    def report(read: int) -> None:
        if progress is not None:
            progress(done + read, total)

    async with store.write(bulk=True) as writer:
        recorder = _recorder(writer, scope or SHARED, properties)
        for path in paths:
            records = read_pack(path, properties, anybodys=scope is None)
            await _Loading(recorder, counts, report).load(records)
            done += pack_size(path)
            report(0)
        await recorder.finish()
    return _counted(counts, recorder)


async def seed(store: Store, pack: Path, properties: Properties) -> Counts | None:
    """Bring a pack that ships with the program into the shared scope; None where it is unchanged.

    What its last version brought and this one lacks goes: facts are retired, and entities that no
    live fact names are no longer found. Other rows stay.

    Raises:
        PackError, StoreError: as `import_pack`.
    """
    digest = _digest(pack)
    if await pack_digest(store, pack.name) == digest:
        return None
    counts = Counts()
    async with store.write() as writer:
        recorder = _recorder(writer, SHARED, properties)
        loading = _Loading(recorder, counts)
        await loading.load(read_pack(pack, properties))
        entities, facts = await replace_pack(
            writer, pack.name, digest, loading.written("entity"), loading.written("fact")
        )
        await recorder.retire(facts)
        await recorder.unname(entities)
        await recorder.finish()
    return _counted(counts, recorder)


def _recorder(writer: Writer, scope: int, properties: Properties) -> Recorder:
    return Recorder(writer, scope, misfit=lambda fact: misfit(fact, properties))


def _digest(pack: Path) -> str:
    """A digest of the bytes of a pack's files."""
    digest = hashlib.sha256()
    try:
        for path in pack_files(pack):
            content = path.read_bytes()
            digest.update(f"{path.name} {len(content)}\n".encode())
            digest.update(content)
    except OSError as error:
        raise PackError(f"{pack} cannot be read: {error.strerror}.") from None
    return digest.hexdigest()


def _counted(counts: Counts, recorder: Recorder) -> Counts:
    changes = recorder.changes
    return replace(counts, added=changes.added, updated=changes.updated, retired=changes.retired)


class _Loading:
    """Writes the records of one pack in batches, and refuses an id that it has written before."""

    def __init__(
        self, recorder: Recorder, counts: Counts, report: Callable[[int], None] | None = None
    ) -> None:
        self._recorder = recorder
        self._counts = counts
        self._report = report
        self._sources: list[tuple[Place, SourceRecord]] = []
        self._entities: list[tuple[Place, EntityRecord]] = []
        self._facts: list[tuple[Place, FactRecord]] = []
        self._awaited: set[str] = set()
        # One byte for each row id, so that a pack of any size is checked in little memory.
        self._written: dict[Table, bytearray] = defaultdict(bytearray)

    async def load(self, records: Iterator[Placed]) -> None:
        """Write all records."""
        while True:
            try:
                placed = next(records, None)
            except PackError:
                # A record before the refused one may have to be refused first.
                await self._flush()
                raise
            if placed is None:
                break
            if self._is_full(placed.record):
                await self._flush()
                if self._report is not None:
                    self._report(placed.read)
            self._take(placed.place, placed.record)
        await self._flush()

    def written(self, table: Table) -> list[int]:
        """The row ids of the records that were written, those that were there as they are too."""
        return [number for number, mark in enumerate(self._written[table]) if mark]

    def _is_full(self, record: Record) -> bool:
        """Whether the batch must go before a record: a fact must find only what stands above it."""
        if len(self._sources) + len(self._entities) + len(self._facts) >= BATCH:
            return True
        return not isinstance(record, FactRecord) and record.key in self._awaited

    def _take(self, place: Place, record: Record) -> None:
        match record:
            case SourceRecord():
                self._sources.append((place, record))
                self._counts.sources += 1
            case EntityRecord():
                self._entities.append((place, record))
                self._counts.entities += 1
            case FactRecord():
                self._facts.append((place, record))
                self._counts.facts += 1
                self._awaited.update(record.entities())
                self._awaited.update(citation.source for citation in record.citations)

    async def _flush(self) -> None:
        await self._write("source", self._sources, self._recorder.sources)
        await self._write("entity", self._entities, self._recorder.entities)
        await self._write("fact", self._facts, self._recorder.facts)
        self._awaited.clear()

    async def _write(
        self,
        table: Table,
        placed: list[tuple[Place, R]],
        write: Callable[[Sequence[R]], Awaitable[list[int]]],
    ) -> None:
        try:
            ids = await write([record for _, record in placed])
        except RecordError as error:
            place = next(place for place, record in placed if record.key == error.key)
            raise place.refusal(error) from None
        marks = self._written[table]
        marks.extend(bytes(max(0, max(ids, default=0) + 1 - len(marks))))
        for row_id, (place, record) in zip(ids, placed, strict=True):
            if marks[row_id]:
                raise place.refusal(f"the {table} “{record.key}” stands in the pack already")
            marks[row_id] = 1
        placed.clear()
