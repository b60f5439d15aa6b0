"""What the Discord face asks of the inbox."""

from __future__ import annotations

from typing import Protocol

from lore.inbox import Asked, Entry
from lore.models import Answer


class Keeper(Protocol):
    """Who keeps what got no answer; `lore.inbox.Inbox` is the real one."""

    def note(self, asked: Asked, answer: Answer) -> None:
        """Take in a question with its answer."""
        ...

    async def report(self, asked: Asked, question: str, member: int) -> Entry:
        """Keep that the answer to a question was marked wrong; by whom is not stored.

        Raises:
            LoreError: where nothing may be kept, and for too many reports of one person a day.
        """
        ...

    async def entries(self, scope: int, *, limit: int) -> list[Entry]:
        """A server's open questions, the latest first."""
        ...
