"""Ways through the facts: what a question aims at, and the steps that lead there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lore.question.query import Step

Kinds = frozenset[str]
"""Kinds of what was reached; empty for any."""

MANNERS: Mapping[str, str] = {
    "why": "why",
    "how": "how",
    "amount": "how much",
    "duration": "how long",
    "count": "how many",
}
"""The question words of manner, as properties name them."""


class Path(NamedTuple):
    """Steps so far, the kinds reached and the cost; `linked` are properties of an unsaid step.

    `waited` tells that what is attached to the name was passed over for what is not.
    """

    steps: tuple[Step, ...]
    kinds: Kinds
    cost: float
    linked: tuple[str, ...] = ()
    filters: tuple[tuple[str, ...], ...] = ()
    waited: bool = False

    def dearer(self, cost: float) -> Path:
        """The same at a higher cost."""
        return self._replace(cost=self.cost + cost)


class Way(NamedTuple):
    """One step through some properties, with the kinds that it reaches and its cost."""

    step: Step
    kinds: Kinds
    cost: float


@dataclass(frozen=True, slots=True)
class Aim:
    """What the end of a path should be: the question word, and the kinds that it demands."""

    question: str | None
    demand: Kinds
    shared: bool = False
