"""The inbox: what had no answer is kept until a moderator gives one.

Taking a question in is a matter of microseconds and never fails an answer: `note` puts it into a
buffer, `run` gathers what is there in the background, and who opens the inbox sees it gathered.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from typing import Protocol

from lore.inbox.gathering import Gatherer
from lore.inbox.meaning import Meaning, Meanings
from lore.inbox.pending import Buffer, Pending
from lore.inbox.rules import DAY, Asked, Clock, InboxError, Limits, stamp, utc_now
from lore.language import Language
from lore.models import Answer, Found, Outcome, Unknown
from lore.question import Query
from lore.store.database import Store
from lore.store.inbox import entries as rows
from lore.store.inbox import wishes as wished
from lore.store.inbox.entries import Entry, Kind, State, Wish
from lore.wording import inbox as words

log = logging.getLogger(__name__)

_BATCH = 200
_SETTLED_AT_ONCE = 200


class Asking(Protocol):
    """Whoever answers questions."""

    async def ask(self, question: str, *, scope: int) -> Answer:
        """Answer a question as a scope sees it."""
        ...


class Inbox:
    """The inbox of every server in one store."""

    def __init__(
        self,
        store: Store,
        language: Language,
        engine: Asking,
        *,
        limits: Limits | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self.limits = limits or Limits()
        self._store = store
        self._engine = engine
        self._clock = clock
        self._properties = language.properties
        self._meanings = Meanings(language)
        self._gatherer = Gatherer(store, self._meanings, self.limits)
        self._buffer = Buffer(self.limits)
        self._gathering = asyncio.Lock()
        self._woken = asyncio.Event()
        self._reports: dict[tuple[int, int], deque[float]] = {}

    def note(self, asked: Asked, answer: Answer, query: Query | None = None) -> None:
        """Take in a question with its answer; only where it may be kept, and never failing.

        `query` is the reading where the question referred to earlier ones.
        """
        if not asked.is_kept:
            return
        at = self._clock()
        outcome = answer.outcome
        if isinstance(outcome, Unknown):
            if _says_nothing(outcome):
                return
            meaning = self._meanings.of_query(query) if query is not None else None
            text = self._standing_alone(answer.question, outcome) if query else answer.question
            strict = asked.how == "mention"
            one = Pending(asked.scope, "unanswered", text, outcome, stamp(at), strict, meaning)
            if self._buffer.add(one):
                self._woken.set()
                return
        self._buffer.counts[asked.scope, at.date().isoformat(), _name(outcome)] += 1
        self._woken.set()

    async def run(self, *, every: float = 2.0) -> None:
        """Gather in the background until cancelled, with pauses, so that answers go first."""
        try:
            while True:
                await self._woken.wait()
                await asyncio.sleep(every)
                self._woken.clear()
                while len(self._buffer) or self._buffer.counts:
                    await self._gather(_BATCH, gently=True)
        finally:
            await self.flush()

    async def flush(self, scope: int | None = None, *, seconds: float = 5.0) -> None:
        """Gather at once what waits, of one server or of all; what takes longer waits on.

        Raises:
            StoreError: where the database cannot be written.
        """
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
            try:
                seen = await self._gatherer.sightings(taken, gently=gently)
                for one, _ in seen:
                    counts[one.scope, one.at[:10], _name(one.unknown)] += one.asked
                await self._gatherer.write(seen, counts)
            except Exception:
                # Questions are kept as far as that is possible; an answer never waits for it.
                log.exception("Questions without an answer could not be kept")
            return len(taken)

    async def entries(
        self, scope: int, states: Sequence[State] = ("open",), *, limit: int = 25, offset: int = 0
    ) -> list[Entry]:
        """A server's entries of some states, the latest asked first, with what came a moment ago."""
        await self.flush(scope, seconds=1.0)
        return await self._store.query(lambda c: rows.entries(c, scope, states, limit, offset))

    async def count(self, scope: int, states: Sequence[State] = ("open",)) -> int:
        """How many entries of some states a server has."""
        return await self._store.query(lambda c: rows.count(c, scope, states))

    async def entry(self, scope: int, number: int) -> Entry:
        """One entry by its number.

        Raises:
            InboxError: where the server has none of that number.
        """
        found = await self._store.query(lambda c: rows.entry(c, scope, number))
        if found is None:
            raise InboxError(words.no_entry(number))
        return found

    async def report(self, asked: Asked, question: str, member: int) -> Entry:
        """Keep that the answer to a question was marked wrong; by whom is not stored.

        Raises:
            InboxError: where nothing may be kept, and for too many reports of one person a day.
        """
        if asked.scope == 0 or asked.how == "direct":
            raise InboxError(words.NOT_HERE)
        self._limit_reports(asked.scope, member)
        answer = await self._engine.ask(question, scope=asked.scope)
        unknown = answer.outcome if isinstance(answer.outcome, Unknown) else _told(answer.outcome)
        entry = await self._keep(asked.scope, "wrong", question, unknown)
        self._buffer.counts[asked.scope, self._clock().date().isoformat(), "wrong"] += 1
        self._woken.set()
        return entry

    async def tell_me(self, scope: int, question: str, member: int, channel: int | None) -> Entry:
        """Note that a member wants to be told the answer: in a channel, or directly (None).

        Raises:
            InboxError: where nothing may be kept, where it has an answer by now, and for too many.
        """
        if scope == 0:
            raise InboxError(words.NOT_HERE)
        waiting = await self._store.query(lambda c: wished.waiting(c, scope, member))
        if waiting >= self.limits.wishes:
            raise InboxError(words.too_many_wishes(self.limits.wishes))
        await self.flush(scope, seconds=1.0)
        answer = await self._engine.ask(question, scope=scope)
        if not isinstance(answer.outcome, Unknown):
            raise InboxError(words.ANSWERED_BY_NOW)
        entry = await self._keep(scope, "unanswered", question, answer.outcome, asked=0)
        async with self._store.write() as writer:
            at = stamp(self._clock())
            await wished.add_wish(writer, scope, entry.id, member, channel, question[:300], at)
        return await self.entry(scope, entry.number)

    async def set_state(self, scope: int, number: int, state: State) -> Entry:
        """Dismiss an entry, or restore it ("open").

        Raises:
            InboxError: where the server has none of that number.
        """
        async with self._store.write() as writer:
            await rows.set_state(writer, scope, [number], state)
        return await self.entry(scope, number)

    async def settle(self, scope: int, number: int | None = None) -> list[Wish]:
        """Close the questions of a server that have an answer now; who is to be told of it.

        To be called after every change of what a server sees. `number` is the entry that was
        worked on: a report of a wrong answer is closed with it. Each that is returned stays due
        until `told`.
        """
        await self.flush(scope, seconds=1.0)
        found = await self._store.query(lambda c: rows.to_settle(c, scope, _SETTLED_AT_ONCE))
        chosen = None
        if number is not None:
            chosen = await self.entry(scope, number)
        if chosen is not None and chosen.kind == "unanswered" and chosen not in found:
            found.append(chosen)
        settled = [one.number for one in found if await self._has_answer(scope, one)]
        if chosen is not None and chosen.kind == "wrong":
            settled.append(chosen.number)
        if not settled:
            return []
        async with self._store.write() as writer:
            await rows.set_state(writer, scope, settled, "answered")
            return await wished.make_due(writer, scope, settled)

    async def owed(self) -> list[Wish]:
        """Who is to be told and was not: what a restart interrupted."""
        return await self._store.query(wished.due)

    async def told(self, wishes: Sequence[Wish]) -> None:
        """Forget who was told, or could not be."""
        async with self._store.write() as writer:
            await wished.remove_wishes(writer, wishes)

    async def fade(self) -> None:
        """Take out what is older than it may be kept; to be called once a day."""
        before = stamp(self._clock() - self.limits.days * DAY)
        async with self._store.write() as writer:
            await rows.fade(writer, before)

    def forget(self, *, member: int | None = None, scope: int | None = None) -> None:
        """Drop what is held in memory of a person or of a server."""
        for key in [key for key in self._reports if key[1] == member or key[0] == scope]:
            del self._reports[key]
        if scope is not None:
            self._buffer.take(self.limits.pending_everywhere, scope)
            for counted in [one for one in self._buffer.counts if one[0] == scope]:
                del self._buffer.counts[counted]

    async def _keep(
        self, scope: int, kind: Kind, question: str, unknown: Unknown, *, asked: int = 1
    ) -> Entry:
        """Gather one question at once; its entry."""
        text = " ".join(question.split())
        at = stamp(self._clock())
        meaning = await self._gatherer.meaning(text, scope)
        one = Pending(scope, kind, text[:300], unknown, at, strict=False, meaning=meaning)
        one.asked = asked
        seen = await self._gatherer.sightings([one], gently=False)
        async with self._gathering:
            known = await self._gatherer.write(seen, {})
        return await self.entry(scope, known[0].number)

    async def _has_answer(self, scope: int, entry: Entry) -> bool:
        for text in entry.wordings[:2]:
            answer = await self._engine.ask(text, scope=scope)
            if isinstance(answer.outcome, Found):
                return True
        return False

    def _standing_alone(self, question: str, unknown: Unknown) -> str:
        """A question that referred to earlier ones, as it would be asked without them."""
        entry = self._properties.get(unknown.property or "")
        if entry is None or not unknown.names:
            return question
        return words.standing_alone(entry.label, unknown.names)

    def _limit_reports(self, scope: int, member: int) -> None:
        """Count a person's reports of the last day, in memory alone."""
        now = time.monotonic()
        own = self._reports.setdefault((scope, member), deque())
        while own and now - own[0] > DAY.total_seconds():
            own.popleft()
        if len(own) >= self.limits.reports:
            raise InboxError(words.too_many_reports(self.limits.reports))
        own.append(now)


def _says_nothing(unknown: Unknown) -> bool:
    """Small talk: nothing in it was understood, and nothing was not."""
    return (
        unknown.reason == "not_understood"
        and not unknown.word
        and not unknown.property
        and not unknown.names
    )


def _name(outcome: Outcome) -> str:
    """The outcome's name in the figures."""
    if isinstance(outcome, Unknown):
        return outcome.reason
    return "found" if isinstance(outcome, Found) else "ambiguous"


def _told(outcome: Outcome) -> Unknown:
    """What an answer that was given is about, in the shape in which entries keep it."""
    if isinstance(outcome, Found) and outcome.lines:
        fact = outcome.lines[0].fact
        return Unknown("no_fact", fact.property, (fact.subject.name,))
    return Unknown("no_fact")


__all__ = ["Inbox", "Meaning"]
