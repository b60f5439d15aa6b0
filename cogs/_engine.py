"""What the Discord face asks of the lore side."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Protocol

from lore.answer.complete import Completion
from lore.answer.views import View
from lore.inbox import Asked, Entry
from lore.models import Answer, Source


class Engine(Protocol):
    """Whoever holds conversations; `lore.conversation` has the real one."""

    async def ask(self, question: str, *, key: Hashable, scope: int) -> Answer:
        """Answer a question as `scope` sees the facts: a server's id, or SHARED.

        `key` is the conversation that it belongs to: a person in a channel.

        Raises:
            LoreError: for what the member can mend; its text is shown as it is.
        """
        ...


class Library(Protocol):
    """Where things are looked up; `lore.answer.Engine` is the real one."""

    async def look(self, view: View, name: str, *, scope: int) -> Answer:
        """One view of what a name means."""
        ...

    async def complete(
        self, text: str, *, scope: int, kinds: Collection[str], limit: int
    ) -> list[Completion]:
        """Names that a half-typed text may become."""
        ...

    async def sources(self, scope: int) -> list[Source]:
        """What the answers of a scope rest on."""
        ...


class Keeper(Protocol):
    """Who keeps the questions without an answer; `lore.inbox.Inbox` is the real one."""

    def note(self, asked: Asked, answer: Answer) -> None:
        """Take in a question with its answer."""
        ...

    async def entries(self, scope: int, *, limit: int) -> list[Entry]:
        """A server's open questions, the latest first."""
        ...
