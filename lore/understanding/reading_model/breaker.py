"""When a reading model is left alone: after failures, and beyond its rate."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

log = logging.getLogger(__name__)

FAILURES = 3
"""Failures in a row after which it rests."""
REST = 30.0
"""Seconds of the first rest; each further one without a success between is twice as long."""
LONGEST_REST = 900.0
"""Seconds of the longest rest."""
MINUTE = 60.0
"""In which calls are counted, in seconds."""


class Breaker:
    """Rests after repeated failures, and then tries once."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._rest = REST
        self._until = 0.0

    @property
    def resting(self) -> bool:
        """Whether the model is not to be asked now."""
        return self._clock() < self._until

    def succeeded(self) -> None:
        """It gave a reply that can be used."""
        self._failures, self._rest = 0, REST

    def failed(self, reason: str) -> None:
        """It gave none; `reason` in a few words. With the last failure in a row comes a rest and
        one line in the log."""
        if self.resting:  # of calls that were under way when the rest began
            return
        self._failures += 1
        if self._failures < FAILURES:
            return
        self._until = self._clock() + self._rest
        log.warning("The reading model rests for %.0f s: %s", self._rest, reason)
        self._rest = min(2 * self._rest, LONGEST_REST)
        self._failures = FAILURES - 1  # after the rest one failure is enough


class Rate:
    """Counts the calls of the last minute; `most` of None counts nothing."""

    def __init__(self, most: int | None, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self._calls: deque[float] = deque()

    def take(self) -> bool:
        """Count a call; whether it may be made."""
        if self._most is None:
            return True
        now = self._clock()
        while self._calls and now - self._calls[0] >= MINUTE:
            self._calls.popleft()
        if len(self._calls) >= self._most:
            return False
        self._calls.append(now)
        return True
