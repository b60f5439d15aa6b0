"""Draft sessions: the state behind each draft card, kept in memory for some minutes."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from cachetools import TTLCache

from chat.editing import texts as words
from chat.ui.components import Interaction
from lore.editing import Draft, Fields, Moderator, NewName, Saved
from lore.editing.errors import AmbiguousName, SourceMissing, UnknownName
from lore.model.errors import LoreError
from lore.store.sealing import fresh

PATIENCE = 14 * 60.0
"""Seconds that a card is kept after it was shown: Discord lets it be changed for 15 minutes."""
MOST_OF_ONE = 25
"""Cards of one moderator; each that is edited counts anew."""
MOST = 2_000
"""Drafts that are kept open, of all servers; the oldest give way."""

After = Callable[[Interaction, Moderator, Saved], Awaitable[str | None]]
"""What follows once a draft is saved; the text that it gives is shown with the result."""


class Closed(LoreError):
    """The card that was pressed has expired, or belongs to another moderator."""

    def __init__(self) -> None:
        super().__init__(words.GONE)


@dataclass(frozen=True, slots=True)
class DraftSession:
    """A fact on its way to be saved, just as one card shows it.

    `draft` is what saving would store; where there is none, `problem` says what is to be mended.
    `edits` is the number and the version of the fact that it is to replace. `note` is said above.
    """

    by: Moderator
    fields: Fields
    reason: str | None = None
    after: After | None = None
    edits: tuple[int, str] | None = None
    draft: Draft | None = None
    problem: LoreError | None = None
    note: str | None = None
    page: int = 0
    editing: bool = False

    @property
    def offers(self) -> tuple[str, ...]:
        """Names that may be meant in place of the one that is in the way."""
        match self.problem:
            case AmbiguousName():
                return self.problem.choices
            case UnknownName():
                return self.problem.near
        return ()

    @property
    def lacks_source(self) -> bool:
        """Whether only the source is missing."""
        return isinstance(self.problem, SourceMissing)

    @property
    def news(self) -> tuple[NewName, ...]:
        """What is to be created, or was told to be where there is no draft."""
        return self.draft.creates if self.draft is not None else self.fields.new

    @property
    def kinds(self) -> tuple[str, ...]:
        """What a name that nobody knows may be created as."""
        return self.problem.kinds if isinstance(self.problem, UnknownName) else ()


class Owned(Protocol):
    """What is kept behind a card: one moderator owns it."""

    @property
    def by(self) -> Moderator:
        """Whose card it is."""
        ...


S = TypeVar("S", bound=Owned)


class Sessions(Generic[S]):
    """Keeps what cards stand for: each under a name of its own, so that a press on a card does
    what that card shows."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept: TTLCache[str, S] = TTLCache(MOST, PATIENCE, clock)

    def keep(self, work: S, key: str | None = None) -> str:
        """Keep what a card shows; its name."""
        key = key or fresh()
        self._kept[key] = work
        own = [name for name, other in list(self._kept.items()) if other.by == work.by]
        for name in own[:-MOST_OF_ONE]:
            self._kept.pop(name, None)
        return key

    def get(self, key: str, by: Moderator) -> S:
        """What the card of a name stands for.

        Raises:
            Closed: where it is kept no longer, or is not this moderator's.
        """
        work: S | None = self._kept.get(key)
        if work is None or work.by != by:
            raise Closed
        return work

    def take(self, key: str, by: Moderator) -> S:
        """As `get`; from now on nobody gets it."""
        work = self.get(key, by)
        self._kept.pop(key, None)
        return work


class DraftSessions(Sessions[DraftSession]):
    """The sessions of drafts."""
