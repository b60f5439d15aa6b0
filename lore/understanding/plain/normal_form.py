"""One form for readings that ask the same: the order in which the slots of a step are written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lore.model.facts import Slot
from lore.model.property_ids import RELEASE
from lore.understanding.algebra import (
    Check,
    Gap,
    Moved,
    Named,
    Question,
    Reading,
    Set,
    Step,
    mapped,
)
from lore.understanding.plain.builder import Given, step_of


def normal(reading: Reading) -> Reading:
    """The reading in its one form."""
    return Reading(normal_question(reading.question), reading.as_of)


def normal_question(question: Question) -> Question:
    """A question of the algebra in its one form."""
    made: Question = mapped(question, _normal)
    return made


def _normal(node: Any) -> Any:
    """A node whose parts are normal, in its own form."""
    match node:
        case Step():
            return _step(node)
        case Check():
            return _check(node)
        case Gap(start, end):
            return Gap(_dated(start), _dated(end))
        case _:
            return node


def _dated(side: Set | Moved | None) -> Set | Moved | None:
    """An end of a span of time: a work stands for the date on which it comes out."""
    return Step((RELEASE,), "subject", "value", side) if isinstance(side, Named) else side


def _given(step: Step) -> dict[Slot, Set]:
    told = dict(step.fixed)
    return {**told, step.known: step.source} if step.source is not None else told


def _step(step: Step) -> Step:
    return step_of(step.properties, _given(step), step.ask, step.statuses)


def _check(check: Check) -> Check:
    """A verdict on a fact asks for its value, else for its subject."""
    if check.answer is None or check.step.source is None:
        return check
    given: Given = {**_given(check.step), check.step.ask: check.answer}
    ask: Slot = "value" if "value" in given else "subject"
    if ask not in given or len(given) != len(check.step.fixed) + 2:
        return check
    rest = {slot: part for slot, part in given.items() if slot != ask}
    step = step_of(check.step.properties, rest, ask, check.step.statuses)
    return replace(check, step=step, answer=given[ask])
