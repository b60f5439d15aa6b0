"""Answers as cards: the answer itself, and one line that says where it is from.

What an answer says is that of `AnswerTexts`, whose text is whole; a card leaves to *Sources* what
a member reads only when in doubt, and says nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from lore.language.properties import Property
from lore.model.facts import (
    Ambiguous,
    Entity,
    Fact,
    Found,
    Line,
    Outcome,
    Role,
    Status,
    Unknown,
    Value,
)
from lore.texts import spans, terms
from lore.texts.answers import SPLIT, AnswerTexts, gives_away, read_as, refined
from lore.texts.citations import Citing
from lore.texts.claims import Claims
from lore.texts.parts import DISAGREE, Parts, Row, Tone, carded
from lore.texts.provenance import SEPARATOR, counted, is_one, provenance
from lore.texts.topics import Topics

_GROUPS = {
    "rumour, not confirmed": "Rumoured",
    "only hoped for, not confirmed": "Hoped for",
}


class Spoken(Claims):
    """Facts as sentences for somebody who reads them today: works that are out in the past,
    characters with their article, and no word of how they stand where that is told below."""

    def __init__(self, properties: Mapping[str, Property], today: Callable[[], date]) -> None:
        super().__init__(properties)
        self._today = today

    def _template(self, facts: Sequence[Fact]) -> str:
        past = all(self._gone_by(fact.subject) for fact in facts)
        entry = self._properties.get(facts[0].property)
        past_template = self._past(entry, facts[0]) if past and entry is not None else None
        return past_template or super()._template(facts)

    def named(self, what: Value | Role) -> str:
        """A value as a sentence names it."""
        definite = isinstance(what, Entity) and what.definite
        return f"the {terms.value(what)}" if definite else terms.value(what)

    def subjects(self, facts: Sequence[Fact]) -> str:
        """The subjects of facts, as a sentence names them."""
        return terms.series(terms.works([self.named(fact.subject) for fact in facts]))

    def ages(self, facts: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
        """Facts of works that are told in the present, and those of works that are out."""
        now = [fact for fact in facts if not self._gone_by(fact.subject)]
        past = [fact for fact in facts if self._gone_by(fact.subject)]
        return (now, past) if now else (past, [])

    def _gone_by(self, work: Entity) -> bool:
        today = self._today()
        if work.released is not None:
            return work.released.last < today
        return work.year is not None and work.year < today.year

    def _past(self, entry: Property, fact: Fact) -> str | None:
        return entry.past_role if fact.role is not None and entry.past_role else entry.past


class CardTexts:
    """Words answers as cards with one property table; `today` decides what is past."""

    def __init__(
        self, properties: Mapping[str, Property], today: Callable[[], date] = date.today
    ) -> None:
        self._properties = properties
        self._claims = Spoken(properties, today)
        self._texts = AnswerTexts(properties)

    def answer(self, outcome: Outcome) -> Parts:
        """An outcome as a card."""
        match outcome:
            case Found():
                parts = self._several(outcome) if outcome.parts else self._found(outcome)
                return replace(parts, notes=read_as(outcome) + parts.notes)
            case Ambiguous():
                return self._texts.parts(outcome)
            case Unknown():
                return replace(self._texts.parts(outcome), leads=())

    def label(self, name: str) -> str:
        """A property as a heading."""
        entry = self._properties.get(name)
        label = entry.label if entry else name
        return label[:1].upper() + label[1:]

    def _several(self, found: Found) -> Parts:
        """Several questions that were put at once, each answered in its rows."""
        rows: list[Row] = []
        for part in found.parts:
            if isinstance(part.outcome, Found):
                answer = self._found(part.outcome)
                heads = answer.leads or ("",) * len(answer.lines)
                body = zip(answer.lines, heads, answer.spoilers, strict=True)
                rows += [Row("", f"{note}:") for note in answer.notes]
                rows += [Row(text, lead, spoiler) for text, lead, spoiler in body]
            elif isinstance(part.outcome, Unknown):
                rows += [Row(line) for line in self._texts.parts(part.outcome).lines]
        facts = [line.fact for line in found.lines]
        return carded(rows, tone=_tone(found), provenance=provenance(facts))

    def _found(self, found: Found) -> Parts:
        lines = self._unrepeated(refined(found.lines))
        if found.conflict and (sides := self._sides(found, lines)):
            return sides
        if (about := self._claims.about(found, lines)) is not None:
            return self._topics(about, lines)
        if self._claims.is_list(found, lines):
            return self._list(found, lines)
        return self._sentences(found, lines)

    def _unrepeated(self, lines: Sequence[Line]) -> list[Line]:
        """Lines without those that another one includes: who plays a role is in the film."""
        played = {
            (line.fact.subject, line.fact.property, line.fact.value)
            for line in lines
            if line.fact.role is not None
        }

        def told(fact: Fact) -> bool:
            entry = self._properties.get(fact.property)
            wider = entry.within if entry else None
            return wider is not None and (fact.subject, wider, fact.value) in played

        return [line for line in lines if not told(line.fact)]

    # One answer, or a few.

    def _sentences(self, found: Found, lines: Sequence[Line]) -> Parts:
        facts = _facts(lines)
        alike = is_one(facts)
        rows = [Row(sentence) for sentence in self._cited(found)]
        groups = self._claims.grouped(lines)
        steps = self._claims.joint_steps(groups)
        for before, group in zip([None, *groups], groups, strict=False):
            rows += self._claim(group, before, found, alike, stepped=not steps)
        rows += [Row(steps, spoiler=any(map(gives_away, groups)))] if steps else []
        lead = _lead(found)
        if lead and rows:
            at = len(rows) - 1 if found.cited else 0
            rows[at] = replace(rows[at], lead=lead)
        return carded(
            list(dict.fromkeys(rows)),
            tone=_tone(found),
            notes=(f"{DISAGREE}.",) if found.conflict else (),
            provenance=None if found.cited else provenance(facts),
        )

    def _topics(self, about: Entity, lines: Sequence[Line]) -> Parts:
        """Several things that are asked of one, a topic each."""
        topics = Topics(self._properties, about).of(lines)
        rows = [row for topic in topics for row in (topic.told if topic.worded else topic.rows())]
        facts = _facts(lines)
        sure = any(fact.status.is_fact for fact in facts)
        return carded(
            rows,
            title=about.name,
            tone="fact" if sure else "rumour",
            provenance=provenance(facts, told=not sure),
        )

    def _claim(
        self,
        group: Sequence[Line],
        before: Sequence[Line] | None,
        found: Found,
        alike: bool,
        *,
        stepped: bool,
    ) -> list[Row]:
        """A claim, if `stepped` the steps that led to it, and what its value was before."""
        facts = _facts(group)
        judged = found.verdict == "unconfirmed" and before is None
        again = self._claims.again(group, before)
        via, steps = group[0].via, self._claims.steps(group, before) if stepped else ""
        if via and self._claims.join([facts[0], *via]):
            facts, steps = [facts[0], *via], ""
        now, past = self._claims.ages(facts)
        claim = self._claims.said(now, judged=judged, standing=not alike, again=again)
        rows = [Row(claim + steps, spoiler=gives_away(group))]
        if past:
            names = terms.works([fact.subject.name for fact in [*now, *past]])[len(now) :]
            works = [
                f"{name} ({_year(fact.subject)})" for name, fact in zip(names, past, strict=True)
            ]
            rows.append(Row(f"Before: {', '.join(works)}.", spoiler=gives_away(group)))
        if moved := spans.moved_from(facts[0], found.earlier):
            rows.append(Row(moved, spoiler=gives_away(group)))
        return rows

    def _cited(self, found: Found) -> tuple[str, ...]:
        return Citing(found.lines, marked=False).named if found.cited else ()

    # Sources that disagree.

    def _sides(self, found: Found, lines: Sequence[Line]) -> Parts | None:
        """What each source says, with its day; None where they differ in more than one slot."""
        facts = _facts(lines)
        works = {
            fact.subject: [other for other in facts if other.subject == fact.subject]
            for fact in facts
        }
        if len({fact.property for fact in facts}) > 1 or any(
            line.asked != "value" for line in lines
        ):
            return None
        roles = {fact.role for fact in facts}
        role = next(iter(roles)) if len(roles) == 1 else None
        heading = self.label(facts[0].property) if role is None else self._claims.named(role)
        if len(works) > 1:
            rows = [self._settled(claims, facts) for claims in works.values()]
        else:
            heading += f" {'in' if role is not None else 'of'} {facts[0].subject.name}"
            rows = [self._side(fact, facts) for fact in facts]
        if found.verdict:
            rows.insert(0, Row(SPLIT))
        if moved := spans.moved_from(facts[0], found.earlier):
            rows.append(Row(moved))
        if steps := self._claims.joint_steps([[line] for line in lines]) or self._claims.steps(
            lines, None
        ):
            rows.append(Row(steps.strip(), spoiler=gives_away(lines)))
        return carded(
            rows,
            title=terms.sentence(heading)[:-1],
            tone="conflict",
            notes=(f"{DISAGREE}.",),
            provenance=counted(facts),
        )

    def _settled(self, sides: Sequence[Fact], facts: Sequence[Fact]) -> Row:
        """What sources say of one of several works."""
        rows = [self._side(fact, facts) for fact in sides]
        values = [f"{row.lead} ({row.text.removeprefix(SEPARATOR.lstrip())})" for row in rows]
        return Row(terms.choice(values), sides[0].subject.name, any(row.spoiler for row in rows))

    def _side(self, fact: Fact, facts: Sequence[Fact]) -> Row:
        standing = "" if is_one(facts) else f"{terms.standing(fact)}{SEPARATOR}"
        days = ", ".join(dict.fromkeys(terms.spoken_at(cited) for cited in fact.citations))
        return Row(
            f"{SEPARATOR.lstrip()}{standing}{days}", self._claims.named(fact.value), fact.spoiler
        )

    # Lists.

    def _list(self, found: Found, lines: Sequence[Line]) -> Parts:
        """One answer a line; what stands otherwise, or belongs to something else, in a group."""
        groups: dict[tuple[str, str], list[Row]] = {}
        for line in lines:
            key = (self._claims.heading(line), terms.standing(line.fact))
            row = Row(item(line), spoiler=line.fact.spoiler)
            if row not in groups.setdefault(key, []):
                groups[key].append(row)
        headings = list(dict.fromkeys(heading for heading, _ in groups))
        rows = [Row("", lead) for lead in [_lead(found)] if lead]
        for (heading, standing), items in groups.items():
            introduction = [heading] if len(headings) > 1 else []
            introduction += [group(standing)] if len(groups) > len(headings) else []
            rows += [Row("", " · ".join(introduction))] if introduction else []
            rows += items
        if found.total > len(lines) and not found.count:
            rows.append(Row(terms.more(found.total - len(lines))))
        facts = _facts(lines)
        return carded(
            rows,
            title=headings[0] if len(headings) == 1 else None,
            tone=_tone(found),
            provenance=provenance(facts, told=len(groups) > len(headings)),
        )


def group(standing: str) -> str:
    """The heading of what stands alike."""
    return _GROUPS.get(standing) or terms.sentence(standing)[:-1]


def item(line: Line) -> str:
    """One answer of a list, with its role or, where roles are asked for, with its work."""
    answer = line.fact.slot(line.asked)
    text = terms.value(answer) if answer is not None else ""
    if line.asked == "role":
        return f"{text} — {line.fact.subject.name}"
    return f"{text} — {terms.value(line.fact.role)}" if line.fact.role is not None else text


def _facts(lines: Sequence[Line]) -> list[Fact]:
    return [line.fact for line in lines]


def _year(work: Entity) -> int | None:
    """The year of a work that is out."""
    return work.released.year if work.released else work.year


def _lead(found: Found) -> str:
    """What answers before the sentences do."""
    if found.verdict and not found.due:
        sure = any(line.fact.status is Status.CONFIRMED for line in found.lines)
        split = found.verdict == "unconfirmed" and sure
        return SPLIT if split else {"yes": "Yes.", "no": "No."}.get(found.verdict, "Not confirmed:")
    first = AnswerTexts.first(found)
    return first[0] if first else ""


def _tone(found: Found) -> Tone:
    sure = any(line.fact.status.is_fact for line in found.lines)
    return "conflict" if found.conflict else "fact" if sure else "rumour"
