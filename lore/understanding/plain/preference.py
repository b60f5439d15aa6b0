"""Which of several plain readings goes first: fitting kinds, and few words that are no names."""

from __future__ import annotations

from collections.abc import Mapping

from lore.language.properties import Property
from lore.model.facts import Slot
from lore.understanding.algebra import (
    Check,
    Listing,
    Named,
    Question,
    Set,
    Statement,
    Step,
    Words,
    nodes,
)


def misfits(question: Question, properties: Mapping[str, Property]) -> int:
    """How many names stand in slots that do not take their kinds."""
    count = 0
    for node in nodes(question):
        match node:
            case Step():
                ends = [(node.known, node.source), *node.fixed]
                count += sum(_misfit(properties, node, slot, part) for slot, part in ends)
            case Check(step=step, answer=answer):
                count += _misfit(properties, step, step.ask, answer)
    return count


def _misfit(properties: Mapping[str, Property], step: Step, slot: Slot, part: Set | None) -> bool:
    """Whether what stands in a slot is of none of the kinds that it takes, as far as is known."""
    match part:
        case Named(entity):
            held = frozenset({entity.kind})
        case Step(names, _, ask):
            held = frozenset().union(*(properties[name].kinds(ask) for name in names))
        case _:
            return False
    taken = [properties[name].kinds(slot) for name in step.properties]
    return bool(held) and any(kinds and not kinds & held for kinds in taken)


def strained(question: Question) -> bool:
    """Whether it counts what each of several things has, in words that may count those themselves:
    "how many organisations are in the cast of X"."""
    counted = question.source if isinstance(question, Listing) and question.count else None
    return isinstance(counted, Step) and isinstance(counted.source, Step)


def bare(question: Question) -> int:
    """How many words of a question are taken as words of a text."""
    return sum(len(node.words) for node in nodes(question) if isinstance(node, Words | Statement))
