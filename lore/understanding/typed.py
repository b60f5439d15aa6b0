"""Queries of the grammar as questions of the algebra."""

from __future__ import annotations

from lore.linking.mentions import Mention
from lore.model.facts import Entity, Slot
from lore.understanding.algebra import (
    About,
    Check,
    Listing,
    Moment,
    Named,
    Question,
    Set,
    Several,
    Step,
)
from lore.understanding.query import Anchor, Chain, Query


def typed(query: Query) -> Question | None:
    """A query of the grammar as a question of the algebra; None where it says more than names and
    what is asked of them. Which work, by its place in the order, it asks of is left out."""
    span = query.but is not None or query.span is not None
    more = span or query.filters or query.topic or query.role
    if more or query.statuses or query.as_of is not None or query.year:
        return None
    if query.card is not None:
        return About(_entity(query.card))
    sets = [_set(chain) for chain in query.chains]
    if not sets or any(part is None for part in sets):
        return None
    if query.verdict:
        step = sets[0]
        alone = len(sets) == 1 and isinstance(step, Step) and not query.opposite
        return Check(step) if alone and isinstance(step, Step) else None
    parts = tuple(Listing(part, query.count) for part in sets if part is not None)
    if len(parts) == 1:
        return parts[0]
    return Several(parts) if query.each else None


def _set(chain: Chain) -> Set | None:
    found = _node(chain.anchor) if chain.anchor is not None else None
    for step in chain.steps:
        opening: Slot = "value" if step.ask == "subject" else "subject"
        fixed = tuple((slot, _node(held)) for slot, held in step.fixed)
        found = Step(step.properties, step.known or opening, step.ask, found, fixed)
    return found


def _node(anchor: Anchor) -> Set:
    if not isinstance(anchor, Mention):
        return Moment(anchor)
    return Named(_entity(anchor))


def _entity(mention: Mention) -> Entity:
    candidate = mention.candidates[0]
    return Entity(candidate.entity, candidate.name, candidate.kind, candidate.year)
