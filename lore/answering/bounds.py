"""How sure an answer of free reading must be to be given, and when the grammar's own stands."""

from __future__ import annotations

from lore.answering.free_questions import Considered, Weighed
from lore.answering.told import told_of
from lore.model.facts import Found, Unknown
from lore.understanding.reading.judge import Weights

_AGREED = 0.7
"""Share of what the grammar answers, too, from which that stands whatever its chance: of franchises
that were left out, five of five such answers were right."""
_HEDGED = 0.75
"""Chance from which an answer is given that is itself told as unsure: of franchises that were left
out, 78 of 94 such answers below the bound of the others were right."""
_PLACED = 0.95
"""Chance from which an answer stands that leaves aside at which place in their order the work is
that is meant: of franchises that were left out, 29 of 39 below it were right, 19 of 21 above."""


def least(best: Weighed, refusal: Unknown, weights: Weights) -> float:
    """The least chance of an answer to be given in place of a refusal."""
    loose = best.loose and refusal.reason != "not_understood"
    return _placed(best, weights.certain if loose else _sure(best, weights))


def goes_before(
    best: Weighed, found: Found, seen: Considered, kept: float, weights: Weights, *, lacking: bool
) -> bool:
    """Whether an answer takes the place of the grammar's, `found`, which stands from the chance
    `kept` on, and is `lacking` where it has no verdict though one is asked for."""
    if seen.barred or best.unsaid:
        return False
    if lacking:
        chance = max(weights.confirmed, seen.grammar)
    elif seen.grammar < kept and told_of(found) < told_of(best.found):
        chance = kept  # it tells what the grammar does, and more
    else:
        chance = weights.least(seen.grammar, kept, _sure(best, weights))
    return best.chance >= _placed(best, chance)


def stands(found: Found, best: Weighed | None, seen: Considered, kept: float) -> bool:
    """Whether an answer of the grammar stands, from the chance `kept` on: by its own chance, by its
    share, or by that of the likeliest other one, where it tells little more."""
    own = next((weighed for weighed in seen.answers if weighed.own), None)
    if own is not None:
        if own.share >= _AGREED and not own.unplaced:
            return True
        kept = _placed(own, kept)
    if seen.grammar >= kept:
        return True
    return best is not None and best.chance >= kept and _tells_little_more(found, best.found)


def _sure(answer: Weighed, weights: Weights) -> float:
    """The least chance of an answer to be given, by whether it is told as unsure."""
    hedged = not any(line.fact.status.is_fact for line in answer.found.lines)
    return _HEDGED if hedged else weights.sure


def _placed(answer: Weighed, chance: float) -> float:
    """The least chance of an answer, which may leave aside at which place the work is."""
    return max(chance, _PLACED) if answer.unplaced else chance


def _tells_little_more(found: Found, other: Found) -> bool:
    """Whether an answer tells all that another one does, and at most as much again."""
    told, part = told_of(found), told_of(other)
    return part < told and len(told) <= 2 * len(part)
