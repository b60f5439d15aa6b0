"""What was shown in Discord, without who asked: kept for the buttons under it, within bounds."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta

from lore.errors import StoreError
from lore.models import SHARED
from lore.store.database import Store, Writer

log = logging.getLogger(__name__)

MOST = 50_000
"""Rows that are kept at most, the newest; a reported one is kept beyond that."""
DAYS = 90
"""How long they are kept at most."""
MOST_REPORTS = 1_000
"""Reports that are kept at most for each server, the newest."""
LONGEST_THREAD = 8
"""How many answers of a conversation are followed back."""
GATHERING = 0.2
"""Seconds in which rows are gathered before they are written; a crash loses no more than those."""
_MOST_PENDING = 10_000
_PRUNED_EVERY = 500
_RANDOM_BITS = 20
_COLUMNS = "id, scope, channel, question, view, after, made_at"


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that was shown: the question (or name), the view, and the answer it followed.

    `made_at` is UTC in ISO 8601.
    """

    id: int
    scope: int
    channel: int | None
    question: str
    view: str
    after: int | None
    made_at: str


class ShownLog:
    """Notes what is shown. Get one from `open_log`.

    Noting waits for no disk: rows are written together, by a task of their own, and are found in
    memory until then.
    """

    def __init__(self, store: Store, *, most: int = MOST, days: int = DAYS) -> None:
        self._store = store
        self._most = most
        self._days = days
        self._pending: dict[int, Shown] = {}
        self._unpruned = _PRUNED_EVERY
        self._last = 0
        self._writing: asyncio.Task[None] | None = None

    def note(
        self,
        question: str,
        view: str,
        *,
        scope: int,
        channel: int | None = None,
        after: int | None = None,
    ) -> Shown:
        """A new row, with an id that no row has had, also not one that was lost in a crash."""
        fresh = int(time.time() * 1000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        self._last = max(fresh, self._last + 1)
        shown = Shown(self._last, scope, channel, question, view, after, _now())
        self._pending[shown.id] = shown
        if len(self._pending) > _MOST_PENDING:
            del self._pending[next(iter(self._pending))]
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return shown

    async def thread(self, number: int, *, scope: int) -> list[Shown]:
        """A row with those that it followed, the oldest first; empty where it is gone.

        Only rows of the scope and shared ones are found.
        """
        found: list[Shown] = []
        wanted: int | None = number
        while wanted is not None and len(found) < LONGEST_THREAD:
            shown = self._pending.get(wanted)
            if shown is None:
                found += await self._kept(wanted, scope, LONGEST_THREAD - len(found))
                break
            if shown.scope not in (SHARED, scope):
                break
            found.append(shown)
            wanted = shown.after
        return found[::-1]

    async def report(self, shown: Shown, text: str, *, scope: int) -> None:
        """Keep what a member says is wrong with an answer, and the answer with it.

        Raises:
            StoreError: where it cannot be written; it is then not kept.
        """
        async with self._store.write() as writer:
            await self._insert(writer)
            await writer.execute_fetchall(
                "INSERT INTO report (scope, shown_id, text, made_at) "
                "SELECT ?1, id, ?3, ?4 FROM shown WHERE id = ?2",
                (scope, shown.id, text, _now()),
            )
            await writer.execute_fetchall(
                "DELETE FROM report WHERE scope = ?1 AND id <= "
                "(SELECT id FROM report WHERE scope = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                (scope, MOST_REPORTS),
            )

    async def flush(self) -> None:
        """Write what is not written yet; where that fails, it stays in memory."""
        while self._pending:
            try:
                async with self._store.write() as writer:
                    written = await self._insert(writer)
                    await self._prune(writer, len(written))
            except StoreError as error:
                log.warning("What was shown could not be kept yet: %s", error)
                return
            for number in written:
                self._pending.pop(number, None)

    async def close(self) -> None:
        """Write what is not written yet, and end."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.wait({self._writing})
        await self.flush()

    async def _kept(self, number: int, scope: int, most: int) -> list[Shown]:
        rows = await self._store.read(
            f"WITH RECURSIVE thread AS (SELECT {_COLUMNS}, 1 AS depth FROM shown "  # noqa: S608
            "WHERE id = ?1 AND scope IN (0, ?2) UNION ALL "
            f"SELECT {', '.join(f'shown.{one}' for one in _COLUMNS.split(', '))}, depth + 1 "
            "FROM thread JOIN shown ON shown.id = thread.after AND shown.scope IN (0, ?2) "
            f"WHERE depth < ?3) SELECT {_COLUMNS} FROM thread ORDER BY depth",
            (number, scope, most),
        )
        return [Shown(*row) for row in rows]

    async def _write(self) -> None:
        """Wait for more to come, so that a crowd takes few transactions, and write it."""
        await asyncio.sleep(GATHERING)
        await self.flush()

    async def _insert(self, writer: Writer) -> list[int]:
        rows = list(self._pending.values())
        await writer.executemany(
            f"INSERT INTO shown ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) "  # noqa: S608
            "ON CONFLICT (id) DO NOTHING",
            [astuple(row) for row in rows],
        )
        return [row.id for row in rows]

    async def _prune(self, writer: Writer, added: int) -> None:
        """Remove what is too old or too much, now and then: first of all after a start."""
        self._unpruned += added
        if self._unpruned < min(_PRUNED_EVERY, self._most):
            return
        self._unpruned = 0
        oldest = (datetime.now(UTC) - timedelta(days=self._days)).isoformat(timespec="seconds")
        await writer.execute_fetchall(
            "DELETE FROM shown WHERE (made_at < ?1 OR id <= "
            "(SELECT id FROM shown ORDER BY id DESC LIMIT 1 OFFSET ?2)) "
            "AND NOT EXISTS (SELECT 1 FROM report WHERE report.shown_id = shown.id)",
            (oldest, self._most),
        )


@asynccontextmanager
async def open_log(store: Store, *, most: int = MOST, days: int = DAYS) -> AsyncIterator[ShownLog]:
    """A log of what is shown; what is still to be written is written at the end."""
    shown = ShownLog(store, most=most, days=days)
    try:
        yield shown
    finally:
        await shown.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
