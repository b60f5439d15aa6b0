"""What the bot asked of Discord, faults to answer it with, and waiting without sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds after which a test stops waiting; far more than anything here takes."""


@dataclass
class Request:
    """One request of the bot: its path without the base, its JSON body, the files that it attached
    by name, and the answer's status; `before` is the message that it changes, as it was."""

    method: str
    path: str
    body: Any
    query: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    status: int = 0
    before: dict[str, Any] | None = None


@dataclass
class Fault:
    """How the next request that fits is answered; `done` carries it out nevertheless. Status 0
    drops the connection without an answer."""

    method: str
    pattern: str
    status: int
    code: int = 0
    retry_after: float = 0.05
    done: bool = False
    left: int = 1


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Answer `left` requests with it; of several that fit, the earliest added goes first."""
        self._coming.append(fault)

    def take(self, request: Request) -> Fault | None:
        """The fault for this request, if there is one left."""
        for fault in self._coming:
            if fault.method == request.method and fnmatchcase(request.path, fault.pattern):
                fault.left -= 1
                if not fault.left:
                    self._coming.remove(fault)
                return fault
        return None


class Changes:
    """Wakes whoever waits for something to become true."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def notify(self) -> None:
        """Something changed: all who wait look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, look: Callable[[], T | None], *, what: str) -> T:
        """What `look` returns once that is true in an `if`.

        Raises:
            AssertionError: when that takes longer than PATIENCE seconds; says `what` was missed.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    changed = self._changed
                    if found := look():
                        return found
                    await changed.wait()
        except TimeoutError:
            raise AssertionError(f"waited {PATIENCE:g} s in vain for {what}") from None
