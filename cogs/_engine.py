"""What the Discord face asks of the lore side."""

from __future__ import annotations

from typing import Protocol

from lore.models import Answer


class Engine(Protocol):
    """Whoever answers questions; `lore` has the real one."""

    async def ask(self, question: str, *, scope: int) -> Answer:
        """Answer a question as `scope` sees the facts: a server's id, or SHARED.

        Raises:
            LoreError: for what the member can mend; its text is shown as it is.
        """
        ...
