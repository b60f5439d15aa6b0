"""Where each conversation stands: the last answer that a person got in a channel."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

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
        self._most = most
        self._clock = clock
        self._threads: OrderedDict[Hashable, Thread] = OrderedDict()

    def thread(self, key: Hashable) -> Thread:
        """The conversation of a person in a channel; an empty one where it is over."""
        thread = self._threads.setdefault(key, Thread())
        self._threads.move_to_end(key)
        if len(self._threads) > self._most:
            self._threads.popitem(last=False)
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
