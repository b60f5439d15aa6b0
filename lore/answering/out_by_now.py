"""Whether a work is out: told by its dates and by the day on which that is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from lore.answering.moves import Course, course
from lore.language import grammar
from lore.language import text as folding
from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import Found, Verdict
from lore.model.property_ids import RELEASE

_STATES = grammar.listed("out", "states")
_OTHERWISE = grammar.words("out", "otherwise")


def asks_if_out(words: Sequence[str], named: Collection[int]) -> bool:
    """Whether folded words ask if something is out, and not whether a date is known or on which;
    names stand at the places `named`."""
    own = [word for place, word in enumerate(words) if place not in named]
    if any(word in _OTHERWISE or folding.is_number(word) for word in own):
        return False
    if not folding.numbers()["months"].keys().isdisjoint(own):
        return False
    said = f" {' '.join(own)} "
    return any(f" {state} " in said for state in _STATES)


def by_now(found: Found, today: date, newest: date | None, entry: Property | None) -> Found:
    """The verdict on whether a work is out, in place of one on whether its date is known.

    What is to come after `today` is not out, and what came before the `newest` source spoke is.
    Between the two it was due, and nobody has told that it is. `entry` tells which of the dates of
    one work have been replaced by others.
    """
    facts = [line.fact for line in found.lines if line.fact.property == RELEASE]
    if found.verdict != "yes" or not facts or len(facts) < len(found.lines):
        return found
    held = course(facts, entry) if len({fact.subject for fact in facts}) == 1 else Course((*facts,))
    days = [fact.value for fact in held.current if isinstance(fact.value, PartialDate)]
    lines = tuple(line for line in found.lines if line.fact in held.current)
    verdict: Verdict = "unconfirmed"
    if all(day.first > today for day in days):
        verdict = "no"
    elif all(day.last <= (newest or today) for day in days):
        verdict = "yes"
    due = verdict == "unconfirmed" and all(day.last <= today for day in days)
    told = replace(found, lines=lines, total=len(lines), earlier=held.replaced)
    return replace(told, verdict=verdict, due=due)
