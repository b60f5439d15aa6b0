"""What "it" and "the eighth" refer to, kept in memory for minutes for each person and channel, and
the last answer of each conversation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from cachetools import LRUCache, TTLCache

from lore.answering import Engine
from lore.model.dates import PartialDate
from lore.model.facts import SHARED, Answer
from lore.understanding.context import Context


class Conversations:
    """Keeps contexts in memory, the least recent dropped beyond `most`, each for some minutes."""

    def __init__(
        self,
        engine: Engine,
        *,
        minutes: float = 10,
        most: int = 1000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._contexts: TTLCache[Hashable, Context | None] = TTLCache(most, minutes * 60, clock)

    async def ask(
        self,
        question: str,
        *,
        key: Hashable,
        scope: int = SHARED,
        after: str | None = None,
        as_of: PartialDate | None = None,
        remote: bool = False,
    ) -> Answer:
        """Answer a question in the conversation of `key` (a person in a channel).

        `after` is the question of an older answer that this one replies to: it is taken up again.
        `remote` says that a reading model may be asked.
        """
        context = self.context(key)
        if after is not None:
            _, context = await self._engine.converse(
                after, None, scope=scope, as_of=as_of, remote=remote
            )
        answer, context = await self._engine.converse(
            question, context, scope=scope, as_of=as_of, remote=remote
        )
        self._contexts[key] = context
        return answer

    def forget(self, key: Hashable) -> None:
        """End a conversation."""
        self._contexts.pop(key, None)

    def forget_all(self, which: Callable[[Hashable], bool]) -> None:
        """End all conversations of some keys."""
        for key in filter(which, list(self._contexts)):
            self._contexts.pop(key, None)

    def context(self, key: Hashable) -> Context | None:
        """Where a conversation stands; None where it is over."""
        context: Context | None = self._contexts.get(key)
        return context


MINUTES = 10.0
"""How long "it" refers to what was said last."""
MOST = 1_000
"""Conversations that are remembered, the latest ones."""


@dataclass(slots=True)
class Thread:
    """One conversation. `last` is the row of its last answer; `loaded` says that the context
    after it is at hand, so that the conversation need not be gone through again."""

    last: str | None = None
    loaded: bool = False
    at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Threads:
    """Keeps the latest conversations, each for some minutes."""

    def __init__(
        self,
        *,
        minutes: float = MINUTES,
        most: int = MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = minutes * 60
        self._clock = clock
        self._threads: LRUCache[Hashable, Thread] = LRUCache(most)

    def thread(self, key: Hashable) -> Thread:
        """The conversation of a person in a channel; an empty one where it is over."""
        thread: Thread = self._threads.setdefault(key, Thread())
        if self._clock() - thread.at > self._seconds:
            thread.last, thread.loaded = None, False
        return thread

    def forget(self, person: int) -> None:
        """Drop the conversations of a person, whose id stands first in their keys."""
        for key in [key for key in self._threads if isinstance(key, tuple) and key[0] == person]:
            del self._threads[key]

    def stands_at(self, thread: Thread, last: str, *, loaded: bool) -> None:
        """Note the last answer of a conversation."""
        thread.last, thread.loaded, thread.at = last, loaded, self._clock()
