"""Answers in words: one text for the console, and its parts for an embed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lore.dates import PartialDate
from lore.models import (
    Ambiguous,
    Answer,
    Citation,
    Entity,
    Fact,
    Found,
    Line,
    Outcome,
    Status,
    Unknown,
)
from lore.properties import Property
from lore.wording import terms

Tone = Literal["fact", "rumour", "conflict", "unknown", "choice"]

_SENTENCES = 3
"""Answers that are said in a sentence each; more are listed."""
_VERDICTS = {"yes": "Yes", "no": "No", "unconfirmed": "Not confirmed"}


@dataclass(frozen=True, slots=True)
class Parts:
    """An answer in parts, unescaped: `lines` answer, `notes` warn at a glance, `sources` cite."""

    title: str | None
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    status: str | None
    sources: tuple[str, ...]
    tone: Tone

    @property
    def text(self) -> str:
        """All of it as plain text, the warnings first."""
        heading = f"{self.title}" if self.title else None
        head = [*self.notes, heading] if heading else list(self.notes)
        body = [*head, *self.lines]
        if len(self.sources) == 1:
            body.append(f"Source: {self.sources[0]}")
        elif self.sources:
            body += ["Sources:", *(f"  {source}" for source in self.sources)]
        return "\n".join(line for line in body if line)


class Wording:
    """Words answers with one property table."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties

    def plain(self, answer: Answer) -> str:
        """The whole answer as a member reads it, sources included."""
        return self.parts(answer.outcome).text

    def parts(self, outcome: Outcome) -> Parts:
        """An outcome in parts."""
        match outcome:
            case Found():
                return self._found(outcome)
            case Ambiguous():
                return Parts(None, (_which(outcome),), (), None, (), "choice")
            case Unknown():
                return Parts(None, (self._unknown(outcome),), (), None, (), "unknown")

    def statement(self, fact: Fact) -> str:
        """A fact as a clause, without status or full stop."""
        entry = self._properties.get(fact.property)
        template = entry.statement if entry else "{subject}: {value}"
        if fact.role is not None and entry is not None and entry.statement_role:
            template = entry.statement_role
        return template.format(
            subject=fact.subject.name,
            value=terms.value(fact.value),
            role=terms.value(fact.role) if fact.role is not None else "",
        )

    def claim(self, fact: Fact) -> str:
        """A fact as a sentence that tells its status; rumours and hopes are not said as facts."""
        statement = self.statement(fact)
        if fact.status is Status.RUMOURED:
            return terms.sentence(f"rumour, not confirmed: {statement}")
        if fact.status is Status.HOPED:
            return terms.sentence(f"hoped for, not confirmed: {statement}")
        if fact.status is Status.DENIED:
            return terms.sentence(f"denied: {statement}")
        return terms.sentence(f"{statement} — {terms.STATUS[fact.status]}")

    def _found(self, found: Found) -> Parts:
        facts = [line.fact for line in found.lines]
        notes: list[str] = []
        tone: Tone = "fact"
        if found.conflict:
            notes.append("Sources disagree.")
            tone = "conflict"
        elif not any(fact.status.is_fact for fact in facts):
            tone = "rumour"
        lines = self._card(found) if found.card else self._answered(found)
        if found.verdict:
            lines = [f"{_VERDICTS[found.verdict]}. {lines[0]}", *lines[1:]]
        if found.count:
            lines = [f"{found.total}.", *lines]
        title = found.card.name if found.card else None
        statuses = {fact.status for fact in facts}
        status = terms.STATUS[facts[0].status] if len(statuses) == 1 else None
        return Parts(title, tuple(lines), tuple(notes), status, _sources(found), tone)

    def _card(self, found: Found) -> list[str]:
        return [self.claim(line.fact) for line in found.lines]

    def _answered(self, found: Found) -> list[str]:
        if found.conflict or found.verdict or len(found.lines) <= _SENTENCES:
            return [self._traced(line, found.conflict) for line in found.lines]
        return self._listed(found)

    def _traced(self, line: Line, conflict: bool) -> str:
        """A claim with its source where sources disagree, and with the steps that led to it."""
        claim = self.claim(line.fact)
        if conflict:
            claim = f"{claim[:-1]}, says {terms.citation(line.fact.citations[0])}."
        if line.via:
            steps = "; ".join(self.statement(fact) for fact in line.via)
            claim = f"{claim} ({terms.sentence(steps)[:-1]}.)"
        return claim

    def _listed(self, found: Found) -> list[str]:
        """Many answers as lists: those of one property, status and owner on a line."""
        groups: dict[tuple[str, Status, str], list[str]] = {}
        for line in found.lines:
            owner = "" if line.via else _owner(line)
            key = (self._heading(line), line.fact.status, owner)
            item = _item(line)
            items = groups.setdefault(key, [])
            if item not in items:
                items.append(item)
        lines = []
        for (heading, status, owner), items in groups.items():
            owned = f"{heading} of {owner}" if owner else heading
            said = f"{owned} ({terms.STATUS[status]}): {', '.join(items)}"
            lines.append(terms.sentence(said))
        return lines

    def _heading(self, line: Line) -> str:
        entry = self._properties.get(line.fact.property)
        label = entry.label if entry else line.fact.property
        if line.asked == "role":
            return "roles"
        return label if line.asked == "value" else f"{label} credits"

    def _unknown(self, unknown: Unknown) -> str:
        entry = self._properties.get(unknown.property or "")
        about = f" of {terms.series(unknown.names)}" if unknown.names else ""
        if unknown.reason == "no_fact":
            if entry is None:
                named = terms.series(unknown.names) or "that"
                return f"There is no fact about {named} yet."
            return f"There is no fact about the {entry.label}{about} yet."
        if unknown.reason == "no_entity":
            return f"I know nothing by the name “{unknown.word}”, so I cannot answer that."
        return (
            "I did not understand that. Ask me about cast, roles and dates, "
            "for example: who plays a character, or when a film comes out."
        )


