"""How often one person is answered, everywhere and in a server that wants pauses."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from chat.texts import replies as words
from lore.model.errors import LoreError

QUESTION = 1.0
"""What an answer costs; looking something up in one that was given costs less."""
LOOK = 0.25
"""What it costs to look something up in an answer that was given."""
REPORT = 3.0
"""What it costs to mark an answer wrong."""


class Wait(LoreError):
    """Somebody has to wait. `first` is true once until they have waited: it is said once."""

    def __init__(self, sentence: str, *, first: bool) -> None:
        super().__init__(sentence)
        self.first = first


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    told: bool = False


class Cooldown:
    """Each person may ask `most` times at once, and once more every `seconds`.

    The `persons` that asked last are remembered; whoever is forgotten starts anew.
    """

    def __init__(
        self,
        *,
        most: float = 20,
        seconds: float = 3,
        persons: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._buckets: LRUCache[int, _Bucket] = LRUCache(persons)

    def charge(self, person: int, cost: float = QUESTION) -> None:
        """Count one wish of a person.

        Raises:
            Wait: if it comes too early; it is then not counted.
        """
        now = self._clock()
        bucket: _Bucket = self._buckets.setdefault(person, _Bucket(self._most, now))
        bucket.left = min(self._most, bucket.left + (now - bucket.at) / self._seconds)
        bucket.at = now
        if bucket.left < cost:
            first, bucket.told = not bucket.told, True
            seconds = math.ceil((cost - bucket.left) * self._seconds)
            raise Wait(words.wait(seconds), first=first)
        bucket.left -= cost
        bucket.told = False


@dataclass(slots=True)
class _Asked:
    at: float
    told: bool = False


class Pauses:
    """What servers want members to wait between two questions there.

    The `most` that asked last are remembered; whoever is forgotten starts anew.
    """

    def __init__(self, *, most: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: LRUCache[tuple[int, int], _Asked] = LRUCache(most)

    def charge(self, server: int, person: int, seconds: int) -> None:
        """Count a question of a person in a server that wants so many seconds between two.

        Raises:
            Wait: if it comes too early; it is then not counted.
        """
        if not seconds:
            return
        now = self._clock()
        last: _Asked | None = self._asked.get((server, person))
        left = seconds - (now - last.at) if last else 0
        if last and left > 0:
            first, last.told = not last.told, True
            raise Wait(words.pause(math.ceil(left), seconds), first=first)
        self._asked[server, person] = _Asked(now)

    def forgive(self, server: int, person: int) -> None:
        """What was counted last was no question."""
        self._asked.pop((server, person), None)
