"""Answers in words: one text for the console, and its parts for an embed.

A fact is a sentence: what is claimed, how sure it is, and the number of its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import (
    PEOPLE,
    Ambiguous,
    Answer,
    Entity,
    Extreme,
    Fact,
    Found,
    Line,
    Outcome,
    Part,
    Role,
    Status,
    Unknown,
    Value,
)
from lore.texts import spans, terms
from lore.texts.citations import Citing
from lore.texts.parts import DISAGREE, Parts
from lore.texts.provenance import is_one
from lore.texts.topics import PlainTopics

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
        told = f" — {terms.standing(facts[0])}" if standing else ""
        return terms.sentence(f"{statement}{told}")

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
            told, marks = [self._either(facts, citing, alike)], ""
        else:
            told, marks = list(facts), citing.marks(facts)
        statement = self.statement(*told, again=again)
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
            said = (fact.property, fact.value, fact.role, fact.status, fact.superseded)
            groups.setdefault(said if joins else place, []).append(line)
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
        said = found.extreme or found.span or found.times is not None
        return len(groups) > 1 and len(alike) == 1 and named and not said

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
        told = apart and plain and alike and len(subjects) == 1 and not found.count
        return next(iter(subjects)) if told else None

    def heading(self, line: Line) -> str:
        """What a list of such answers is headed by, with what they belong to."""
        label, owner = self.label(line), "" if line.via else _owner(line)
        return terms.sentence(f"{label} of {owner}" if owner else label)[:-1]

    def join(self, facts: Sequence[Fact]) -> bool:
        """Whether facts differ in nothing but their subject, so that one sentence can say them."""
        said = {(fact.property, fact.value, fact.role, fact.status) for fact in facts}
        return len(said) == 1 and self._joins(facts[0])

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
        it = "it" if len(group) == 1 and own.kind not in PEOPLE else ""
        told = [
            self._filled(self._template([fact]), fact, subject=it)
            if fact.subject == own and self._joins(fact)
            else self.statement(fact)
            for fact in via
        ]
        return f" ({terms.sentence('; '.join(told))[:-1]}.)"

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
        told = []
        for step in steps:
            all_of_them = len(step) > 1 and {fact.subject for fact in step} == answered
            named = terms.all_of(len(step)) if all_of_them else ""
            told.append(self._filled(self._template(step), *step, subject=named))
        return terms.sentence("; ".join(told))

    def label(self, line: Line) -> str:
        """What a list of such answers is headed by."""
        entry = self._properties.get(line.fact.property)
        label = entry.label if entry else line.fact.property
        if line.asked == "role":
            return "roles"
        return label if line.asked == "value" else f"{label} credits"


Said = tuple[str, bool]
"""A line of an answer, with whether it gives something away."""
Saying = Callable[[Found, Citing], list[Said]]

SENTENCES = 4
"""Answers that are said in a sentence each; more are listed."""
_TANGLED = "That question is too tangled for me: ask it in fewer words, one thing at a time."
SPLIT = "That is not settled."
_EXTREMES: Mapping[Extreme, str] = {
    "first": "The first that I know of:",
    "last": "The latest that I know of:",
}
_LED = ("It is only", "Reportedly")
"""How a sentence begins that goes on after "Not confirmed:"."""
_VERDICTS = {"yes": "Yes.", "no": "No.", "unconfirmed": "Not confirmed:"}


def _which(choices: Sequence[str]) -> tuple[str, ...]:
    """Asks which of several is meant; whole questions stand in a line each."""
    if not all(choice.endswith("?") for choice in choices):
        return (f"Which one do you mean: {terms.choice(choices)}?",)
    return ("I am not sure what you ask. Is it this?", *(f"• {choice}" for choice in choices))


class AnswerTexts:
    """Words answers with one property table."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties
        self._claims = Claims(properties)

    def plain(self, answer: Answer) -> str:
        """The whole answer as a member reads it, sources included."""
        return self.parts(answer.outcome).text

    def parts(self, outcome: Outcome) -> Parts:
        """An outcome in parts."""
        match outcome:
            case Found():
                return self._found(outcome)
            case Ambiguous():
                which = _which(outcome.choices)
                return Parts(None, which, (), None, (), "choice", (False,) * len(which))
            case Unknown():
                return Parts(None, (self._unknown(outcome),), (), None, (), "unknown", (False,))

    def _found(self, found: Found, say: Saying | None = None) -> Parts:
        facts = [line.fact for line in found.lines]
        about = found.card if found.parts else self._claims.about(found, refined(found.lines))
        citing = Citing([*found.lines, *_replaced(found)], marked=found.conflict)
        said = self._body(found, citing, say or self._said)
        statuses = {terms.standing(fact) for fact in facts}
        sure = any(fact.status.is_fact for fact in facts)
        return Parts(
            title=about.name if about else None,
            lines=tuple(text for text, _ in said),
            notes=_notes(found),
            status=statuses.pop() if len(statuses) == 1 else None,
            sources=citing.sources,
            tone="conflict" if found.conflict else "fact" if sure else "rumour",
            spoilers=tuple(spoiler for _, spoiler in said),
        )

    def _body(self, found: Found, citing: Citing, say: Saying) -> list[Said]:
        """What an answer says before its sources, with what was asked for first."""
        if found.parts:
            return [told for part in found.parts for told in self._part(part, citing)]
        said = list(say(found, citing))
        told = self.first(found)
        if told is not None:
            lead, own = told
            said[0] = (f"{lead} {said[0][0]}", said[0][1])
            said = [(lead, False), *said[1:]] if own else said
        if found.cited:
            return [(sentence, False) for sentence in citing.named] + said
        return said

    @staticmethod
    def first(found: Found) -> tuple[str, bool] | None:
        """What stands before the first sentence, and whether it says all that this would."""
        if found.verdict:
            sure = any(line.fact.status is Status.CONFIRMED for line in found.lines)
            split = found.verdict == "unconfirmed" and sure
            return SPLIT if split else _VERDICTS[found.verdict], False
        if found.count:
            return f"{found.total} that I know of.", False
        if found.extreme:
            return _EXTREMES[found.extreme], False
        if found.span:
            return terms.sentence(spans.told(found.span)), False
        if found.times is not None:
            return spans.moved(found.times), False
        return None

    def _part(self, part: Part, citing: Citing) -> list[Said]:
        """One of several questions: its answer, or that there is none."""
        match part.outcome:
            case Found() as found:
                told = self._body(found, citing, self._said)
                if found.conflict:
                    told[0] = (f"{DISAGREE}. {told[0][0]}", told[0][1])
                return told
            case Unknown() as unknown:
                return [(self._unknown(unknown), False)]
            case _:
                return []

    def _said(self, found: Found, citing: Citing) -> list[Said]:
        """The sentences or lists of an answer."""
        lines = refined(found.lines)
        if (about := self._claims.about(found, lines)) is not None:
            return self._topics(found, about, lines, citing)
        if self._claims.is_list(found, lines):
            return self._listed(lines, citing)
        groups = self._claims.grouped(lines)
        groups = self._claims.sides(groups) if found.conflict else groups
        return self._sentences(groups, found, citing)

    def _sentences(
        self, groups: Sequence[Sequence[Line]], found: Found, citing: Citing
    ) -> list[Said]:
        """A claim a line; what several have in common, their status and the steps that led to
        them, is said once."""
        facts = [line.fact for group in groups for line in group]
        together = len(groups) > 1 and is_one(facts) and facts[0].status is Status.CONFIRMED
        together = together and not (found.verdict or found.cited)
        said: dict[Said, None] = {}
        steps = self._claims.joint_steps(groups)
        for before, group in zip([None, *groups], groups, strict=False):
            claim = self._sentence(group, before, found, citing, standing=not together)
            claim += "" if steps else self._claims.steps(group, before)
            said[claim, gives_away(group)] = None
        if steps:
            said[steps, any(map(gives_away, groups))] = None
        if together and len(said) > 1:
            said[terms.all_stand(len(said), terms.standing(facts[0])), False] = None
        return list(said)

    def _sentence(
        self,
        group: Sequence[Line],
        before: Sequence[Line] | None,
        found: Found,
        citing: Citing,
        *,
        standing: bool,
    ) -> str:
        facts = [line.fact for line in group]
        judged = found.verdict == "unconfirmed" and before is None
        claim = self._claims.claim(
            facts,
            citing,
            judged=judged,
            standing=standing,
            again=self._claims.again(group, before),
            moved=spans.course(facts[0], found.earlier),
        )
        follows = judged and claim.startswith(_LED)
        return claim[:1].lower() + claim[1:] if follows else claim

    def _topics(
        self, found: Found, about: Entity, lines: Sequence[Line], citing: Citing
    ) -> list[Said]:
        """What is told of one thing, a topic a line."""
        topics = PlainTopics(self._properties, about, found.earlier, citing.marks).of(lines)
        said = [(topic.line, topic.spoiler) for topic in topics]
        facts = [line.fact for line in lines]
        sure = [fact for fact in facts if fact.status is Status.CONFIRMED and not fact.superseded]
        if len(sure) == len(facts):
            said.append((terms.all_stand(len(said), terms.standing(facts[0])), False))
        elif sure:
            said.append((terms.REST_CONFIRMED, False))
        left = found.total - len(found.lines) if found.card else 0
        return [*said, *([(terms.more(left), False)] if left > 0 else [])]

    def _listed(self, lines: Sequence[Line], citing: Citing) -> list[Said]:
        """Many answers as lists: those of one property, status and owner on a line, whose heading
        is not said again."""
        groups: dict[tuple[str, str, bool], list[str]] = {}
        facts: dict[tuple[str, str, bool], list[Fact]] = {}
        for line in lines:
            key = (self._claims.heading(line), terms.standing(line.fact), line.fact.spoiler)
            items = groups.setdefault(key, [])
            facts.setdefault(key, []).append(line.fact)
            if (item := _item(line)) not in items:
                items.append(item)
        said: list[Said] = []
        before = None
        for key, items in groups.items():
            heading, standing, spoiler = key
            again = before == heading
            before = heading
            head = standing if again else f"{heading} ({standing})"
            said.append((_list(head, items, citing.marks(facts[key])), spoiler))
        return said

    def _unknown(self, unknown: Unknown) -> str:
        if unknown.tangled:
            return _TANGLED
        if unknown.reason == "no_fact":
            entry = self._properties.get(unknown.property or "")
            about = terms.series(unknown.names)
            if entry is None:
                return f"There is no fact about {about or 'that'} yet."
            return f"There is no fact about the {entry.label}{f' of {about}' if about else ''} yet."
        if unknown.reason == "no_entity":
            return f"I know nothing by the name “{unknown.word}”, so I cannot answer that."
        if unknown.names:
            known = terms.series(unknown.names)
            return f"I know {known}, but I did not understand the question."
        return (
            "I did not understand that. Ask me about cast, roles and dates, "
            "for example: who plays a character, or when a film comes out."
        )


