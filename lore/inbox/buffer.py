"""What was asked and is not written yet: bounded, and taken in without waiting for anything."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from lore.inbox.limits import Limits, kept_text
from lore.inbox.question_key.key import QuestionKey
from lore.model.facts import Unknown
from lore.store.inbox import Kind
from lore.store.statistics import Counted
from lore.store.waiting import WaitingRow

Noted: TypeAlias = "asyncio.Future[bool]"
"""Whether a question is kept, once that is decided."""


@dataclass(slots=True)
class Pending:
    """One wording that waits to be gathered, and how often it came.

    `meaning` is set where the reading was handed in; `strict` tells that only a question is kept,
    `offered` that readings were offered to it.
    `waiting` are told, once that is decided, whether it is kept. `rows` are those in which it
    waited on the disk while the bot was not running.
    """

    scope: int
    kind: Kind
    text: str
    unknown: Unknown
    at: str
    strict: bool
    meaning: QuestionKey | None = None
    asked: int = 1
    waiting: list[Noted] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    offered: bool = False

    @property
    def outcome(self) -> str:
        """The outcome's name in the figures."""
        return "ambiguous" if self.offered else self.unknown.reason

    def decided(self, kept: bool) -> None:
        """Tell who waits whether it is kept."""
        for noted in self.waiting:
            if not noted.done():
                noted.set_result(kept)


class Buffer:
    """Holds wordings, each once with its count, and the counts of outcomes.

    When it is full, further wordings are counted in the figures and dropped.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held: dict[tuple[int, Kind, str, QuestionKey | None], Pending] = {}
        self._by_scope: Counter[int] = Counter()
        self.counts: Counter[Counted] = Counter()

    def __len__(self) -> int:
        return len(self._held)

    def add(self, pending: Pending) -> bool:
        """Take one in; False where there is no room."""
        pending.text = kept_text(pending.text)
        key = (pending.scope, pending.kind, pending.text.casefold(), pending.meaning)
        held = self._held.get(key)
        if held is not None:
            held.asked += pending.asked
            held.at = max(held.at, pending.at)
            held.strict = held.strict and pending.strict
            held.waiting += pending.waiting
            held.rows += pending.rows
            return True
        full = len(self._held) >= self._limits.pending_everywhere
        if full or self._by_scope[pending.scope] >= self._limits.pending:
            return False
        self._held[key] = pending
        self._by_scope[pending.scope] += 1
        return True

    def withdraw(self, scope: int, kind: Kind, text: str) -> bool:
        """Take one asking of a wording out again; False where it is not here."""
        key = (scope, kind, kept_text(text).casefold(), None)
        held = self._held.get(key)
        if held is None:
            return False
        held.asked -= 1
        if not held.asked:
            del self._held[key]
            self._by_scope[scope] -= 1
            held.decided(False)
        return True

    def oldest(self, most: int) -> list[Pending]:
        """Up to `most`, the oldest first, which stay here."""
        return list(islice(self._held.values(), most))

    def unsorted(self) -> list[Pending]:
        """What is kept only if it is a question, and was not read yet."""
        return [
            pending for pending in self._held.values() if pending.strict and pending.meaning is None
        ]

    def take(
        self, most: int, scope: int | None = None, wanted: Set[Noted] | None = None
    ) -> list[Pending]:
        """Up to `most` of a server, or of any, the oldest first; only `wanted` ones, if given."""
        keys = [
            key
            for key, pending in self._held.items()
            if (scope is None or key[0] == scope)
            and (wanted is None or not wanted.isdisjoint(pending.waiting))
        ][:most]
        taken = [self._held.pop(key) for key in keys]
        for pending in taken:
            self._by_scope[pending.scope] -= 1
        self._by_scope += Counter()
        return taken

    def take_counts(self) -> Counter[Counted]:
        """The counts so far, which begin anew."""
        counts, self.counts = self.counts, Counter()
        return counts


def row_of(pending: Pending) -> WaitingRow:
    """What waits, as the row in which it waits for the next start."""
    about = (pending.outcome, pending.unknown.property, pending.unknown.names, pending.unknown.word)
    key = pending.meaning
    read = (key.shape, key.words, key.question) if key is not None else None
    return WaitingRow(
        pending.scope,
        pending.kind,
        pending.text,
        pending.at,
        pending.asked,
        pending.strict,
        json.dumps([about, read]),
    )


def of_row(row_id: int, row: WaitingRow) -> Pending:
    """What a row says that waits."""
    (reason, name, names, word), read = json.loads(row.content)
    offered = reason == "ambiguous"
    unknown = Unknown("not_understood" if offered else reason, name, tuple(names), word)
    meaning = QuestionKey(read[0], tuple(map(tuple, read[1])), read[2]) if read else None
    pending = Pending(
        row.scope, row.kind, row.text, unknown, row.at, row.strict, meaning, row.asked
    )
    pending.rows.append(row_id)
    pending.offered = offered
    return pending
