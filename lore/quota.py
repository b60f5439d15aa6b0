"""How much a server may store of its own, so that none fills the disk of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Resource = Literal["facts", "names", "sources", "text"]
MEGABYTE = 1024 * 1024
"""In bytes."""
_NEAR = 0.9
"""The part of a quota from which on moderators are warned."""
_GRACE = 1.5
"""How far beyond its quota a server may go where it takes changes back."""


class Level(NamedTuple):
    """How much of a resource there is, and how much there may be; of text in bytes."""

    resource: Resource
    stored: int
    most: int


@dataclass(frozen=True, slots=True)
class Quota:
    """What one server may store: facts (retired ones too), names, sources, and bytes of text, which
    are those of its history, since that keeps all that was ever written."""

    facts: int = 20_000
    names: int = 30_000
    sources: int = 10_000
    text: int = 32 * MEGABYTE

    def levels(self, stored: Mapping[Resource, int]) -> list[Level]:
        """How much there is of everything, of how much."""
        most: dict[Resource, int] = {
            "facts": self.facts,
            "names": self.names,
            "sources": self.sources,
            "text": self.text,
        }
        return [Level(resource, stored[resource], limit) for resource, limit in most.items()]

    def near(self, stored: Mapping[Resource, int]) -> tuple[Level, ...]:
        """What is nearly used up, or is."""
        return tuple(level for level in self.levels(stored) if level.stored >= _NEAR * level.most)

    def exceeded(
        self, stored: Mapping[Resource, int], grown: Mapping[Resource, int], *, grace: bool
    ) -> Level | None:
        """What would be beyond its quota after growing by so much; what does not grow never is.

        With `grace`, as where a change is taken back, there is room beyond it.
        """
        for resource, before, most in self.levels(stored):
            after = before + grown[resource]
            if grown[resource] > 0 and after > (most * _GRACE if grace else most):
                return Level(resource, after, most)
        return None
