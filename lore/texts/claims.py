"""Facts in sentences: what is claimed, how sure it is, and the steps that led to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import PEOPLE, Entity, Fact, Found, Line, Role, Status, Value
from lore.texts import terms
from lore.texts.citations import Citing
from lore.texts.provenance import is_one

SENTENCES = 4
"""Answers that are said in a sentence each; more are listed."""
_UNSURE = {
    Status.RUMOURED: "rumour, not confirmed: {claim}",
    Status.HOPED: "hoped for, not confirmed: {claim}",
    Status.DENIED: "denied: {claim}",
}
_TOLD = {Status.REPORTED: "reportedly {claim}", **_UNSURE}
"""Where no line below a sentence says that it is but reported."""
_JUDGED = {
    Status.REPORTED: "reportedly {claim}",
    Status.RUMOURED: "it is only a rumour that {claim}",
    Status.HOPED: "it is only hoped that {claim}",
    Status.DENIED: "it is denied that {claim}",
}


_OWN = re.compile(r"^the [^{}]*?(?P<plural>s?) of (?=\{subject\})")
"""How a statement begins that names what something has before it names the thing."""


def _that(named: re.Match[str]) -> str:
    return "those of " if named["plural"] else "that of "


class Claims:
    """Words facts with one property table."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties

    def statement(self, *facts: Fact, again: bool = False) -> str:
        """A fact as a clause without full stop; several that differ in their subject are one.

        `again` says that the property was told of something else just before.
        """
        template = self._template(facts)
        return self._filled(_OWN.sub(_that, template, count=1) if again else template, *facts)

    def _template(self, facts: Sequence[Fact]) -> str:
        entry = self._properties.get(facts[0].property)
        if facts[0].role is not None and entry is not None and entry.statement_role:
            return entry.statement_role
        return entry.statement if entry else "{subject}: {value}"

    def named(self, what: Value | Role) -> str:
        """A value as a sentence names it."""
        return terms.value(what)

    def subjects(self, facts: Sequence[Fact]) -> str:
        """The subjects of facts, as a sentence names them."""
        return terms.series([self.named(fact.subject) for fact in facts])

    def _filled(self, template: str, *facts: Fact, subject: str = "") -> str:
        first = facts[0]
        return template.format(
            subject=subject or self.subjects(facts),
            value=self.named(first.value),
            role=self.named(first.role) if first.role is not None else "",
        )

    def said(
        self, facts: Sequence[Fact], *, judged: bool, standing: bool, again: bool = False
    ) -> str:
        """A sentence without its sources; `standing` says how sure a claim is, and `judged` that
        "Not confirmed" stands before it. Rumours and hopes are not said as facts."""
        unsure = (_JUDGED if judged else _UNSURE).get(facts[0].status)
        statement = self.statement(*facts, again=again)
        if unsure is not None:
            claim = unsure.format(claim=statement)
            return f"{claim}." if judged else terms.sentence(claim)
        standing_note = f" — {terms.standing(facts[0])}" if standing else ""
        return terms.sentence(f"{statement}{standing_note}")

    def claim(
        self,
        facts: Sequence[Fact],
        citing: Citing,
        *,
        judged: bool = False,
        standing: bool = True,
        again: bool = False,
        moved: str = "",
    ) -> str:
        """A sentence with its status and sources; rumours and hopes are not said as facts.

        The facts differ in their subject alone, or in their value alone: then each value has its
        source, and its status where they differ in that. `judged` is for the sentence after "Not
        confirmed", `standing` says how sure facts are, `moved` tells what the value was before, and
        `again` that the property was told of something else just before.
        """
        alike = len({terms.standing(fact) for fact in facts}) == 1
        if len({fact.value for fact in facts}) > 1:
            claims, marks = [self._either(facts, citing, alike)], ""
        else:
            claims, marks = list(facts), citing.marks(facts)
        statement = self.statement(*claims, again=again)
        statement += f"; {moved}" if moved else ""
        unsure = (_JUDGED if judged else _TOLD).get(facts[0].status)
        if unsure is not None and alike:
            text = unsure.format(claim=statement)
        else:
            text = statement + (f" — {terms.standing(facts[0])}" if standing and alike else "")
        return terms.sentence(f"{text}{marks}")

    def _either(self, facts: Sequence[Fact], citing: Citing, alike: bool) -> Fact:
        """The first of facts that differ in their value, with the values of all for its own."""
        values = [
            self.named(fact.value)
            + ("" if alike else f" ({terms.standing(fact)})")
            + citing.marks([fact])
            for fact in facts
        ]
        return replace(facts[0], value=terms.choice(values))

    def grouped(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Lines that differ in nothing but their subject, where one sentence can say them all."""
        groups: dict[object, list[Line]] = {}
        for place, line in enumerate(lines):
            fact = line.fact
            joins = not line.via and self._joins(fact)
            claim = (fact.property, fact.value, fact.role, fact.status, fact.superseded)
            groups.setdefault(claim if joins else place, []).append(line)
        return list(groups.values())

    def sides(self, groups: Sequence[list[Line]]) -> list[list[Line]]:
        """Groups of which those are one that give something another value, as sources that
        disagree do."""
        joined: dict[object, list[Line]] = {}
        for place, group in enumerate(groups):
            fact = group[0].fact
            entry = self._properties.get(fact.property)
            several = len(group) > 1 or entry is None or entry.many
            slot = (fact.subject.id, fact.property, fact.role, group[0].asked, group[0].via)
            joined.setdefault(place if several else slot, []).extend(group)
        return list(joined.values())

    def is_list(self, found: Found, lines: Sequence[Line]) -> bool:
        """Whether an answer is told as a list rather than in sentences."""
        if found.verdict or found.earlier or found.cited or found.conflict:
            return False
        groups = self.grouped(lines)
        if len(groups) > SENTENCES or (found.count and len(lines) > 1):
            return True
        # Several people of one work, say: sentences would say all but the name again.
        alike = {(self.heading(line), line.asked) for line in lines}
        named = not any(isinstance(line.fact.slot(line.asked), PartialDate) for line in lines)
        computed = found.extreme or found.spans or found.times is not None
        return len(groups) > 1 and len(alike) == 1 and named and not computed

    @staticmethod
    def about(found: Found, lines: Sequence[Line]) -> Entity | None:
        """What an answer is told of by topic: a card's own, and that of which several things are
        asked at once."""
        if found.card or found.verdict or found.conflict or found.earlier or found.cited:
            return found.card
        subjects = {line.fact.subject for line in lines}
        apart = len({line.fact.property for line in lines}) == len(lines) > 1
        plain = all(line.asked == "value" and not line.via for line in lines)
        alike = is_one(line.fact for line in lines)
        is_common = apart and plain and alike and len(subjects) == 1 and not found.count
        return next(iter(subjects)) if is_common else None

    def heading(self, line: Line) -> str:
        """What a list of such answers is headed by, with what they belong to."""
        label, owner = self.label(line), "" if line.via else _owner(line)
        return terms.sentence(f"{label} of {owner}" if owner else label)[:-1]

    def join(self, facts: Sequence[Fact]) -> bool:
        """Whether facts differ in nothing but their subject, so that one sentence can say them."""
        claims = {(fact.property, fact.value, fact.role, fact.status) for fact in facts}
        return len(claims) == 1 and self._joins(facts[0])

    def _joins(self, fact: Fact) -> bool:
        """Whether the subject is not what the verb of the statement agrees with."""
        entry = self._properties.get(fact.property)
        return entry is not None and entry.many and not entry.statement.startswith("{subject}")

    def again(self, group: Sequence[Line], before: Sequence[Line] | None) -> bool:
        """Whether what was told just before is the same of something else."""
        return before is not None and before[0].fact.property == group[0].fact.property

    def steps(self, group: Sequence[Line], before: Sequence[Line] | None) -> str:
        """The steps that led to some lines, in brackets; empty where they were told just before."""
        via = group[0].via
        if not via or (before is not None and before[0].via == via):
            return ""
        own = group[0].fact.subject
        pronoun = "it" if len(group) == 1 and own.kind not in PEOPLE else ""
        statements = [
            self._filled(self._template([fact]), fact, subject=pronoun)
            if fact.subject == own and self._joins(fact)
            else self.statement(fact)
            for fact in via
        ]
        return f" ({terms.sentence('; '.join(statements))[:-1]}.)"

    def joint_steps(self, groups: Sequence[Sequence[Line]]) -> str:
        """The steps that led to several answers as one sentence; empty where they differ in more
        than their subject."""
        ways = [group[0].via for group in groups]
        if len(set(ways)) < 2 or len({len(way) for way in ways}) > 1:
            return ""
        steps = [list(dict.fromkeys(step)) for step in zip(*ways, strict=True)]
        if not all(len(step) == 1 or self.join(step) for step in steps):
            return ""
        answered = {line.fact.subject for group in groups for line in group}
        statements = []
        for step in steps:
            all_of_them = len(step) > 1 and {fact.subject for fact in step} == answered
            named = terms.all_of(len(step)) if all_of_them else ""
            statements.append(self._filled(self._template(step), *step, subject=named))
        return terms.sentence("; ".join(statements))

    def label(self, line: Line) -> str:
        """What a list of such answers is headed by."""
        entry = self._properties.get(line.fact.property)
        label = entry.label if entry else line.fact.property
        if line.asked == "role":
            return "roles"
        return label if line.asked == "value" else f"{label} credits"


def _owner(line: Line) -> str:
    """What a list of answers belongs to: the other end of its facts."""
    return terms.value(line.fact.subject if line.asked == "value" else line.fact.value)
