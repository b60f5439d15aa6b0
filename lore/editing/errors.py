"""What a moderator can be told; every text can be shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lore.model.errors import LoreError
from lore.model.facts import Slot
from lore.texts import refusals as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lore.model.edits import Draft, FactView


class Refused(LoreError):
    """Something written cannot be stored as it is."""


class SourceMissing(Refused):
    """A fact was proposed without a source."""

    def __init__(self) -> None:
        super().__init__(words.NO_SOURCE)


class UnknownName(Refused):
    """A name in a slot is not known; to create it, its kind has to be told.

    `kinds` are the kinds that the slot takes, `near` the known names that are spelt alike.
    """

    def __init__(
        self, name: str, slot: Slot | None, kinds: Sequence[str], near: Sequence[str] = ()
    ) -> None:
        super().__init__(words.unknown_name(name, kinds, near))
        self.name = name
        self.slot = slot
        self.kinds = tuple(kinds)
        self.near = tuple(near)


class WrongKind(UnknownName):
    """A name is known, but as a kind that the slot does not take; a namesake may be meant."""

    def __init__(self, name: str, kind: str, slot: Slot, label: str, kinds: Sequence[str]) -> None:
        Refused.__init__(self, words.wrong_kind(name, kind, slot, label, kinds))
        self.name, self.slot, self.kinds, self.near = name, slot, tuple(kinds), ()


class KindUnfit(UnknownName):
    """A new entity was given a kind that the slot does not take."""

    def __init__(self, name: str, kind: str, slot: Slot, kinds: Sequence[str]) -> None:
        Refused.__init__(self, words.kind_unfit(name, kind, slot, kinds))
        self.name, self.slot, self.kinds, self.near = name, slot, tuple(kinds), ()


class AmbiguousName(Refused):
    """A name in a slot may mean several entities; each of the labels in `choices` means one."""

    def __init__(self, name: str, slot: Slot | None, choices: Sequence[str]) -> None:
        super().__init__(words.ambiguous_name(name, choices))
        self.name = name
        self.slot = slot
        self.choices = tuple(choices)


class Missing(Refused):
    """There is no fact or change of a number in the server."""


class Overtaken(Refused):
    """A change cannot be undone before a later one is: `change` is the later one's number."""

    def __init__(self, number: int, change: int | None) -> None:
        super().__init__(words.overtaken(number, change))
        self.change = change


class UndoneAlready(Overtaken):
    """A change was undone already: `change` is the number of the change that undid it."""

    def __init__(self, number: int, change: int) -> None:
        Refused.__init__(self, words.undone_already(number, change))
        self.change = change


class Stale(LoreError):
    """Somebody changed the same thing in the meantime; nothing was changed, `fresh` is its state.

    `fresh` is a draft where one was to be saved, else the fact.
    """

    def __init__(self, fresh: Draft | FactView) -> None:
        super().__init__(words.STALE)
        self.fresh = fresh


class Overwritten(Refused):
    """Somebody changed a setting since it was shown; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(words.OVERWRITTEN)


class ImportRefused(Refused):
    """A file was not taken: `lines` has line numbers with reasons; the text tells the first."""

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        super().__init__(words.import_refused(lines))
        self.lines = tuple(lines)


class Unchanged(Refused):
    """What was asked for is stored already; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(words.UNCHANGED)
