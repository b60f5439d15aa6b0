"""Taking questions in: a matter of microseconds on the answering path, gathered afterwards."""

from __future__ import annotations

import asyncio
import logging
import time

from lore.inbox.alone import alone
from lore.inbox.gathering import Gatherer
from lore.inbox.meaning import Meanings
from lore.inbox.pending import Buffer, Pending
from lore.inbox.rules import Asked, Clock, Limits, kept_text, stamp
from lore.language import Language
from lore.models import Answer, Found, Outcome, Unknown
from lore.question import Query
from lore.store.database import Store
from lore.store.inbox.entries import Kind, Known

log = logging.getLogger(__name__)

_BATCH = 50
_GENTLE_BATCH = 20
_LAST_SECONDS = 2.0
"""How long what waits is written at the end of the program, which has five seconds for all."""


class Intake:
    """Takes in what every server asks, and writes it in batches."""

    def __init__(self, store: Store, language: Language, limits: Limits, clock: Clock) -> None:
        self._clock = clock
        self._properties = language.properties
        self._meanings = Meanings(language)
        self._gatherer = Gatherer(store, self._meanings, limits)
        self._buffer = Buffer(limits)
        self._limits = limits
        self._gathering = asyncio.Lock()
        self._woken = asyncio.Event()

    def note(self, asked: Asked, answer: Answer, query: Query | None = None) -> None:
        """Take in a question with its answer; only where it may be kept, and never failing.

        `query` is the reading where the question referred to earlier ones.
        """
        outcome = answer.outcome
        if not asked.is_kept or (isinstance(outcome, Unknown) and _says_nothing(outcome)):
            return
        if isinstance(outcome, Unknown):
            meaning = self._meanings.of_query(query) if query is not None else None
            text = answer.question
            if query is not None:
                text = alone(text, outcome, self._properties)
            at, strict = stamp(self._clock()), asked.how == "mention"
            one = Pending(asked.scope, "unanswered", text, outcome, at, strict, meaning)
            if self._buffer.add(one):
                self._woken.set()
                return
        self.count(asked.scope, outcome_name(outcome))

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
                while len(self._buffer) or self._buffer.counts:
                    await self._gather(_GENTLE_BATCH, gently=True)
        finally:
            await self.flush(seconds=_LAST_SECONDS)

    async def flush(self, scope: int | None = None, *, seconds: float = 5.0) -> None:
        """Gather at once what waits, of one server or of all; what takes longer waits on."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not await self._gather(_BATCH, scope=scope):
                return

    async def _gather(self, most: int, *, scope: int | None = None, gently: bool = False) -> int:
        """Write a batch; how much it was."""
        async with self._gathering:
            taken = self._buffer.take(most, scope)
            counts = self._buffer.take_counts()
            if not taken and not counts:
                return 0
            written = counts.copy()
            try:
                seen = await self._gatherer.sightings(taken, gently=gently)
                for one, _ in seen:
                    written[one.scope, one.at[:10], outcome_name(one.unknown)] += one.asked
                await self._gatherer.write(seen, written)
            except asyncio.CancelledError:
                for one in taken:
                    if not self._buffer.add(one):
                        counts[one.scope, one.at[:10], outcome_name(one.unknown)] += one.asked
                self._buffer.counts += counts
                raise
            except Exception:
                # Questions are kept as far as that is possible; an answer never waits for it.
                log.exception("%d questions could not be kept", len(taken))
            return len(taken)

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
        seen = await self._gatherer.sightings([one], gently=False)
        async with self._gathering:
            return (await self._gatherer.write(seen, {}))[0]

    def drop(self, scope: int) -> None:
        """Drop what waits of a server."""
        self._buffer.take(self._limits.pending_everywhere, scope)
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
