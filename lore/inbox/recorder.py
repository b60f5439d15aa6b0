"""Taking questions in: a matter of microseconds on the answering path, gathered afterwards.

From wordings to entries: what means the same is one entry, whoever asked and however often.
A question that referred to earlier ones, as it would be asked by itself.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from lore.inbox.buffer import Buffer, Noted, Pending, of_row, row_of
from lore.inbox.limits import Asked, Limits, kept_text
from lore.inbox.question_key.key import UNREAD, QuestionKey, QuestionKeys
from lore.inbox.question_key.same_words import joined, near
from lore.language.lexicon import Language
from lore.language.properties import Properties
from lore.model.clock import Clock, stamp
from lore.model.errors import Stopped, StoreError
from lore.model.facts import Answer, Found, Outcome, Unknown
from lore.steps import Steps, bounded
from lore.store.database import Store, Writer
from lore.store.fact_reader import Reader
from lore.store.inbox import Kind, Known, Sighting, add_entries, count_asked, similar, trim
from lore.store.statistics import Counted, add_counts
from lore.store.waiting import add_waiting, remove_waiting, waiting_rows
from lore.texts import inbox as words
from lore.understanding import Query


def alone(question: str, outcome: Outcome, properties: Properties) -> str:
    """What a question asked, told by what was understood of it; the question where that is not
    enough."""
    asked = subject_of(outcome)
    entry = properties.get(asked.property or "")
    if entry is None or not asked.names:
        return question
    return words.standing_alone(entry.label, asked.names)


def subject_of(outcome: Outcome) -> Unknown:
    """What an answer is about, in the shape in which entries keep it."""
    if isinstance(outcome, Unknown):
        return outcome
    if isinstance(outcome, Found) and outcome.lines:
        fact = outcome.lines[0].fact
        return Unknown("no_fact", fact.property, (fact.subject.name,))
    return Unknown("no_fact")


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
            return bounded(steps, connection, read) or UNREAD

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
    ) -> list[Known]:
        """Write sightings and counts in one transaction, in which the `rows` that waited for it go;
        the entry of each sighting, in order."""
        found: list[Known] = []
        async with self._store.write() as writer:
            await add_counts(writer, counts)
            await remove_waiting(writer, rows)
            for scope in sorted({one.scope for one, _ in seen}):
                own = [sighting for one, sighting in seen if one.scope == scope]
                found += await self._gather(writer, scope, own)
        return found

    async def lay_by(self, pending: Sequence[Pending], counts: dict[Counted, int]) -> None:
        """Write in one transaction what waits, as it is, to be gathered after the next start."""
        async with self._store.write() as writer:
            await add_counts(writer, counts)
            await remove_waiting(writer, [row for one in pending for row in one.rows])
            await add_waiting(writer, list(map(row_of, pending)))

    async def laid_by(self) -> list[Pending]:
        """What waits since the last end of the program."""
        rows = await self._store.query(waiting_rows)
        return [of_row(number, row) for number, row in rows]

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


log = logging.getLogger(__name__)

_BATCH = 50
_GENTLE_BATCH = 20
_PACE = 19
"""How much longer than it works reading ahead rests: answers go first."""
_CROWD = 50
"""How many answers may wait for their questions to be written; the next ones do not."""
_LAST_SECONDS = 1.0
"""How long what waits is gathered at the end of the program, and mentions are sorted, each; the
program has five seconds for all. What is left is laid by for the next start."""


class QuestionRecorder:
    """Takes in what every server asks, and writes it in batches."""

    def __init__(self, store: Store, language: Language, limits: Limits, clock: Clock) -> None:
        self._clock = clock
        self._properties = language.properties
        self._meanings = QuestionKeys(language)
        self._gatherer = Gatherer(store, self._meanings, limits)
        self._buffer = Buffer(limits)
        self._limits = limits
        self._gathering = asyncio.Lock()
        self._woken = asyncio.Event()
        self._failing = False
        self._wanted: set[Noted] = set()

    @property
    def waiting(self) -> int:
        """How many wordings are not gathered yet."""
        return len(self._buffer)

    def note(self, asked: Asked, answer: Answer, query: Query | None = None) -> Noted | None:
        """Take in a question with its answer; only where it may be kept, and never failing.

        `query` is the reading where the question referred to earlier ones. What comes back can be
        waited for with `kept`; None where nothing is to be kept.
        """
        outcome = answer.outcome
        if not asked.is_kept or (isinstance(outcome, Unknown) and _says_nothing(outcome)):
            return None
        if isinstance(outcome, Unknown):
            meaning = self._meanings.of_query(query) if query is not None else None
            text = answer.question
            if query is not None:
                text = alone(text, outcome, self._properties)
            at, strict = stamp(self._clock()), asked.how == "mention"
            one = Pending(asked.scope, "unanswered", text, outcome, at, strict, meaning)
            noted: Noted = asyncio.get_running_loop().create_future()
            one.waiting.append(noted)
            if self._buffer.add(one):
                self._woken.set()
                return noted
        self.count(asked.scope, outcome_name(outcome))
        return None

    async def kept(self, noted: Noted, *, seconds: float) -> bool:
        """Write at once what waits, that one among it; whether it is on the disk by then.

        So it can be promised. Where that takes longer, and in a crowd, in which answers go first,
        nobody waits: it is written later if that goes.
        """
        if len(self._wanted) >= _CROWD:
            return False
        self._wanted.add(noted)
        try:
            async with asyncio.timeout(seconds):
                while not noted.done() and await self._gather(_GENTLE_BATCH, wanted=noted):
                    pass
        except (TimeoutError, StoreError):
            pass
        finally:
            self._wanted.discard(noted)
        return noted.done() and noted.result()

    def count(self, scope: int, outcome: str) -> None:
        """Count an outcome for the figures of today."""
        self._buffer.counts[scope, self._clock().date().isoformat(), outcome] += 1
        self._woken.set()

    async def run(self, *, every: float = 2.0) -> None:
        """Gather in the background until cancelled, with pauses, so that answers go first."""
        try:
            await self._resume()
            while True:
                await self._woken.wait()
                await asyncio.sleep(every)
                self._woken.clear()
                try:
                    while len(self._buffer) or self._buffer.counts:
                        await self._read_ahead()
                        await self._gather(_GENTLE_BATCH)
                except StoreError:
                    self._woken.set()
        finally:
            await self.flush(seconds=_LAST_SECONDS)
            await self._lay_by()

    async def _resume(self) -> None:
        """Take in what was laid by at the last end; what has no room waits for the next start."""
        with suppress(StoreError):
            for one in await self._gatherer.laid_by():
                if self._buffer.add(one):
                    self._woken.set()

    async def _lay_by(self) -> None:
        """Lay by what still waits, but for mentions of which nobody knows yet whether they are
        questions: of them nothing readable may be kept."""
        end = time.monotonic() + _LAST_SECONDS
        async with self._gathering:
            with suppress(StoreError):
                for one in self._buffer.unsorted():
                    if time.monotonic() > end:
                        break
                    one.meaning = await self._gatherer.meaning(one.text, one.scope)
            taken = self._buffer.take(self._limits.pending_everywhere)
            counts = self._buffer.take_counts()
            kept = [one for one in taken if one.meaning is not None or not one.strict]
            for one in taken:
                if one.strict and one.meaning is None:
                    counts[one.scope, one.at[:10], outcome_name(one.unknown)] += one.asked
            try:
                if taken or counts:
                    await self._gatherer.lay_by(kept, counts)
            except StoreError as error:
                log.warning("%d questions could not be kept before the end: %s", len(taken), error)

    async def _read_ahead(self) -> None:
        """Read what is to be gathered next, with pauses, while others may gather."""
        for one in self._buffer.oldest(_GENTLE_BATCH):
            start = time.perf_counter()
            if one.meaning is None:
                try:
                    one.meaning = await self._gatherer.meaning(one.text, one.scope)
                except StoreError:
                    raise
                except Exception:
                    return  # gathering meets it again, and says so
            await asyncio.sleep(_PACE * (time.perf_counter() - start))

    async def flush(self, scope: int | None = None, *, seconds: float = 5.0) -> None:
        """Gather at once what waits, of one server or of all; what takes longer, and what the
        database does not take now, waits on."""
        end = time.monotonic() + seconds
        with suppress(StoreError):
            while time.monotonic() < end:
                if not await self._gather(_BATCH, scope=scope):
                    return

    async def _gather(
        self,
        most: int,
        *,
        scope: int | None = None,
        wanted: Noted | None = None,
    ) -> int:
        """Write a batch; how much it was. With `wanted`, one of what answers wait for, unless that
        one was decided meanwhile.

        Raises:
            StoreError: where the database does not take it. It waits on then.
        """
        async with self._gathering:
            if wanted is not None and wanted.done():
                return 0
            taken = self._buffer.take(most, scope, self._wanted if wanted is not None else None)
            counts = self._buffer.take_counts()
            if not taken and not counts:
                return 0
            kept: set[int] = set()
            try:
                kept = await self._write(taken, counts.copy())
            except (asyncio.CancelledError, StoreError) as error:
                self._put_back(taken, counts)
                self._complain(error, len(taken))
                raise
            except Exception:
                # Questions are kept as far as that is possible; an answer never waits for it.
                log.exception("%d questions could not be kept", len(taken))
            else:
                self._failing = False
            for one in taken:
                one.decided(id(one) in kept)
            return len(taken)

    async def _write(self, taken: Sequence[Pending], counts: Counter[Counted]) -> set[int]:
        """Write a batch with its counts; by `id`, what of it is kept."""
        seen = await self._gatherer.sightings(taken)
        for one, _ in seen:
            counts[one.scope, one.at[:10], outcome_name(one.unknown)] += one.asked
        rows = [row for one in taken for row in one.rows]
        await self._gatherer.write(seen, counts, rows)
        return {id(one) for one, _ in seen}

    def _put_back(self, taken: Sequence[Pending], counts: Counter[Counted]) -> None:
        for one in taken:
            if not self._buffer.add(one):
                counts[one.scope, one.at[:10], outcome_name(one.unknown)] += one.asked
                one.decided(False)
        self._buffer.counts += counts

    def _complain(self, error: BaseException, questions: int) -> None:
        """Tell the operator that the database fails: once until it takes something again."""
        if isinstance(error, StoreError) and not isinstance(error, Stopped) and not self._failing:
            self._failing = True
            log.warning("%d questions could not be kept yet: %s", questions, error)

    async def keep(
        self, scope: int, kind: Kind, question: str, unknown: Unknown, *, asked: int
    ) -> Known:
        """Gather one question at once; its entry.

        Raises:
            StoreError: where the database cannot be written.
        """
        text = kept_text(question)
        meaning = await self._gatherer.meaning(text, scope)
        at = stamp(self._clock())
        one = Pending(scope, kind, text, unknown, at, strict=False, meaning=meaning, asked=asked)
        seen = await self._gatherer.sightings([one])
        async with self._gathering:
            return (await self._gatherer.write(seen, {}))[0]

    def drop(self, scope: int) -> None:
        """Drop what waits of a server."""
        for one in self._buffer.take(self._limits.pending_everywhere, scope):
            one.decided(False)
        for counted in [one for one in self._buffer.counts if one[0] == scope]:
            del self._buffer.counts[counted]


def _says_nothing(unknown: Unknown) -> bool:
    """Small talk: nothing in it was understood, and nothing was not."""
    return unknown.reason == "not_understood" and not (
        unknown.word or unknown.property or unknown.names
    )


def outcome_name(outcome: Outcome) -> str:
    """The outcome's name in the figures."""
    if isinstance(outcome, Unknown):
        return outcome.reason
    return "found" if isinstance(outcome, Found) else "ambiguous"
