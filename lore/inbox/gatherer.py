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
        sightings = []
        for question in pending:
            meaning = question.meaning or await self.meaning(question.text, question.scope)
            if meaning.question or not question.strict:
                sightings.append((question, _sighting(question, meaning)))
        return sightings

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
        known: list[Known] = []
        async with self._store.write(committed=committed) as writer:
            await add_counts(writer, counts)
            await remove_waiting(writer, rows)
            for scope in sorted({question.scope for question, _ in seen}):
                own = [sighting for question, sighting in seen if question.scope == scope]
                known += await self._gather(writer, scope, own)
        return known

    async def settle_presses(
        self, pressed: Sequence[Pressed], *, committed: Callable[[], None] | None = None
    ) -> None:
        """Write presses, and take the questions out that are understood by them. `committed` is as
        that of `Store.write`."""
        asked = [press.asked for press in pressed if press.asked is not None]
        seen = await self.sightings(asked)
        async with self._store.write(committed=committed) as writer:
            await add_presses(
                writer, [press.press for press in pressed if press.press], self._limits.presses
            )
            for question, sighting in seen:
                known = await similar(writer, question.scope, [sighting])
                for row in known.get((sighting.kind, sighting.shape), ()):
                    if self._alike(row.words, sighting):
                        await withdraw(writer, row.id, sighting.text)
                        break

    async def lay_by(self, pending: Sequence[Pending], counts: dict[Counted, int]) -> None:
        """Write in one transaction what waits, as it is, to be gathered after the next start."""
        async with self._store.write() as writer:
            await add_counts(writer, counts)
            await remove_waiting(writer, [row for question in pending for row in question.rows])
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
        for sighting in seen:
            key = (sighting.kind, sighting.shape)
            held = next(
                (row for row in known.get(key, ()) if self._alike(row.words, sighting)), None
            )
            if held is not None:
                places.append(held)
                continue
            mine = fresh.setdefault(key, [])
            place = next((at for at in mine if self._alike(new[at].words, sighting)), None)
            if place is None:
                place = len(new)
                mine.append(place)
                new.append(sighting)
            places.append(place)
        added = await add_entries(writer, scope, new)
        rows = [added[place] if isinstance(place, int) else place for place in places]
        await count_asked(
            writer, scope, [(row.id, sighting) for row, sighting in zip(rows, seen, strict=True)]
        )
        if new:
            await trim(writer, scope, self._limits.entries)
        return rows

    def _alike(self, words: Sequence[tuple[str, ...]], sighting: Sighting) -> bool:
        return self._meanings.alike(words, sighting.words)


def _sighting(pending: Pending, meaning: QuestionKey) -> Sighting:
    unknown = pending.unknown
    return Sighting(
        kind=pending.kind,
        shape=meaning.shape,
        words=meaning.words,
        near=near(meaning.words),
        joined=joined(meaning.words),
        text=pending.text,
        asked=pending.asked,
        at=pending.at,
        property=unknown.property,
        names=unknown.names,
        word=kept_text(unknown.word or "") or None,
    )
