"""What a question is told, with what it was taken for."""

from __future__ import annotations

from dataclasses import dataclass

from lore.model.facts import Outcome
from lore.understanding.algebra import Question


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome with the question of the algebra that it answers; None of an offer, of a refusal,
    and of what the grammar says."""

    outcome: Outcome
    question: Question | None = None
