"""Figures for moderators: numbers of a server and what its members miss. No person is in them.

`Weeks` tells when the weekly digest is due: once in each week of the calendar, in UTC.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from lore.language.properties import Properties
from lore.model.clock import Clock, stamp, utc_now
from lore.store import inbox, suggestions
from lore.store import statistics as rows
from lore.store.database import Store
from lore.texts import inbox as words

_MOST = 10
"""Names, and properties, that the figures list."""
_TOP = 5
"""Questions that the digest lists."""
_WEEK = timedelta(days=7)
"""What a digest tells of."""

Counts = tuple[tuple[str, int], ...]
"""What is counted with how often, the most first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A server's questions: by day and outcome, in all, and what is missing."""

    days: tuple[tuple[str, Mapping[str, int]], ...]
    outcomes: Counts
    names: Counts
    properties: Counts
    wrong: int

    def lines(self) -> tuple[str, ...]:
        """The outcomes and the days as numbers with bars of text."""
        by_day = [
            (day, sum(count for name, count in held.items() if name != "wrong"))
            for day, held in self.days
        ]
        named = [(words.OUTCOMES.get(name, name), count) for name, count in self.outcomes]
        return (*words.bars(named), *words.bars(by_day))


class Statistics:
    """Counts for every server in one store."""

    def __init__(self, store: Store, properties: Properties, *, clock: Clock = utc_now) -> None:
        self._store = store
        self._properties = properties
        self._clock = clock

    async def figures(self, scope: int, *, days: int = 14) -> Figures:
        """The figures of the last days, today included."""
        since = self._clock() - timedelta(days=days - 1)
        return await self._store.query(
            lambda c: self._figures(c, scope, since.date().isoformat(), days)
        )

    async def digest(self, scope: int) -> str:
        """The last week in a few lines."""
        since = self._clock() - _WEEK
        figures, open_, top = await self._store.query(
            lambda c: (
                self._figures(c, scope, since.date().isoformat(), 8),
                suggestions.count(c, scope, ["open"]),
                _top(c, scope, stamp(since)),
            )
        )
        counts = dict(figures.outcomes)
        wrong = counts.pop("wrong", 0)
        asked = sum(counts.values())
        if not asked and not open_ and not wrong:
            return words.quiet()
        missed = sum(counts.get(name, 0) for name in ("no_fact", "no_entity", "not_understood"))
        return words.digest(asked, missed, wrong, open_, top)

    def _figures(
        self, connection: sqlite3.Connection, scope: int, since: str, days: int
    ) -> Figures:
        by_day: dict[str, dict[str, int]] = {}
        total: Counter[str] = Counter()
        for day, outcome, asked in rows.counted(connection, scope, since):
            by_day.setdefault(day, {})[outcome] = asked
            total[outcome] += asked
        names: Counter[str] = Counter()
        missing: Counter[str] = Counter()
        for missed, held, word, count in rows.missing(connection, scope, since):
            for other in (*json.loads(held), *([word] if word else [])):
                names[other] += count
            if missed is not None:
                entry = self._properties.get(missed)
                missing[entry.label if entry else missed] += count
        order = {name: place for place, name in enumerate(words.OUTCOMES)}
        outcomes = sorted(total.items(), key=lambda outcome: order.get(outcome[0], len(order)))
        return Figures(
            days=tuple(sorted(by_day.items()))[-days:],
            outcomes=tuple(outcomes),
            names=tuple(names.most_common(_MOST)),
            properties=tuple(missing.most_common(_MOST)),
            wrong=total["wrong"],
        )


def _top(connection: sqlite3.Connection, scope: int, since: str) -> Sequence[tuple[str, int]]:
    entries = inbox.entries(connection, scope, ["open"], 500, 0)
    week = [entry for entry in entries if entry.last_asked >= since and entry.wordings]
    ranked = sorted(week, key=lambda entry: (-entry.asked, entry.number))
    return [(entry.wordings[0], entry.asked) for entry in ranked[:_TOP]]


class Weeks:
    """Remembers for every server the last week in which it was told."""

    def __init__(self, store: Store, *, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock

    async def due(self, scope: int) -> bool:
        """Whether a week has begun since the server was told; for a server that never was, the
        next one is waited for."""
        last = await self._store.query(lambda c: rows.last_week(c, scope))
        if last is None:
            await self.told(scope)
            return False
        return last != self._week()

    async def told(self, scope: int) -> None:
        """This week is told."""
        async with self._store.write() as writer:
            await rows.set_week(writer, scope, self._week())

    def _week(self) -> str:
        year, week, _ = self._clock().isocalendar()
        return f"{year}-W{week:02}"
