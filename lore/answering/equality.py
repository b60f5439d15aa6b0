"""Whether values are the same, as far as they are told."""

from __future__ import annotations

from lore.model.dates import PartialDate
from lore.model.facts import Entity, Value


def equal(value: Value | None, other: Value) -> bool:
    """Whether two values may be the same: dates are where they agree."""
    if isinstance(value, Entity) and isinstance(other, Entity):
        return value.id == other.id
    if isinstance(value, PartialDate) and isinstance(other, PartialDate):
        return value.agrees(other)
    return value == other


def looser(value: Value, moment: PartialDate) -> bool:
    """Whether a date may turn out to be another that is told more finely."""
    return isinstance(value, PartialDate) and value.agrees(moment) and not within(value, moment)


def within(value: PartialDate, moment: PartialDate) -> bool:
    """Whether all days that a date may be are among those of another."""
    return moment.first <= value.first and value.last <= moment.last
