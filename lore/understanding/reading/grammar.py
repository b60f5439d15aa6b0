"""What the grammar makes of a question, as features by which readings are judged beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lore.model.facts import Ambiguous, Found, Outcome
from lore.understanding.reading.features import Features


@dataclass(frozen=True, slots=True)
class Grammar:
    """The outcome of the grammar, the cost of the reading that it rests on, 0 where it has none,
    and the properties whose values it asks for of nothing named (see `Query.openly`)."""

    outcome: Outcome
    cost: float = 0.0
    openly: tuple[str, ...] = ()

    @property
    def found(self) -> Found | None:
        """Its answer; None where it has none."""
        return self.outcome if isinstance(self.outcome, Found) else None

    def features(self, question: str) -> Features:
        """How it stands to the question as a whole; no feature names a property."""
        match self.outcome:
            case Found() as found:
                count = max(found.total, len(found.lines))
                return {
                    "own:cost": self.cost,
                    "own:many": math.log(1 + count),
                    "own:verdict": float(found.verdict is not None),
                    "own:count": float(found.count),
                    "own:extreme": float(found.extreme is not None),
                    "own:card": float(found.card is not None),
                    "own:conflict": float(found.conflict),
                    "own:parts": float(len(found.parts)),
                }
            case Ambiguous():
                return {"own:ambiguous": 1.0}
            case refusal:
                return {
                    f"own:{refusal.reason}": 1.0,
                    "own:cost": self.cost,
                    "own:property": float(refusal.property is not None),
                    "own:names": float(len(refusal.names)),
                    "own:word": float(refusal.word is not None),
                    "own:capital": float(is_capital(refusal.word or "", question)),
                }


def is_capital(stretch: str, question: str) -> bool:
    """Whether a word of a folded stretch is written as a name or a number is, inside a question; a
    letter by itself ("I") tells nothing."""
    told = (word for word in stretch.split() if len(word) > 1 or word.isdecimal())
    return any(f" {word.capitalize()}" in question for word in told)
