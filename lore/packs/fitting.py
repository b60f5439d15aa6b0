"""Whether a fact has the kinds that its property takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lore.models import Slot
from lore.properties import Properties, Property
from lore.store.records import FactRecord, Term


def misfit(fact: FactRecord, kinds: Mapping[str, str], properties: Properties) -> str | None:
    """Why a fact does not fit its property, None where it does; `kinds` are its entities' by key.

    A property that lists no kinds for a place of the fact takes any there.
    """
    table = properties[fact.property]
    subject = Term("entity", fact.subject)
    reason = _refused(table, "subject", subject, kinds) or _refused(
        table, "value", fact.value, kinds
    )
    if reason is None and fact.role is not None:
        if not table.has_role:
            return f"the property “{table.id}” takes no role"
        reason = _refused(table, "role", fact.role, kinds)
    return reason


def _refused(table: Property, slot: Slot, term: Term, kinds: Mapping[str, str]) -> str | None:
    taken = table.kinds(slot)
    kind = kinds[term.text] if term.type == "entity" else term.type
    if not taken or kind in taken:
        return None
    wrong = f"“{term.text}” is a {kind}" if term.type == "entity" else f"it is a {kind} here"
    return f"the {slot} of “{table.id}” is {_either(taken)}, and {wrong}"


def _either(kinds: Collection[str]) -> str:
    *most, last = sorted(kinds)
    return f"{', '.join(most)} or {last}" if most else last
