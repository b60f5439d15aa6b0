"""Taking questions in: a matter of microseconds on the answering path, gathered afterwards.

From wordings to entries: what means the same is one entry, whoever asked and however often.
What was asked and is not written yet: bounded, and taken in without waiting for anything.
A question that referred to earlier ones, as it would be asked by itself.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TypeAlias

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


Noted: TypeAlias = "asyncio.Future[bool]"
"""Whether a question is kept, once that is decided."""


@dataclass(slots=True)
class Pending:
    """One wording that waits to be gathered, and how often it came.

    `meaning` is set where the reading was handed in; `strict` tells that only a question is kept.
    `waiting` are told, once that is decided, whether it is kept.
    """

    scope: int
    kind: Kind
    text: str
    unknown: Unknown
    at: str
    strict: bool
    meaning: QuestionKey | None = None
    asked: int = 1
    waiting: list[Noted] = field(default_factory=list)

    def decided(self, kept: bool) -> None:
        """Tell who waits whether it is kept."""
        for one in self.waiting:
            if not one.done():
                one.set_result(kept)


class Buffer:
    """Holds wordings, each once with its count, and the counts of outcomes.

    When it is full, further wordings are counted in the figures and dropped.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held: dict[tuple[int, Kind, str], Pending] = {}
        self._by_scope: Counter[int] = Counter()
        self.counts: Counter[Counted] = Counter()

    def __len__(self) -> int:
        return len(self._held)

    def add(self, one: Pending) -> bool:
        """Take one in; False where there is no room."""
        one.text = kept_text(one.text)
        key = (one.scope, one.kind, one.meaning.shape if one.meaning else one.text.casefold())
        held = self._held.get(key)
        if held is not None:
            held.asked += one.asked
            held.at = max(held.at, one.at)
            held.strict = held.strict and one.strict
            held.waiting += one.waiting
            return True
        full = len(self._held) >= self._limits.pending_everywhere
        if full or self._by_scope[one.scope] >= self._limits.pending:
            return False
        self._held[key] = one
        self._by_scope[one.scope] += 1
        return True

    def oldest(self, most: int) -> list[Pending]:
        """Up to `most`, the oldest first, which stay here."""
        return list(islice(self._held.values(), most))

    def take(
        self, most: int, scope: int | None = None, wanted: Set[Noted] | None = None
    ) -> list[Pending]:
        """Up to `most` of a server, or of any, the oldest first; only `wanted` ones, if given."""
        keys = [
            key
            for key, one in self._held.items()
            if (scope is None or key[0] == scope)
            and (wanted is None or not wanted.isdisjoint(one.waiting))
        ][:most]
        taken = [self._held.pop(key) for key in keys]
        for one in taken:
            self._by_scope[one.scope] -= 1
        self._by_scope += Counter()
        return taken

    def take_counts(self) -> Counter[Counted]:
        """The counts so far, which begin anew."""
        counts, self.counts = self.counts, Counter()
        return counts


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
        self, seen: Sequence[tuple[Pending, Sighting]], counts: dict[Counted, int]
    ) -> list[Known]:
        """Write sightings and counts in one transaction; the entry of each sighting, in order."""
        found: list[Known] = []
        async with self._store.write() as writer:
            await add_counts(writer, counts)
            for scope in sorted({one.scope for one, _ in seen}):
                own = [sighting for one, sighting in seen if one.scope == scope]
                found += await self._gather(writer, scope, own)
        return found

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
_LAST_SECONDS = 2.0
"""How long what waits is written at the end of the program, which has five seconds for all."""


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
            if len(self._buffer):
                log.warning("%d questions could not be kept before the end", len(self._buffer))

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
        await self._gatherer.write(seen, counts)
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
