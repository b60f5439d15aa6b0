"""What one reading of a question may do: counted steps, so that load changes no answer.

Each part that searches counts what it does; the database counts its instructions. Whoever asks too
much of a reading gets a refusal at the same place on any machine. A clock is the last net only; it
is that of the thread, which stands still while others have the processor.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST = 6_000
"""Steps of one reading. A step is some ten microseconds' work. Of 1,530 strangers' questions 1,177
are answered rightly so, 1,178 in 9,000 steps, 1,174 in 4,500 and 1,155 in 3,500."""
SECONDS = 3.0
"""Seconds of the processor after which a reading ends whatever it counted."""
_INSTRUCTIONS = 20_000
"""Instructions of the database between two looks at the count. It begins to count where the same
statement ended last, so that a look more or less depends on what was asked before."""
_WEIGHT = 25
"""Steps that so many instructions count for."""


class TooLong(Exception):
    """A reading took more steps than it may, or more time where `seconds` tells how much."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        super().__init__()


class Steps:
    """Counts the steps of one reading. `spent` has the seconds of each of its stages so far."""

    def __init__(
        self,
        most: int = MOST,
        *,
        seconds: float | None = None,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self.taken = 0
        self.spent: dict[str, float] = {}
        self._most = most
        self._clock = clock
        self._start = clock()
        self._seconds = SECONDS if seconds is None else seconds

    @property
    def left(self) -> int:
        """Steps that the reading may still take."""
        return max(self._most - self.taken, 0)

    def take(self, count: int = 1) -> None:
        """Count steps.

        Raises:
            TooLong: where they are more than the reading may take.
        """
        self.taken += count
        if self.taken > self._most:
            raise TooLong
        self._look()

    def untimed(self, work: Callable[[], T]) -> T:
        """What a piece of work makes that the clock does not count: data that is read once."""
        start = self._clock()
        try:
            return work()
        finally:
            self._start += self._clock() - start

    def timed(self, stage: str, work: Callable[[], T]) -> T:
        """What a piece of work makes; its time counts for a stage."""
        start = time.perf_counter()
        try:
            return work()
        finally:
            took = time.perf_counter() - start
            self.spent[stage] = self.spent.get(stage, 0.0) + took

    def _look(self) -> None:
        if (spent := self._clock() - self._start) > self._seconds:
            raise TooLong(spent)

    @contextmanager
    def counting(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Count what a connection does in the block, and interrupt it where it is too much.

        Raises:
            TooLong: where it is.
        """
        ended: list[TooLong] = []

        def count() -> bool:
            try:
                self.take(_WEIGHT)
            except TooLong as error:
                ended.append(error)
            return bool(ended)

        connection.set_progress_handler(count, _INSTRUCTIONS)
        try:
            yield
        except sqlite3.OperationalError:
            if not ended:
                raise
            raise ended[0] from None
        finally:
            connection.set_progress_handler(None, 0)


def bounded(steps: Steps, connection: sqlite3.Connection, read: Callable[[], T]) -> T | None:
    """What a reading finds on a connection; None where it was too long.

    Where the clock said so, the log has a line with the time, and nothing of what was asked.
    """
    try:
        with steps.counting(connection):
            return read()
    except TooLong as error:
        if error.seconds is not None:
            log.warning("A question was given up after %.1f seconds", error.seconds)
        return None
