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
    Entity,
    Extreme,
    Fact,
    Found,
    Line,
    Outcome,
    Part,
    Status,
    Unknown,
)
from lore.texts import spans, terms
from lore.texts.citations import Citing
from lore.texts.claims import Claims
from lore.texts.parts import DISAGREE, Parts, Row
from lore.texts.provenance import is_one
from lore.texts.topics import PlainTopics

Said = tuple[str, bool]
"""A line of an answer, with whether it gives something away."""
Saying = Callable[[Found, Citing], list[Said]]

_TANGLED = "That question is too tangled for me: ask it in fewer words, one thing at a time."
SPLIT = "That is not settled."
_DUE = "It was due by now, but no source tells that it is out."
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
        sentences = self._body(found, citing, say or self._said)
        statuses = {terms.standing(fact) for fact in facts}
        sure = any(fact.status.is_fact for fact in facts)
        return Parts(
            title=about.name if about else None,
            lines=tuple(text for text, _ in sentences),
            notes=_notes(found),
            status=statuses.pop() if len(statuses) == 1 else None,
            sources=citing.sources,
            tone="conflict" if found.conflict else "fact" if sure else "rumour",
            spoilers=tuple(spoiler for _, spoiler in sentences),
        )

    def _body(self, found: Found, citing: Citing, say: Saying) -> list[Said]:
        """What an answer says before its sources, with what was asked for first."""
        if found.parts:
            return [sentence for part in found.parts for sentence in self._part(part, citing)]
        sentences = list(say(found, citing))
        opening = self.first(found)
        if opening is not None:
            lead, own = opening
            sentences[0] = (f"{lead} {sentences[0][0]}", sentences[0][1])
            sentences = [(lead, False), *sentences[1:]] if own else sentences
        if found.cited:
            return [(sentence, False) for sentence in citing.named] + sentences
        return sentences

    @staticmethod
    def first(found: Found) -> tuple[str, bool] | None:
        """What stands before the first sentence, and whether it says all that this would."""
        if found.due:
            return _DUE, False
        if found.verdict:
            sure = any(line.fact.status is Status.CONFIRMED for line in found.lines)
            split = found.verdict == "unconfirmed" and sure
            return SPLIT if split else _VERDICTS[found.verdict], False
        if found.count:
            return f"{found.total} that I know of.", False
        if found.extreme:
            return _EXTREMES[found.extreme], False
        if found.spans:
            return terms.sentence(" or ".join(map(spans.told, found.spans))), False
        if found.times is not None:
            return spans.moved(found.times), False
        return None

    def _part(self, part: Part, citing: Citing) -> list[Said]:
        """One of several questions: its answer, or that there is none."""
        match part.outcome:
            case Found() as found:
                sentences = self._body(found, citing, self._said)
                if found.conflict:
                    sentences[0] = (f"{DISAGREE}. {sentences[0][0]}", sentences[0][1])
                return sentences
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
        sentences: dict[Said, None] = {}
        steps = self._claims.joint_steps(groups)
        for before, group in zip([None, *groups], groups, strict=False):
            claim = self._sentence(group, before, found, citing, standing=not together)
            claim += "" if steps else self._claims.steps(group, before)
            sentences[claim, gives_away(group)] = None
        if steps:
            sentences[steps, any(map(gives_away, groups))] = None
        if together and len(sentences) > 1:
            sentences[terms.all_stand(len(sentences), terms.standing(facts[0])), False] = None
        return list(sentences)

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
        sentences = [
            (row.text, row.spoiler)
            for topic in topics
            for row in (
                topic.told
                if topic.worded and not found.card
                else [Row(topic.line, "", topic.spoiler)]
            )
        ]
        facts = [line.fact for line in lines]
        sure = [fact for fact in facts if fact.status is Status.CONFIRMED and not fact.superseded]
        if len(sure) == len(facts):
            sentences.append((terms.all_stand(len(sentences), terms.standing(facts[0])), False))
        elif sure:
            sentences.append((terms.REST_CONFIRMED, False))
        left = found.total - len(found.lines) if found.card else 0
        return [*sentences, *([(terms.more(left), False)] if left > 0 else [])]

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
        sentences: list[Said] = []
        before = None
        for key, items in groups.items():
            heading, standing, spoiler = key
            again = before == heading
            before = heading
            head = standing if again else f"{heading} ({standing})"
            sentences.append((_list(head, items, citing.marks(facts[key])), spoiler))
        return sentences

    def _unknown(self, unknown: Unknown) -> str:
        if unknown.tangled:
            return _TANGLED
        if unknown.reason == "no_fact":
            return f"There is no fact about {self._lacking(unknown)} yet."
        if unknown.reason == "no_entity":
            return f"I know nothing by the name “{unknown.word}”, so I cannot answer that."
        if unknown.names:
            known = terms.series(unknown.names)
            return f"I know {known}, but I did not understand the question."
        return (
            "I did not understand that. Ask me about cast, roles and dates, "
            "for example: who plays a character, or when a film comes out."
        )

    def _lacking(self, unknown: Unknown) -> str:
        """What there is no fact about: "the runtime of X", "the role of A in X", "A in the cast of
        X"."""
        entry = self._properties.get(unknown.property or "")
        if entry is None:
            return terms.series(unknown.names) or "that"
        about = terms.series([name for name in unknown.names if name not in unknown.within])
        works = terms.series(unknown.within)
        if works and entry.participant and not unknown.role:
            return f"{about} in the {entry.label} of {works}"
        asked = f"the {'role' if unknown.role else entry.label}"
        return asked + (f" of {about}" if about else "") + (f" in {works}" if works else "")


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
        and coarse.value.coarsens(fine.value)
    )


def gives_away(group: Sequence[Line]) -> bool:
    """Whether any fact of some lines bears a spoiler mark."""
    return any(fact.spoiler for line in group for fact in (line.fact, *line.via))


def _list(heading: str, items: Sequence[str], marks: str) -> str:
    apart = "; " if any(", " in item for item in items) else ", "
    return terms.sentence(f"{heading}: {apart.join(items)}{marks}")


def _item(line: Line) -> str:
    """One answer of a list, with its role or, where roles are asked for, with its film."""
    answer = line.fact.slot(line.asked)
    text = terms.value(answer) if answer is not None else ""
    if line.asked == "role":
        return f"{text} ({line.fact.subject.name})"
    return f"{text} ({terms.value(line.fact.role)})" if line.fact.role is not None else text
