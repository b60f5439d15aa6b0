"""First and last, before and after: which of several works a question means by their dates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Literal

from lore.models import Extreme
from lore.question.items import Item

Side = Literal["before", "after", "since"]

_EXTREMES: tuple[Extreme, ...] = ("first", "last")
_SIDES: tuple[Side, ...] = ("before", "after", "since")


def extreme(items: Sequence[Item], works: Collection[str]) -> Extreme | None:
    """Whether the first or the last work is meant: "first movie", "latest Storm Harbour film".

    Other things that are first, such as names and days, are left alone.
    """
    for place, item in enumerate(items):
        value = item.sense.value if item.sense and item.kind == "mark" else None
        which = next((one for one in _EXTREMES if one == value), None)
        follows = items[place + 1 : place + 3]
        if follows and follows[0].mention and follows[0].mention.kinds & set(works):
            follows = follows[1:]
        if which and follows and follows[0].kind == "kind" and _value(follows[0]) in works:
            return which
    return None


def unsettled(items: Sequence[Item]) -> bool:
    """Whether "first" or "last" stands before the name of a series: one of its works is meant."""
    return any(
        mark.kind == "mark"
        and _value(mark) in _EXTREMES
        and name.mention is not None
        and name.mention.kind == "series"
        for mark, name in pairwise(items)
    )


def sets_bound(item: Item) -> bool:
    """Whether a word says that something lies before, after or since what follows it."""
    return item.kind == "mark" and _value(item) in _SIDES


def bound(items: Sequence[Item], works: Collection[str]) -> tuple[Side, Item] | None:
    """The date or work before, after or since which something is asked for."""
    for mark, other in pairwise(items):
        side = next((one for one in _SIDES if sets_bound(mark) and one == _value(mark)), None)
        named = other.mention is not None and bool(other.mention.kinds & set(works))
        if side and (named or other.date is not None):
            return side, other
    return None


def _value(item: Item) -> str | None:
    return item.sense.value if item.sense else None
