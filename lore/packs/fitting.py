"""Whether a fact has the shapes that its property takes.

The kinds in the property table tell what questions ask for; they do not bind a pack, whose kinds
are open. What must fit is the shape alone: an entity, a date or a text.
"""

from __future__ import annotations

from lore.models import Slot
from lore.properties import Properties, Property
from lore.store.records import FactRecord, Term

_LITERALS = frozenset({"date", "text"})
_SHAPES = {"entity": "an entity", "date": "a date", "text": "a text"}


def misfit(fact: FactRecord, properties: Properties) -> str | None:
    """Why a fact does not fit its property, as a clause; None where it does.

    A property that lists no kinds for a place of the fact takes any shape there.
    """
    table = properties[fact.property]
    reason = _refused(table, "value", fact.value)
    if reason is None and fact.role is not None:
        reason = _refused(table, "role", fact.role)
    return reason


def _refused(table: Property, slot: Slot, term: Term) -> str | None:
    kinds = table.kinds(slot)
    taken = (kinds & _LITERALS) | ({"entity"} if kinds - _LITERALS else set())
    if not taken or term.type in taken:
        return None
    allowed = " or ".join(_SHAPES[shape] for shape in sorted(taken))
    return f"the {slot} of “{table.id}” is {allowed}, and it is {_SHAPES[term.type]} here"
