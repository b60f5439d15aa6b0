"""After a change: questions that have an answer now are closed, and whoever waits is told."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from cogs._background import Background
from cogs._telling import Teller
from lore.curation import Moderator, Saved
from lore.inbox import Inbox

log = logging.getLogger(__name__)


class Settling:
    """Settles servers one after the other, in the background: a change is never kept waiting."""

    def __init__(self, *, inbox: Inbox, teller: Teller, background: Background) -> None:
        self._inbox = inbox
        self._teller = teller
        self._background = background
        self._wanted: dict[int, None] = {}
        self._running = False

    async def changed(self, by: Moderator, saved: Saved) -> None:
        """Settle the server of a change; one of settings alone answers nothing."""
        if saved.change.action != "setup":
            self.settle([by.scope])

    def settle(self, scopes: Iterable[int]) -> None:
        """Settle servers soon; a server that waits already is settled once."""
        self._wanted |= dict.fromkeys(scopes)
        if not self._running:
            self._running = True
            self._background.start(self._run)

    async def _run(self) -> None:
        try:
            while self._wanted:
                while self._wanted:
                    scope = next(iter(self._wanted))
                    del self._wanted[scope]
                    await self._settled(scope)
                await self._teller.pay()
        finally:
            self._running = False

    async def _settled(self, scope: int) -> None:
        try:
            await self._inbox.settle(scope)
        except Exception:
            log.exception("The questions of server %d could not be settled", scope)
