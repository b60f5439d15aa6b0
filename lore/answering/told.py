"""What a question is told, with what it was taken for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lore.model.facts import SLOTS, Entity, Found, Outcome
from lore.understanding.algebra import Question


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome with the question of the algebra that it answers; None of an offer, of a refusal,
    and of what the grammar says."""

    outcome: Outcome
    question: Question | None = None


def told_of(outcome: Outcome) -> frozenset[int]:
    """The ids of the facts that an outcome tells."""
    lines = outcome.lines if isinstance(outcome, Found) else ()
    return frozenset(line.fact.id for line in lines)


def given(found: Found) -> list[Entity]:
    """The one entity that an answer gives; none where it gives several."""
    return _only(line.fact.slot(line.asked) for line in found.lines)


def talked(outcome: Outcome) -> tuple[list[Entity], list[Entity]]:
    """What a conversation goes on about: the entity that an answer gave, where it gave one, and
    those that all its facts tell beside it."""
    if not isinstance(outcome, Found) or outcome.card is not None:
        return [], []
    ends = given(outcome)
    others = (_only(line.fact.slot(slot) for line in outcome.lines) for slot in SLOTS)
    return ends, [entity for told in others for entity in told if entity not in ends]


def _only(ends: Iterable[object]) -> list[Entity]:
    """The one entity among the ends of facts; none where there are several."""
    found = {end.id: end for end in ends if isinstance(end, Entity)}
    return list(found.values()) if len(found) == 1 else []
