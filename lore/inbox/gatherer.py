"""From wordings to entries: what means the same is one entry, whoever asked and however often."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from lore.inbox.buffer import Pending, of_row, row_of
from lore.inbox.limits import Limits, kept_text
from lore.inbox.question_key.key import QuestionKey, QuestionKeys, unread
from lore.inbox.question_key.same_words import joined, near
from lore.steps import Steps, bounded
from lore.store.database import Store, Writer
from lore.store.fact_reader import Reader
from lore.store.inbox import Known, Sighting, add_entries, count_asked, similar, trim, withdraw
from lore.store.presses import Press, add_presses
from lore.store.statistics import Counted, add_counts
from lore.store.waiting import add_waiting, remove_waiting, waiting_rows


@dataclass(frozen=True, slots=True)
class Pressed:
    """One offer of readings that was pressed: the question that is to be taken out again, unless it
    was not written yet, and the row to train on, where it is one."""

    scope: int
    asked: Pending | None
    press: Press | None


class Gatherer:
    """Gathers wordings into the entries of one store."""

    def __init__(self, store: Store, meanings: QuestionKeys, limits: Limits) -> None:
        self._store = store
        self._meanings = meanings
        self._limits = limits

    async def meaning(self, text: str, scope: int) -> QuestionKey:
        """The meaning of a question as a server sees it."""

        def bound(connection: sqlite3.Connection) -> QuestionKey:
            steps = Steps()
            reader = Reader(connection, scope)
            read = partial(self._meanings.of, text, reader, steps=steps)
            return bounded(steps, connection, read) or unread(text)

        return await self._store.query(bound)

    async def sightings(self, pending: Sequence[Pending]) -> list[tuple[Pending, Sighting]]:
        """What of it is to be kept, with its meaning; a hop each, so that answers come between."""
        found = []
        for one in pending:
            meaning = one.meaning or await self.meaning(one.text, one.scope)
            if meaning.question or not one.strict:
                found.append((one, _sighting(one, meaning)))
        return found

    async def write(
        self,
        seen: Sequence[tuple[Pending, Sighting]],
        counts: dict[Counted, int],
        rows: Sequence[int] = (),
        *,
        committed: Callable[[], None] | None = None,
    ) -> list[Known]:
        """Write sightings and counts in one transaction, in which the `rows` that waited for it go;
        the entry of each sighting, in order. `committed` is as that of `Store.write`."""
        found: list[Known] = []
        async with self._store.write(committed=committed) as writer:
            await add_counts(writer, counts)
            await remove_waiting(writer, rows)
            for scope in sorted({one.scope for one, _ in seen}):
                own = [sighting for one, sighting in seen if one.scope == scope]
                found += await self._gather(writer, scope, own)
        return found

    async def settle_presses(
        self, pressed: Sequence[Pressed], *, committed: Callable[[], None] | None = None
    ) -> None:
        """Write presses, and take the questions out that are understood by them. `committed` is as
        that of `Store.write`."""
        asked = [one.asked for one in pressed if one.asked is not None]
        seen = await self.sightings(asked)
        async with self._store.write(committed=committed) as writer:
            await add_presses(
                writer, [one.press for one in pressed if one.press], self._limits.presses
            )
            for one, sighting in seen:
                known = await similar(writer, one.scope, [sighting])
                for row in known.get((sighting.kind, sighting.shape), ()):
                    if self._alike(row.words, sighting):
                        await withdraw(writer, row.id, sighting.text)
                        break

    async def lay_by(self, pending: Sequence[Pending], counts: dict[Counted, int]) -> None:
        """Write in one transaction what waits, as it is, to be gathered after the next start."""
        async with self._store.write() as writer:
            await add_counts(writer, counts)
            await remove_waiting(writer, [row for one in pending for row in one.rows])
            await add_waiting(writer, list(map(row_of, pending)))

    async def laid_by(self) -> list[Pending]:
        """What waits since the last end of the program."""
        rows = await self._store.query(waiting_rows)
        return [of_row(row_id, row) for row_id, row in rows]

    async def _gather(self, writer: Writer, scope: int, seen: Sequence[Sighting]) -> list[Known]:
        known = await similar(writer, scope, seen)
        new: list[Sighting] = []
        places: list[Known | int] = []
        fresh: dict[tuple[str, str], list[int]] = {}
        for one in seen:
            key = (one.kind, one.shape)
            held = next((row for row in known.get(key, ()) if self._alike(row.words, one)), None)
            if held is not None:
                places.append(held)
                continue
            mine = fresh.setdefault(key, [])
            place = next((at for at in mine if self._alike(new[at].words, one)), None)
            if place is None:
                place = len(new)
                mine.append(place)
                new.append(one)
            places.append(place)
        added = await add_entries(writer, scope, new)
        rows = [added[place] if isinstance(place, int) else place for place in places]
        await count_asked(
            writer, scope, [(row.id, one) for row, one in zip(rows, seen, strict=True)]
        )
        if new:
            await trim(writer, scope, self._limits.entries)
        return rows

    def _alike(self, words: Sequence[tuple[str, ...]], one: Sighting) -> bool:
        return self._meanings.alike(words, one.words)


def _sighting(one: Pending, meaning: QuestionKey) -> Sighting:
    unknown = one.unknown
    return Sighting(
        kind=one.kind,
        shape=meaning.shape,
        words=meaning.words,
        near=near(meaning.words),
        joined=joined(meaning.words),
        text=one.text,
        asked=one.asked,
        at=one.at,
        property=unknown.property,
        names=unknown.names,
        word=kept_text(unknown.word or "") or None,
    )
