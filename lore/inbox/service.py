"""The inbox: what had no answer is kept until a moderator gives one.

Saving an answer is editing's alone, as for /fact add: the inbox hands out what was asked and, once
anything was changed (`settle`), closes what has an answer and tells who is to be told.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from typing import Protocol

from cachetools import TTLCache

from lore.inbox.buffer import Noted
from lore.inbox.limits import DAY, LONGEST_REPORT, Asked, InboxError, Limits, kept_text
from lore.inbox.recorder import QuestionRecorder, subject_of
from lore.language.lexicon import Language
from lore.model.clock import Clock, stamp, utc_now
from lore.model.facts import Ambiguous, Answer, Found, Unknown
from lore.store import inbox as rows
from lore.store import reports
from lore.store.database import Store
from lore.store.inbox import InboxEntry, State, Wish
from lore.store.share import RENEWED, Share
from lore.texts import inbox as words
from lore.understanding import Query


class Asking(Protocol):
    """Whoever answers questions."""

    async def ask(self, question: str, *, scope: int) -> Answer:
        """Answer a question as a scope sees it."""
        ...


_DAY = 86_400.0
"""Seconds between two fadings."""
KEPT_SECONDS = 1.0
"""How long an answer waits, at most, for its question to be kept."""
GATHER_SECONDS = 1.0
"""How long a moderator or a member waits, at most, for what others asked to be gathered."""
FLUSH_SECONDS = 5.0
"""How long `flush` gathers at most."""
_MOST_REPORTING = 10_000
"""Members whose reports of the last day are counted; of more, those who reported first are not."""


class InboxService:
    """The inbox of every server in one store."""

    def __init__(
        self,
        store: Store,
        language: Language,
        engine: Asking,
        *,
        limits: Limits | None = None,
        clock: Clock = utc_now,
        share: Share | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._share = share or Share()
        self._store = store
        self._engine = engine
        self._clock = clock
        self._intake = QuestionRecorder(
            store, language, self.limits, clock, holds=self._share.holds
        )
        self._reports: TTLCache[tuple[int, int], deque[float]] = TTLCache(
            _MOST_REPORTING, DAY.total_seconds()
        )

    def note(self, asked: Asked, answer: Answer, query: Query | None = None) -> Noted | None:
        """Take in a question with its answer, in microseconds; only where it may be kept.

        `query` is the reading where the question referred to earlier ones. None where nothing is
        to be kept.
        """
        return self._intake.note(asked, answer, query)

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
        """Take in that a reading was pressed of those that an answer offered: its question counts
        as understood, once for each offer that was `shown` (its name). Where it was asked `alone`
        the press is kept to train on; by whom it was is not."""
        self._intake.press(asked, question, offer, pressed, shown=shown, alone=alone)

    @property
    def waiting(self) -> int:
        """How many questions are not gathered yet."""
        return self._intake.waiting

    async def open_everywhere(self) -> int:
        """How many entries of all servers wait for a moderator."""
        return await self._store.query_apart(rows.count_open)

    async def kept(self, noted: Noted) -> bool:
        """Whether a question is on the disk, so that it may be promised to moderators; this waits
        for the writing of it, and not for long."""
        return await self._intake.kept(noted, seconds=KEPT_SECONDS)

    async def run(self, *, every: float = 2.0) -> None:
        """Gather in the background until cancelled; what waits then is written at once. The owner
        fades what is old once a day."""
        fading = asyncio.create_task(self._fade_daily())
        try:
            await self._intake.run(every=every)
        finally:
            fading.cancel()
            await asyncio.wait({fading})  # the store closes after this

    async def _fade_daily(self) -> None:
        while True:
            if self._share.is_owner:
                await self.fade()
            await asyncio.sleep(_DAY if self._share.is_owner else RENEWED)

    async def flush(self, scope: int | None = None) -> None:
        """Write at once what waits."""
        await self._intake.flush(scope, seconds=FLUSH_SECONDS)

    async def entries(
        self, scope: int, states: Sequence[State] = ("open",), *, limit: int = 25, offset: int = 0
    ) -> list[InboxEntry]:
        """A server's entries of some states, what came just now too: open ones the most asked
        first, others the latest asked."""
        await self._intake.flush(scope, seconds=GATHER_SECONDS)
        return await self._store.query(lambda c: rows.entries(c, scope, states, limit, offset))

    async def count(self, scope: int, states: Sequence[State] = ("open",)) -> int:
        """How many entries of some states a server has."""
        return await self._store.query(lambda c: rows.count(c, scope, states))

    async def entry(self, scope: int, number: int) -> InboxEntry:
        """One entry by its number.

        Raises:
            InboxError: where the server has none of that number.
        """
        entry = await self._store.query(lambda c: rows.entry(c, scope, number))
        if entry is None:
            raise InboxError(words.no_entry(number))
        return entry

    async def report(self, asked: Asked, question: str, member: int, text: str = "") -> InboxEntry:
        """Keep that the answer to a question was marked wrong, and what is wrong with it; by whom
        is not stored.

        Raises:
            InboxError: where nothing may be kept, and for too many reports of one person a day.
        """
        if asked.scope == 0 or asked.how == "direct":
            raise InboxError(words.NOT_HERE)
        self._limit_reports(asked.scope, member)
        answer = await self._engine.ask(question, scope=asked.scope)
        about = subject_of(answer.outcome)
        entry = await self._intake.keep(asked.scope, "wrong", question, about, asked=1)
        self._intake.count(asked.scope, "wrong")
        if note := kept_text(text, LONGEST_REPORT):
            at = stamp(self._clock())
            async with self._store.write() as writer:
                await reports.add_report(writer, asked.scope, entry.id, note, at)
                await reports.trim_reports(writer, asked.scope, self.limits.reports_kept)
        return await self.entry(asked.scope, entry.number)

    async def tell_me(
        self, scope: int, question: str, member: int, channel: int | None
    ) -> InboxEntry:
        """Note that a member wants to be told the answer: in a channel, or directly (None).

        Raises:
            InboxError: where nothing may be kept, where it has an answer by now, and for too many.
        """
        if scope == 0:
            raise InboxError(words.NOT_HERE)
        waiting = await self._store.query(lambda c: rows.waiting(c, scope, member))
        if waiting >= self.limits.wishes:
            raise InboxError(words.too_many_wishes(self.limits.wishes))
        await self._intake.flush(scope, seconds=GATHER_SECONDS)
        answer = await self._engine.ask(question, scope=scope)
        if not isinstance(answer.outcome, Unknown):
            raise InboxError(words.ANSWERED_BY_NOW)
        entry = await self._intake.keep(scope, "unanswered", question, answer.outcome, asked=0)
        async with self._store.write() as writer:
            at = stamp(self._clock())
            await rows.add_wish(writer, scope, entry.id, member, channel, kept_text(question), at)
        return await self.entry(scope, entry.number)

    async def reports(self, scope: int, number: int) -> list[str]:
        """What members wrote of the answer that an entry is about, the latest first."""
        return await self._store.query(lambda c: reports.reports(c, scope, number))

    async def set_state(self, scope: int, number: int, state: State) -> InboxEntry:
        """Dismiss an entry, or restore it ("open").

        Raises:
            InboxError: where the server has none of that number.
        """
        async with self._store.write() as writer:
            await rows.set_state(writer, scope, [number], state)
        return await self.entry(scope, number)

    async def settle(self, scope: int, number: int | None = None) -> int:
        """Close the questions of a server that have an answer now; how many there were.

        To be called after every change of what a server sees. With `number` only that entry is
        looked at, and a report of a wrong answer is closed. Whoever wished to be told of one is
        `owed` it from then on, until `told`.

        Raises:
            InboxError: where the server has none of that number.
        """
        await self._intake.flush(scope, seconds=GATHER_SECONDS)
        if number is None:
            most = self.limits.entries
            unsettled = await self._store.query(lambda c: rows.to_settle(c, scope, most))
        else:
            unsettled = [await self.entry(scope, number)]
        settled = [
            entry.number
            for entry in unsettled
            if entry.kind == "wrong" or await self._has_answer(scope, entry)
        ]
        if settled:
            async with self._store.write() as writer:
                await rows.set_state(writer, scope, settled, "answered")
                await rows.make_due(writer, scope, settled)
        return len(settled)

    async def owed(self) -> list[Wish]:
        """Who is to be told and was not, in the servers that this process holds: what a restart
        interrupted."""
        return [wish for wish in await self._store.query(rows.due) if self._share.holds(wish.scope)]

    async def told(self, wishes: Sequence[Wish]) -> None:
        """Forget who was told, or could not be."""
        async with self._store.write() as writer:
            await rows.remove_wishes(writer, wishes)

    async def fade(self) -> None:
        """Take out what is older than it may be kept; to be called once a day."""
        before = stamp(self._clock() - self.limits.days * DAY)
        async with self._store.write(erasing=True) as writer:
            await rows.fade(writer, before)

    def forget(self, *, member: int | None = None, scope: int | None = None) -> None:
        """Drop what is held in memory of a person or of a server."""
        for key in [key for key in self._reports if key[1] == member or key[0] == scope]:
            self._reports.pop(key, None)
        if scope is not None:
            self._intake.drop(scope)

    async def _has_answer(self, scope: int, entry: InboxEntry) -> bool:
        for text in entry.wordings[:2]:
            answer = await self._engine.ask(text, scope=scope)
            if isinstance(answer.outcome, Found):
                return True
        return False

    def _limit_reports(self, scope: int, member: int) -> None:
        """Count a person's reports of the last day, in memory alone."""
        now = time.monotonic()
        own: deque[float] = self._reports.get((scope, member)) or deque()
        while own and now - own[0] > DAY.total_seconds():
            own.popleft()
        if len(own) >= self.limits.reports:
            raise InboxError(words.too_many_reports(self.limits.reports))
        own.append(now)
        self._reports[scope, member] = own
