"""Whether a work is out: told by its dates and by the day on which that is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from lore.language import grammar
from lore.language import text as folding
from lore.model.dates import PartialDate
from lore.model.facts import Found, Verdict
from lore.model.property_ids import RELEASE

_STATES = grammar.phrases("out", "states")
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
    return any(f" {' '.join(state)} " in said for state in _STATES)


def by_now(found: Found, today: date, newest: date | None) -> Found:
    """The verdict on whether a work is out, in place of one on whether its date is known.

    What is to come after `today` is not out, and what came before the `newest` source spoke is.
    Between the two it was due, and nobody has told that it is.
    """
    dates = [line.fact.value for line in found.lines if line.fact.property == RELEASE]
    days = [value for value in dates if isinstance(value, PartialDate)]
    if found.verdict != "yes" or not days or len(days) < len(found.lines):
        return found
    verdict: Verdict = "unconfirmed"
    if all(day.first > today for day in days):
        verdict = "no"
    elif all(day.last <= (newest or today) for day in days):
        verdict = "yes"
    due = verdict == "unconfirmed" and all(day.last <= today for day in days)
    return replace(found, verdict=verdict, due=due)
