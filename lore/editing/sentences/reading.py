"""What a statement was read as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lore.language.properties import Property
from lore.model.facts import Slot, Status


@dataclass(frozen=True, slots=True)
class Reading:
    """A property with what stands in its slots, as texts, and what reading it so costs."""

    entry: Property
    slots: Mapping[Slot, str]
    status: Status
    cost: float = 0.0

    def says_as(self, other: Reading) -> bool:
        """Whether it states the same, however sure."""
        return self.entry is other.entry and self._folded == other._folded

    @property
    def _folded(self) -> dict[Slot, str]:
        return {slot: text.casefold() for slot, text in self.slots.items()}
