"""When the weekly digest is due: once in each week of the calendar, in UTC."""

from __future__ import annotations

from lore.inbox.rules import Clock, utc_now
from lore.store.database import Store
from lore.store.inbox import weeks


class Weeks:
    """Remembers for every server the last week in which it was told."""

    def __init__(self, store: Store, *, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock

    async def due(self, scope: int) -> bool:
        """Whether a week has begun since the server was told; for a server that never was, the
        next one is waited for."""
        last = await self._store.query(lambda c: weeks.last_week(c, scope))
        if last is None:
            await self.told(scope)
            return False
        return last != self._week()

    async def told(self, scope: int) -> None:
        """This week is told."""
        async with self._store.write() as writer:
            await weeks.set_week(writer, scope, self._week())

    def _week(self) -> str:
        year, week, _ = self._clock().isocalendar()
        return f"{year}-W{week:02}"