def _notes(found: Found) -> tuple[str, ...]:
    """What stands above an answer: how its question was read, and that sources disagree."""
    split = (f"{DISAGREE}.",) if found.conflict and not found.parts else ()
    return read_as(found) + split


def read_as(found: Found) -> tuple[str, ...]:
    """How a question was read, where that was not by its own words."""
    return (f"I read that as: {' '.join(found.reworded)}",) if found.reworded else ()


def _replaced(found: Found) -> list[Line]:
    """The facts whose values those of an answer have replaced, as lines."""
    return [Line(fact, "value") for fact in found.earlier]


def refined(lines: Sequence[Line]) -> list[Line]:
    """Lines without dates that another line gives more finely."""
    dated = [line.fact for line in lines if isinstance(line.fact.value, PartialDate)]
    return [line for line in lines if not any(_refines(fact, line.fact) for fact in dated)]


def _refines(fine: Fact, coarse: Fact) -> bool:
    return (
        isinstance(fine.value, PartialDate)
        and isinstance(coarse.value, PartialDate)
        and (fine.subject, fine.property) == (coarse.subject, coarse.property)
        and fine.value.precision > coarse.value.precision
        and fine.value.agrees(coarse.value)
    )


def gives_away(group: Sequence[Line]) -> bool:
    """Whether any fact of some lines bears a spoiler mark."""
    return any(fact.spoiler for line in group for fact in (line.fact, *line.via))


def _list(heading: str, items: Sequence[str], marks: str) -> str:
    apart = "; " if any(", " in one for one in items) else ", "
    return terms.sentence(f"{heading}: {apart.join(items)}{marks}")


def _owner(line: Line) -> str:
    """What a list of answers belongs to: the other end of its facts."""
    return terms.value(line.fact.subject if line.asked == "value" else line.fact.value)


def _item(line: Line) -> str:
    """One answer of a list, with its role or, where roles are asked for, with its film."""
    answer = line.fact.slot(line.asked)
    text = terms.value(answer) if answer is not None else ""
    if line.asked == "role":
        return f"{text} ({line.fact.subject.name})"
    return f"{text} ({terms.value(line.fact.role)})" if line.fact.role is not None else text
