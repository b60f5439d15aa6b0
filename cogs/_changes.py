"""What follows a change of facts or settings: whoever has to know of it hears of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from lore.curation import Moderator, Saved

log = logging.getLogger(__name__)

Listener = Callable[[Moderator, Saved], Awaitable[None]]


class Changes:
    """Tells listeners of each change, in the order in which they came."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def tell(self, listener: Listener) -> None:
        """From now on, tell this one too."""
        self._listeners.append(listener)

    async def made(self, by: Moderator, saved: Saved) -> None:
        """Tell everyone of a change that is stored already: what fails here takes nothing back."""
        for listener in self._listeners:
            try:
                await listener(by, saved)
            except Exception:
                log.exception("A change was made, but not everyone could be told")
