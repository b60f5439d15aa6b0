"""What the Discord face asks of the lore side."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Protocol

from lore.models import Answer


class Engine(Protocol):
    """Whoever holds conversations; `lore.conversation` has the real one."""

    async def ask(self, question: str, *, key: Hashable, scope: int) -> Answer:
        """Answer a question as `scope` sees the facts: a server's id, or SHARED.

        `key` is the conversation that it belongs to: a person in a channel.

        Raises:
            LoreError: for what the member can mend; its text is shown as it is.
        """
        ...
