"""Facts as sentences: what is claimed, how sure it is, and the number of its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.models import Fact, Line, Role, Status, Value
from lore.properties import Property
from lore.wording import terms
from lore.wording.citing import Citing

_UNSURE = {
    Status.RUMOURED: "rumour, not confirmed: {claim}",
    Status.HOPED: "hoped for, not confirmed: {claim}",
    Status.DENIED: "denied: {claim}",
}
_JUDGED = {
    Status.RUMOURED: "it is only a rumour that {claim}",
    Status.HOPED: "it is only hoped that {claim}",
    Status.DENIED: "it is denied that {claim}",
}


class Claims:
    """Words facts with one property table."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties

    def statement(self, *facts: Fact) -> str:
        """A fact as a clause without full stop; several that differ in their subject are one."""
        first = facts[0]
        entry = self._properties.get(first.property)
        template = entry.statement if entry else "{subject}: {value}"
        if first.role is not None and entry is not None and entry.statement_role:
            template = entry.statement_role
        return template.format(
            subject=terms.series([fact.subject.name for fact in facts]),
            value=terms.value(first.value),
            role=terms.value(first.role) if first.role is not None else "",
        )

    def claim(self, facts: Sequence[Fact], citing: Citing, *, judged: bool = False) -> str:
        """A sentence with its status and sources; rumours and hopes are not said as facts.

        `judged` is for the sentence after "Not confirmed".
        """
        status = facts[0].status
        unsure = (_JUDGED if judged else _UNSURE).get(status)
        statement = self.statement(*facts)
        if unsure is None:
            text = f"{statement} — {terms.standing(facts[0])}"
        else:
            text = unsure.format(claim=statement)
        return terms.sentence(f"{text}{citing.marks(facts)}")

    def grouped(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Lines that differ in nothing but their subject, where one sentence can say them all."""
        groups: dict[tuple[str, Value, Role | None, Status, bool], list[Line]] = {}
        single: list[list[Line]] = []
        for line in lines:
            fact = line.fact
            if line.via or not self._joins(fact):
                single.append([line])
                continue
            said = (fact.property, fact.value, fact.role, fact.status, fact.superseded)
            group = groups.setdefault(said, [])
            if not group:
                single.append(group)
            group.append(line)
        return single

    def _joins(self, fact: Fact) -> bool:
        """Whether the subject is not what the verb of the statement agrees with."""
        entry = self._properties.get(fact.property)
        return entry is not None and entry.many and not entry.statement.startswith("{subject}")

    def label(self, line: Line) -> str:
        """What a list of such answers is headed by."""
        entry = self._properties.get(line.fact.property)
        label = entry.label if entry else line.fact.property
        if line.asked == "role":
            return "roles"
        return label if line.asked == "value" else f"{label} credits"
