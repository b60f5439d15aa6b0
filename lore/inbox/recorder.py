"""Taking questions in: a matter of microseconds on the answering path, gathered afterwards."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence, Set
from contextlib import suppress

from cachetools import FIFOCache

from lore.inbox.buffer import Buffer, Noted, Pending
from lore.inbox.gatherer import Gatherer, Pressed
from lore.inbox.limits import Asked, Limits, kept_text
from lore.inbox.question_key.key import QuestionKeys
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.language.properties import Properties
from lore.model.clock import Clock, stamp
from lore.model.errors import Stopped, StoreError
from lore.model.facts import Ambiguous, Answer, Found, Outcome, Unknown
from lore.store.database import Store
from lore.store.inbox import Kind, Known
from lore.store.presses import Press
from lore.store.statistics import Counted
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


log = logging.getLogger(__name__)

_BATCH = 50
"""Questions that are gathered at once where nothing else is to be served …"""
_GENTLE_BATCH = 20
"""… and where others wait for the reading thread."""
_PACE = 19
"""How much longer than it works reading ahead rests: answers go first."""
_CROWD = 50
"""How many answers may wait for their questions to be written; the next ones do not."""
_MOST_SETTLED = 10_000
"""Pressed offers that are remembered, so that a second press of one counts for nothing."""
_LAST_SECONDS = 1.0
"""How long what waits is gathered at the end of the program, and mentions are sorted, each; the
program has five seconds for all. What is left is laid by for the next start."""


class QuestionRecorder:
    """Takes in what every server asks, and writes it in batches."""

    def __init__(
        self,
        store: Store,
        language: Language,
        limits: Limits,
        clock: Clock,
        holds: Callable[[int], bool],
    ) -> None:
        self._clock = clock
        self._holds = holds
        self._properties = language.properties
        self._meanings = QuestionKeys(language)
        self._gatherer = Gatherer(store, self._meanings, limits)
        self._buffer = Buffer(limits)
        self._limits = limits
        self._gathering = asyncio.Lock()
        self._woken = asyncio.Event()
        self._failing = False
        self._wanted: set[Noted] = set()
        self._pressed: list[Pressed] = []
        self._settled: FIFOCache[str, None] = FIFOCache(_MOST_SETTLED)

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
        offered = isinstance(outcome, Ambiguous) and outcome.offers_readings
        if isinstance(outcome, Unknown) or offered:
            unknown = outcome if isinstance(outcome, Unknown) else Unknown("not_understood")
            meaning = self._meanings.of_query(query) if query is not None else None
            text = answer.question
            if query is not None:
                text = alone(text, unknown, self._properties)
            at, strict = stamp(self._clock()), asked.how == "mention"
            pending = Pending(asked.scope, "unanswered", text, unknown, at, strict, meaning)
            pending.offered = offered
            noted: Noted = asyncio.get_running_loop().create_future()
            pending.waiting.append(noted)
            if self._buffer.add(pending):
                self._woken.set()
                return noted
        self.count(asked.scope, outcome_name(outcome))
        return None

    def press(
        self,
        asked: Asked,
        question: str,
        offer: Ambiguous,
        pressed: str,
        *,
        shown: str,
        alone: bool,
    ) -> None:
        """Take in, in microseconds, that a reading was pressed of those that were offered.

        The question counts as understood, once for each offer that was `shown` (its name). What is
        to be trained on is kept where the question was asked `alone`.
        """
        if not asked.is_kept or not offer.offers_readings or shown in self._settled:
            return
        if len(self._pressed) >= self._limits.pending:
            return
        self._settled[shown] = None
        at = self._clock()
        waiting = None
        if self._buffer.withdraw(asked.scope, "unanswered", question):
            self.count(asked.scope, "ambiguous")
        else:
            text, nothing = kept_text(question), Unknown("not_understood")
            waiting = Pending(asked.scope, "unanswered", text, nothing, stamp(at), strict=False)
        row = None
        if alone and pressed in offer.questions:
            day = at.date().isoformat()
            row = Press(asked.scope, _folded(question), offer.questions, pressed, day)
        self._pressed.append(Pressed(asked.scope, waiting, row))
        self._woken.set()

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
                    await self._settle_presses()
                except StoreError:
                    self._woken.set()
        finally:
            await self.flush(seconds=_LAST_SECONDS)
            await self._lay_by()

    async def _resume(self) -> None:
        """Take in what was laid by at the last end, of the servers that this process holds; what
        has no room waits for the next start."""
        with suppress(StoreError):
            for pending in await self._gatherer.laid_by():
                if self._holds(pending.scope) and self._buffer.add(pending):
                    self._woken.set()

    async def _lay_by(self) -> None:
        """Lay by what still waits, but for mentions of which nobody knows yet whether they are
        questions: of them nothing readable may be kept."""
        end = time.monotonic() + _LAST_SECONDS
        async with self._gathering:
            with suppress(StoreError):
                for pending in self._buffer.unsorted():
                    if time.monotonic() > end:
                        break
                    pending.meaning = await self._gatherer.meaning(pending.text, pending.scope)
            taken = self._buffer.take(self._limits.pending_everywhere)
            counts = self._buffer.take_counts()
            kept = [
                pending for pending in taken if pending.meaning is not None or not pending.strict
            ]
            for pending in taken:
                if pending.strict and pending.meaning is None:
                    counts[pending.scope, pending.at[:10], pending.outcome] += pending.asked
            try:
                if taken or counts:
                    await self._gatherer.lay_by(kept, counts)
            except StoreError as error:
                log.warning("%d questions could not be kept before the end: %s", len(taken), error)

    async def _read_ahead(self) -> None:
        """Read what is to be gathered next, with pauses, while others may gather."""
        for pending in self._buffer.oldest(_GENTLE_BATCH):
            start = time.perf_counter()
            if pending.meaning is None:
                try:
                    pending.meaning = await self._gatherer.meaning(pending.text, pending.scope)
                except StoreError:
                    raise
                except Exception:
                    return  # gathering meets it again, and says so
            await asyncio.sleep(_PACE * (time.perf_counter() - start))

    async def flush(self, scope: int | None = None, *, seconds: float) -> None:
        """Gather at once what waits, of one server or of all; what takes longer, and what the
        database does not take now, waits on."""
        end = time.monotonic() + seconds
        with suppress(StoreError):
            while time.monotonic() < end:
                if not await self._gather(_BATCH, scope=scope):
                    await self._settle_presses()
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
            written = False

            def decide(kept: Set[int]) -> None:
                nonlocal written
                written = True
                for pending in taken:
                    pending.decided(id(pending) in kept)

            try:
                await self._write(taken, counts.copy(), decide)
            except (asyncio.CancelledError, StoreError) as error:
                if not written:
                    self._put_back(taken, counts)
                    self._complain(error, len(taken))
                raise
            except Exception:
                # Questions are kept as far as that is possible; an answer never waits for it.
                log.exception("%d questions could not be kept", len(taken))
                decide(frozenset())
            else:
                self._failing = False
            return len(taken)

    async def _settle_presses(self) -> None:
        """Write what was pressed, after the questions that it is about.

        Raises:
            StoreError: where the database does not take it. It waits on then.
        """
        async with self._gathering:
            taken, self._pressed = self._pressed, []
            written = False

            def stands() -> None:
                nonlocal written
                written = True

            try:
                if taken:
                    await self._gatherer.settle_presses(taken, committed=stands)
            except (asyncio.CancelledError, StoreError):
                if not written:
                    self._pressed = taken + self._pressed
                raise
            except Exception:
                log.exception("%d presses could not be kept", len(taken))

    async def _write(
        self,
        taken: Sequence[Pending],
        counts: Counter[Counted],
        decide: Callable[[Set[int]], None],
    ) -> None:
        """Write a batch with its counts; once it stands, `decide` is given what of it is kept, by
        `id`."""
        seen = await self._gatherer.sightings(taken)
        for pending, _ in seen:
            counts[pending.scope, pending.at[:10], pending.outcome] += pending.asked
        rows = [row for pending in taken for row in pending.rows]
        kept = {id(pending) for pending, _ in seen}
        await self._gatherer.write(seen, counts, rows, committed=lambda: decide(kept))

    def _put_back(self, taken: Sequence[Pending], counts: Counter[Counted]) -> None:
        for pending in taken:
            if not self._buffer.add(pending):
                counts[pending.scope, pending.at[:10], pending.outcome] += pending.asked
                pending.decided(False)
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
        pending = Pending(
            scope, kind, text, unknown, at, strict=False, meaning=meaning, asked=asked
        )
        seen = await self._gatherer.sightings([pending])
        async with self._gathering:
            return (await self._gatherer.write(seen, {}))[0]

    def drop(self, scope: int) -> None:
        """Drop what waits of a server."""
        for pending in self._buffer.take(self._limits.pending_everywhere, scope):
            pending.decided(False)
        for counted in [count for count in self._buffer.counts if count[0] == scope]:
            del self._buffer.counts[counted]
        self._pressed = [press for press in self._pressed if press.scope != scope]


def _folded(question: str) -> str:
    """The folded words of a question, without ids; that it ends with a question mark stays."""
    text = kept_text(question)
    words = " ".join(folding.words(text))
    return f"{words} ?" if text.endswith("?") else words


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
