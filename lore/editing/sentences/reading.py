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
