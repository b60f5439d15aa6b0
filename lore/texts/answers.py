"""Answers in words: one text for the console, and its parts for an embed.

A fact is a sentence: what is claimed, how sure it is, and the number of its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import (
    Ambiguous,
    Answer,
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
from lore.texts.parts import Parts

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
        return self._filled(template, *facts)

    def named(self, what: Value | Role) -> str:
        """A value as a sentence names it."""
        return terms.value(what)

    def _filled(self, template: str, *facts: Fact) -> str:
        first = facts[0]
        return template.format(
            subject=terms.series([self.named(fact.subject) for fact in facts]),
            value=self.named(first.value),
            role=self.named(first.role) if first.role is not None else "",
        )

    def said(self, facts: Sequence[Fact], *, judged: bool, standing: bool) -> str:
        """A sentence without its sources; `standing` says how sure a claim is, and `judged` that
        "Not confirmed" stands before it. Rumours and hopes are not said as facts."""
        unsure = (_JUDGED if judged else _UNSURE).get(facts[0].status)
        if unsure is not None:
            claim = unsure.format(claim=self.statement(*facts))
            return f"{claim}." if judged else terms.sentence(claim)
        told = f" — {terms.standing(facts[0])}" if standing else ""
        return terms.sentence(f"{self.statement(*facts)}{told}")

    def claim(
        self, facts: Sequence[Fact], citing: Citing, *, judged: bool = False, moved: str = ""
    ) -> str:
        """A sentence with its status and sources; rumours and hopes are not said as facts.

        `judged` is for the sentence after "Not confirmed", `moved` tells what the value was before.
        """
        status = facts[0].status
        unsure = (_JUDGED if judged else _TOLD).get(status)
        statement = self.statement(*facts) + (f"; {moved}" if moved else "")
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

    def join(self, facts: Sequence[Fact]) -> bool:
        """Whether facts differ in nothing but their subject, so that one sentence can say them."""
        said = {(fact.property, fact.value, fact.role, fact.status) for fact in facts}
        return len(said) == 1 and self._joins(facts[0])

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
        citing = Citing([*found.lines, *_replaced(found)], marked=found.conflict)
        said = self._body(found, citing, say or self._said)
        statuses = {terms.standing(fact) for fact in facts}
        sure = any(fact.status.is_fact for fact in facts)
        return Parts(
            title=found.card.name if found.card else None,
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
                    told[0] = (f"Sources disagree. {told[0][0]}", told[0][1])
                return told
            case Unknown() as unknown:
                return [(self._unknown(unknown), False)]
            case _:
                return []

    def _said(self, found: Found, citing: Citing) -> list[Said]:
        """The sentences or lists of an answer."""
        groups = self._claims.grouped(refined(found.lines))
        short = len(groups) <= SENTENCES and not (found.count and len(found.lines) > 1)
        whole = found.card or found.conflict or found.verdict or found.earlier or found.cited
        if not (whole or short):
            return self._listed(found.lines, citing)
        more = found.total - len(found.lines) if found.card else 0
        said = [
            (self._sentence(group, found, citing, first=place == 0), gives_away(group))
            for place, group in enumerate(groups)
        ]
        return [*dict.fromkeys(said), *([(terms.more(more), False)] if more > 0 else [])]

    def _sentence(self, group: Sequence[Line], found: Found, citing: Citing, *, first: bool) -> str:
        """A claim, followed by the steps that led to it."""
        judged = found.verdict == "unconfirmed" and first
        facts = [line.fact for line in group]
        moved = spans.course(facts[0], found.earlier)
        claim = self._claims.claim(facts, citing, judged=judged, moved=moved)
        if judged:
            claim = claim[:1].lower() + claim[1:] if claim.startswith(_LED) else claim
        if group[0].via:
            steps = "; ".join(self._claims.statement(fact) for fact in group[0].via)
            claim = f"{claim} ({terms.sentence(steps)[:-1]}.)"
        return claim

    def _listed(self, lines: Sequence[Line], citing: Citing) -> list[Said]:
        """Many answers as lists: those of one property, status and owner on a line."""
        groups: dict[tuple[str, str, str, bool], list[str]] = {}
        facts: dict[tuple[str, str, str, bool], list[Fact]] = {}
        for line in lines:
            owner = "" if line.via else _owner(line)
            standing = terms.standing(line.fact)
            key = (self._claims.label(line), standing, owner, line.fact.spoiler)
            items = groups.setdefault(key, [])
            facts.setdefault(key, []).append(line.fact)
            if (item := _item(line)) not in items:
                items.append(item)
        return [
            (_list(heading, owner, standing, items, citing.marks(facts[key])), spoiler)
            for key, items in groups.items()
            for heading, standing, owner, spoiler in [key]
        ]

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
            return f"I know {known}, but I did not understand what you ask about it."
        return (
            "I did not understand that. Ask me about cast, roles and dates, "
            "for example: who plays a character, or when a film comes out."
        )


def _notes(found: Found) -> tuple[str, ...]:
    """What stands above an answer: how its question was read, and that sources disagree."""
    split = ("Sources disagree.",) if found.conflict and not found.parts else ()
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


def _list(heading: str, owner: str, status: str, items: Sequence[str], marks: str) -> str:
    owned = f"{heading} of {owner}" if owner else heading
    return terms.sentence(f"{owned} ({status}): {', '.join(items)}{marks}")


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
