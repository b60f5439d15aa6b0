"""What was shown in Discord, without who asked: kept for the buttons under it, within bounds.

A row's name stands in its buttons alone, and nobody can read the row without it (see `sealing`).
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from cachetools import FIFOCache

from lore.model.errors import Stopped, StoreError, Unreachable
from lore.model.facts import SHARED
from lore.store import sealing
from lore.store.database import Store, Writer

log = logging.getLogger(__name__)

MOST = 50_000
"""Rows that are kept at most, the newest."""
DAYS = 90
"""How long they are kept at most."""
LONGEST_THREAD = 8
"""How many answers of a conversation are followed back."""
GATHERING = 0.2
"""Seconds in which rows are gathered before they are written; a crash loses no more than those."""
_MOST_PENDING = 10_000
"""Rows that wait to be written at most; of more, the oldest are lost."""
_PRUNED_EVERY = 500
"""Rows that are written between two looks for old ones."""


@dataclass(frozen=True, slots=True)
class LoggedAnswer:
    """One thing that was shown: the question (or name), the view, and the answer it followed.

    `id` is its name, which its buttons bear.
    """

    id: str
    scope: int
    channel: int | None
    question: str
    view: str
    after: str | None


class AnswerLog:
    """Notes what is shown. Get one from `open_log`.

    Noting waits for no disk: rows are written together, by a task of their own, and are found in
    memory until then.
    """

    def __init__(self, store: Store, *, most: int = MOST, days: int = DAYS) -> None:
        self._store = store
        self._most = most
        self._days = days
        self._pending: FIFOCache[str, LoggedAnswer] = FIFOCache(_MOST_PENDING)
        self._unpruned = _PRUNED_EVERY
        self._writing: asyncio.Task[None] | None = None

    def note(
        self,
        question: str,
        view: str,
        *,
        scope: int,
        channel: int | None = None,
        after: str | None = None,
    ) -> LoggedAnswer:
        """A new row."""
        shown = LoggedAnswer(sealing.fresh(), scope, channel, question, view, after)
        self._pending[shown.id] = shown
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return shown

    @property
    def waiting(self) -> int:
        """How many rows are not written yet."""
        return len(self._pending)

    async def thread(self, name: str, *, scope: int) -> list[LoggedAnswer]:
        """A row with those that it followed, the oldest first; empty where it is gone.

        Only rows of the scope and shared ones are found.
        """
        answers: list[LoggedAnswer] = []
        wanted: str | None = name
        while wanted is not None and len(answers) < LONGEST_THREAD:
            shown = self._pending.get(wanted)
            if shown is None:
                answers += await self._kept(wanted, scope, LONGEST_THREAD - len(answers))
                break
            if shown.scope not in (SHARED, scope):
                break
            answers.append(shown)
            wanted = shown.after
        return answers[::-1]

    async def flush(self) -> None:
        """Write what is not written yet; where that fails, it stays in memory."""
        while self._pending:
            try:
                async with self._store.write() as writer:
                    written = await self._insert(writer)
                    await self._prune(writer, len(written))
            except (Stopped, Unreachable):
                return  # the log has the reason already
            except StoreError as error:
                log.warning("What was shown could not be kept yet: %s", error)
                return
            for name in written:
                self._pending.pop(name, None)

    async def close(self) -> None:
        """Write what is not written yet, and end."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.wait({self._writing})
        await self.flush()

    async def _kept(self, name: str, scope: int, most: int) -> list[LoggedAnswer]:
        return await self._store.query(lambda c: list(_followed(c, name, scope, most)))

    async def _write(self) -> None:
        """Wait for more to come, so that a crowd takes few transactions, and write it."""
        await asyncio.sleep(GATHERING)
        await self.flush()

    async def _insert(self, writer: Writer) -> list[str]:
        rows = list(self._pending.values())
        today = _day(datetime.now(UTC))
        await writer.executemany(
            """
            INSERT INTO shown (scope, digest, sealed, day)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (digest) DO NOTHING
            """,
            [(row.scope, sealing.digest(row.id), _sealed(row), today) for row in rows],
        )
        return [row.id for row in rows]

    async def _prune(self, writer: Writer, added: int) -> None:
        """Remove what is too old or too much, now and then: first of all after a start."""
        self._unpruned += added
        if self._unpruned < min(_PRUNED_EVERY, self._most):
            return
        self._unpruned = 0
        oldest = _day(datetime.now(UTC) - timedelta(days=self._days))
        await writer.execute_fetchall(
            """
            DELETE FROM shown
            WHERE day < ?1 OR id <= (SELECT id FROM shown ORDER BY id DESC LIMIT 1 OFFSET ?2)
            """,
            (oldest, self._most),
        )


@asynccontextmanager
async def open_log(store: Store, *, most: int = MOST, days: int = DAYS) -> AsyncIterator[AnswerLog]:
    """A log of what is shown; what is still to be written is written at the end."""
    shown = AnswerLog(store, most=most, days=days)
    try:
        yield shown
    finally:
        await shown.close()


def _followed(
    connection: sqlite3.Connection, name: str, scope: int, most: int
) -> Iterator[LoggedAnswer]:
    """A row and those that it followed, as far as a scope may see them."""
    wanted: str | None = name
    while wanted is not None and most:
        rows = connection.execute(
            "SELECT sealed FROM shown WHERE digest = ? AND scope IN (0, ?)",
            (sealing.digest(wanted), scope),
        )
        row = rows.fetchone()
        content = sealing.unseal(wanted, row[0]) if row is not None else None
        if content is None:
            return
        shown = LoggedAnswer(id=wanted, **json.loads(content))
        yield shown
        wanted, most = shown.after, most - 1


def _sealed(shown: LoggedAnswer) -> bytes:
    content = asdict(shown)
    return sealing.seal(content.pop("id"), json.dumps(content))


def _day(time: datetime) -> str:
    return time.date().isoformat()
