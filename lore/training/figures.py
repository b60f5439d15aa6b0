"""What weights are worth: how often a right reading is first, and what members would be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from lore.answering.free_questions import OFFERED
from lore.training.rows import Row
from lore.understanding.reading.judge import Weights

_NOISE = 0.002
"""A difference of two in a thousand is chance."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over questions. Of those that can be answered (`answerable`): the right answer is
    likeliest (`first`), or among the likeliest three (`three`); it is given outright (`outright`),
    or so or among what is offered (`pressed`). Of all: a wrong answer is given (`wrong`), readings
    are offered (`asked`). `refused` counts those that nothing answers and that got neither."""

    rows: int = 0
    answerable: int = 0
    first: int = 0
    three: int = 0
    outright: int = 0
    pressed: int = 0
    wrong: int = 0
    asked: int = 0
    refused: int = 0

    def __add__(self, other: Figures) -> Figures:
        """The counts of both."""
        names = [one.name for one in fields(self)]
        return Figures(*(getattr(self, name) + getattr(other, name) for name in names))

    def is_worse(self, than: Figures) -> bool:
        """Whether fewer are right first or outright, or more are wrong, beyond chance."""
        rows, answerable = max(self.rows, 1), max(self.answerable, 1)
        lost = max(than.first - self.first, than.outright - self.outright) / answerable
        return lost > _NOISE or (self.wrong - than.wrong) / rows > _NOISE


def judged(row: Row, shares: Sequence[float], weights: Weights) -> Figures:
    """One question, with the share of each of its readings and, last, of there being none.

    What is given is as in `SecondLook`, an answer of the grammar where it has its share; but for
    the bounds of `Weights.lets`, for verdicts that an answer lacks, and for refusals, all of which
    have the limits of `refused` here. So more is given outright than by the program.
    """
    totals: dict[int, float] = {}
    best: dict[int, int] = {}
    for place, answer in enumerate(row.answers):
        totals[answer] = totals.get(answer, 0.0) + shares[place]
        if answer not in best or shares[place] > shares[best[answer]]:
            best[answer] = place
    none = totals.pop(-1)
    ranked = sorted(totals, key=lambda answer: -totals[answer])
    right = [best[answer] in row.right for answer in ranked]
    own = row.answers[len(row.shapes) - 1] if row.shapes and not row.shapes[-1] else None
    given = _given(row, totals, ranked, best, own, weights)
    limits = weights.refused
    offered = ranked[:OFFERED]
    asked = (
        given is None
        and bool(offered)
        and none <= limits.none
        and sum(totals[answer] for answer in offered) >= limits.offer
    )
    if given is None and not asked:
        given = own
    outright = given is not None and best[given] in row.right
    return Figures(
        rows=1,
        answerable=int(row.answered),
        first=int(any(right[:1])),
        three=int(any(right[:OFFERED])),
        outright=int(outright),
        pressed=int(outright or (asked and any(right[:OFFERED]))),
        wrong=int(given is not None and not outright),
        asked=int(asked),
        refused=int(not row.answered and given is None and not asked),
    )


def _given(
    row: Row,
    totals: dict[int, float],
    ranked: Sequence[int],
    best: dict[int, int],
    own: int | None,
    weights: Weights,
) -> int | None:
    """The answer that is given outright; None where none is sure."""
    kept = totals[own] if own is not None else 0.0
    if own is not None and kept >= weights.kept:
        return own
    fitting = next((answer for answer in ranked if answer != own), None)
    if fitting is None:
        return None
    shape = row.shapes[best[fitting]]
    return fitting if totals[fitting] >= max(weights.surely(shape), kept) else None
