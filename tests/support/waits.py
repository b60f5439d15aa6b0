"""How long processes wait for a processor, so that a busy machine is told from a slow program."""

from __future__ import annotations

import bisect
import math
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

LOOKED = 0.1
"""Seconds between two looks at what was waited for."""


class Waits:
    """How long some processes were ready to run and had no processor, by the kernel's count of
    their first threads, in which their event loops run. None is counted where it tells nothing."""

    def __init__(self) -> None:
        self._seen: dict[int, list[tuple[float, float]]] = {}

    def look(self, pids: Iterable[int]) -> None:
        """Look at the counts now."""
        for pid in pids:
            with suppress(OSError, ValueError, IndexError):
                told = Path(f"/proc/{pid}/task/{pid}/schedstat").read_text(encoding="ascii")
                waited = int(told.split()[1]) / 1e9
                self._seen.setdefault(pid, []).append((time.monotonic(), waited))

    def most(self, start: float, end: float) -> float:
        """The seconds for which the process that waited most did so between two times."""
        return max((self._waited(seen, start, end) for seen in self._seen.values()), default=0.0)

    def parts(self) -> dict[int, float]:
        """By process, the part of the time for which it waited."""
        return {
            pid: (seen[-1][1] - seen[0][1]) / max(seen[-1][0] - seen[0][0], LOOKED)
            for pid, seen in self._seen.items()
        }

    @staticmethod
    def _waited(seen: Sequence[tuple[float, float]], start: float, end: float) -> float:
        before = max(bisect.bisect_left(seen, (start,)) - 1, 0)
        after = min(bisect.bisect_right(seen, (end, math.inf)), len(seen) - 1)
        return seen[after][1] - seen[before][1]