def _owner(line: Line) -> str:
    other = line.fact.value if line.asked == "subject" else line.fact.subject
    if line.asked == "role":
        other = line.fact.value
    return terms.value(other)


def _item(line: Line) -> str:
    """One answer of a list, with its role."""
    answer = line.fact.slot(line.asked)
    assert answer is not None
    text = terms.value(answer)
    if line.asked != "role" and line.fact.role is not None:
        text += f" ({terms.value(line.fact.role)})"
    if line.asked == "role":
        text += f" ({line.fact.subject.name})"
    return text


def _which(ambiguous: Ambiguous) -> str:
    return f"Which one do you mean: {terms.choice(ambiguous.choices)}?"


def _sources(found: Found) -> tuple[str, ...]:
    """The citations of the lines and of the steps to them, a source once with all its places."""
    places: dict[int, tuple[Citation, list[str]]] = {}
    for line in found.lines:
        for fact in (line.fact, *line.via):
            for cited in fact.citations:
                _, seen = places.setdefault(cited.source.id, (cited, []))
                if cited.locator and cited.locator not in seen:
                    seen.append(cited.locator)
    return tuple(_cited(cited, seen) for cited, seen in places.values())


def _cited(first: Citation, places: Sequence[str]) -> str:
    if len(places) < 2:
        return terms.citation(first)
    head, numbers = places[0].split(" ")[0], [place.split(" ", 1)[-1] for place in places]
    if all(place.startswith(f"{head} ") for place in places):
        where = f"{head}s {terms.series(sorted(numbers, key=_natural))}"
    else:
        where = terms.series(places)
    cited = Citation(first.source, first.status, where, first.as_of)
    return terms.citation(cited)


def _natural(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdigit() else (10**6, text)


def spoken(value: Entity | PartialDate | str) -> str:
    """A value as the JSON contract has it: a name, an ISO date, or a text."""
    return value.name if isinstance(value, Entity) else str(value)
