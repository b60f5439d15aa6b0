"""What weights are worth: how often a right reading is first, and what members would be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import chain, repeat

from lore.answering.free_questions import OFFERED
from lore.training.rows import Row
from lore.understanding.reading.contest import standing
from lore.understanding.reading.judge import Judgement, Verdict, Weights
from lore.understanding.reading.phrasing import is_grammar

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
        names = [field.name for field in fields(self)]
        return Figures(*(getattr(self, name) + getattr(other, name) for name in names))

    def is_worse(self, than: Figures) -> bool:
        """Whether fewer are right first or outright, or more are wrong, beyond chance."""
        rows, answerable = max(self.rows, 1), max(self.answerable, 1)
        lost = max(than.first - self.first, than.outright - self.outright) / answerable
        return lost > _NOISE or (self.wrong - than.wrong) / rows > _NOISE


def judged(row: Row, told: Judgement, chances: Sequence[float], weights: Weights) -> Figures:
    """One question: how its readings were judged, and the chance of each answer that may be right.

    What is given is as in `SecondLook`, an answer of the grammar where it has its chance; but for
    names that may be others, verdicts that an answer lacks, and the bounds of answers that are told
    as unsure or leave aside which work is meant.
    """
    own = next((at for at, reading in enumerate(row.readings) if is_grammar(reading)), None)
    ranked = sorted(
        zip(told.answers, chain(chances, repeat(0.0)), strict=False),
        key=lambda judged: -standing(judged[1], judged[0].share),
    )
    grammar = next((answer for answer in ranked if own in answer[0].places), None)
    given = _given(ranked, grammar, weights)
    offered = [answer for answer, _ in ranked[:OFFERED]]
    likely = bool(ranked) and ranked[0][1] >= weights.offered and told.none <= weights.open
    asked = given is None and likely
    if given is None and not asked and grammar is not None:
        given = grammar[0] if grammar[1] >= weights.confirmed else None
    right = [answer.place in row.right for answer in offered]
    outright = given is not None and given.place in row.right
    return Figures(
        rows=1,
        answerable=int(row.answered),
        first=int(any(right[:1])),
        three=int(any(right)),
        outright=int(outright),
        pressed=int(outright or (asked and any(right))),
        wrong=int(given is not None and not outright),
        asked=int(asked),
        refused=int(not row.answered and given is None and not asked),
    )


def _given(
    ranked: Sequence[tuple[Verdict, float]],
    grammar: tuple[Verdict, float] | None,
    weights: Weights,
) -> Verdict | None:
    """The answer that is given outright; None where none is sure."""
    answer, chance = next((answer for answer in ranked if answer is not grammar), (None, 0.0))
    own = grammar[1] if grammar is not None else 0.0
    if chance >= weights.least(own, weights.kept, weights.sure):
        return answer
    return grammar[0] if grammar is not None and own >= weights.kept else None
