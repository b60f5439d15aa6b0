"""Several answers as one, and what shows that it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lore.model.facts import Found
from lore.understanding.algebra import Listing, Question, Step


def joined(answers: Sequence[Found]) -> Found:
    """The lines of several answers as one."""
    lines = tuple(dict.fromkeys(line for answer in answers for line in answer.lines))
    return Found(
        lines,
        conflict=any(answer.conflict for answer in answers),
        total=len(lines),
        earlier=tuple(fact for answer in answers for fact in answer.earlier),
    )


def is_list(found: Found) -> bool:
    """Whether an answer is what its lines give, and nothing that is made of them."""
    return found == Found(
        found.lines, conflict=found.conflict, total=found.total, earlier=found.earlier
    )


def unnamed(question: Question) -> object:
    """A list that is asked for without what it is asked of; any other question as it stands."""
    match question:
        case Listing(Step() as step, count=False):
            return replace(step, source=None, fixed=())
        case _:
            return question
