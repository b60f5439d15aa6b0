"""What follows a change of facts or settings: whoever has to know of it hears of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from lore.curation import Moderator, Saved

log = logging.getLogger(__name__)

Listener = Callable[[Moderator, Saved], Awaitable[str | None]]
"""Hears of a change; a sentence that it returns is told to whoever made it."""


class Changes:
    """Tells listeners of each change, in the order in which they came."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def tell(self, listener: Listener) -> None:
        """From now on, tell this one too."""
        self._listeners.append(listener)

    async def made(self, by: Moderator, saved: Saved) -> list[str]:
        """Tell everyone of a change that is stored already: what fails here takes nothing back.

        Returns what is to be told to whoever made it.
        """
        told = []
        for listener in self._listeners:
            try:
                told.append(await listener(by, saved))
            except Exception:
                log.exception("A change was made, but not everyone could be told")
        return [sentence for sentence in told if sentence]
