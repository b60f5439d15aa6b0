"""What "it" and "the eighth" refer to: a context for each person and channel, for minutes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from lore.answer import Engine
from lore.dates import PartialDate
from lore.models import SHARED, Answer
from lore.question.context import Context


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
        self._seconds = minutes * 60
        self._most = most
        self._clock = clock
        self._contexts: OrderedDict[Hashable, tuple[float, Context | None]] = OrderedDict()

    async def ask(
        self,
        question: str,
        *,
        key: Hashable,
        scope: int = SHARED,
        after: str | None = None,
        as_of: PartialDate | None = None,
    ) -> Answer:
        """Answer a question in the conversation of `key` (a person in a channel).

        `after` is the question of an older answer that this one replies to: it is taken up again.
        """
        context = self.context(key)
        if after is not None:
            _, context = await self._engine.converse(after, None, scope=scope, as_of=as_of)
        answer, context = await self._engine.converse(question, context, scope=scope, as_of=as_of)
        self._keep(key, context)
        return answer

    def forget(self, key: Hashable) -> None:
        """End a conversation."""
        self._contexts.pop(key, None)

    def forget_all(self, which: Callable[[Hashable], bool]) -> None:
        """End all conversations of some keys."""
        for key in [key for key in self._contexts if which(key)]:
            del self._contexts[key]

    def context(self, key: Hashable) -> Context | None:
        """Where a conversation stands; None where it is over."""
        kept = self._contexts.get(key)
        if kept is None or self._clock() - kept[0] > self._seconds:
            return None
        return kept[1]

    def _keep(self, key: Hashable, context: Context | None) -> None:
        self._contexts[key] = (self._clock(), context)
        self._contexts.move_to_end(key)
        while len(self._contexts) > self._most:
            self._contexts.popitem(last=False)
