"""From a typed reading to what the store answers: the policy of truth over the algebra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lore.answering.equality import equal, looser, within
from lore.answering.fact_graph import FactGraph
from lore.answering.moves import courses
from lore.answering.ranking import (
    MOST_LINES,
    OF_EACH,
    ON_A_CARD,
    contested,
    disagree,
    is_withdrawn,
    leading,
    ordered,
    said_once,
    telling,
    telling_most,
    undenied,
)
from lore.answering.refusals import nothing
from lore.answering.sets import Sets, says
from lore.answering.several import joined, unnamed
from lore.answering.text_match import on_topic, withheld
from lore.answering.times import Times
from lore.language.text import is_number
from lore.model.dates import PartialDate
from lore.model.facts import (
    Entity,
    Fact,
    Found,
    Line,
    Outcome,
    Part,
    Status,
    Verdict,
)
from lore.understanding.algebra import (
    About,
    Amount,
    Check,
    Choose,
    Common,
    Gap,
    Listing,
    Moment,
    Moved,
    Named,
    OfKind,
    Origin,
    Question,
    Ranked,
    Set,
    Several,
    Statement,
    Step,
    Than,
    Without,
    Words,
    nodes,
)
from lore.understanding.plain.writer import worded

LOOSE = frozenset({"film"})
"""The kind whose word people use for any work."""
_TURNED: dict[Verdict, Verdict] = {"yes": "no", "no": "yes", "unconfirmed": "unconfirmed"}


class Executor:
    """Answers readings over one graph; `today` is the day by which time is told, `beyond` how many
    answers of a list were shown before."""

    def __init__(self, graph: FactGraph, today: date, beyond: int = 0) -> None:
        self._graph = graph
        self._properties = graph.properties
        self._sets = Sets(graph)
        self._times = Times(graph, self._sets, today)
        self._beyond = beyond
        self._parts: dict[Question, Part] = {}

    def answer(self, question: Question) -> Found | None:
        """What the store says; None where it holds nothing for this reading."""
        match question:
            case Listing(source, count):
                return self._listed(source, count)
            case About(entity, statuses):
                return self._about(entity, statuses)
            case Check():
                return self._checked(question)
            case Choose(options):
                return self._chosen(options)
            case Gap():
                return self._times.gap(question)
            case Moved():
                return self._times.moved(question)
            case Origin(of):
                found = self.answer(of)
                return replace(found, cited=True) if found else None
            case Statement():
                return self._stated(question)
            case Several(parts):
                return self._several(parts)

    def _listed(self, source: Set, count: bool) -> Found | None:
        rows = self._sets.rows(source if count else loosened(source), denied=True)
        lines = [row.line for row in rows if row.line is not None]
        if not lines or (len(lines) < len(rows) and not count):
            return None
        facts = [line.fact for line in lines]
        denials = any(
            isinstance(node, Step) and Status.DENIED in node.statuses for node in nodes(source)
        )
        shown = {fact.id for fact in (facts if denials else undenied(facts))}
        kept = [line for line in lines if line.fact.id in shown]
        if not kept:
            return None
        if isinstance(source, Ranked):
            return Found(tuple(kept), total=len(kept))
        kept, earlier, disputed = self._current(kept)
        kept = said_once(kept, self._properties)
        told = set(map(id, kept))
        total = len({row.key for row in rows if row.line is None or id(row.line) in told})
        conflict = disputed or disagree(
            [line.fact for line in kept if not self._single(line.fact)], self._properties
        )
        best = ordered(kept, self._properties)[self._beyond :]
        if not best:
            return None
        return Found(
            tuple(best[:MOST_LINES]),
            conflict=conflict,
            count=count,
            total=total - self._beyond,
            earlier=earlier,
        )

    def _single(self, fact: Fact) -> bool:
        entry = self._properties.get(fact.property)
        return entry is not None and not entry.many

    def _current(self, lines: list[Line]) -> tuple[list[Line], tuple[Fact, ...], bool]:
        """The lines that hold now, the facts that they replaced, and whether claims quarrel."""
        found = courses([line.fact for line in lines], self._properties)
        gone = {fact.id for course in found for fact in course.replaced}
        kept = [line for line in lines if line.fact.id not in gone]
        asked = {line.fact.id for line in lines if line.asked == "value"}
        told = tuple(fact for course in found for fact in course.replaced if fact.id in asked)
        return kept or lines, told if kept else (), any(course.disputed for course in found)

    def _about(self, entity: Entity, statuses: frozenset[Status]) -> Found | None:
        facts = [
            fact
            for fact in self._graph.about(entity.id)
            if (fact.status in statuses if statuses else fact.status is not Status.DENIED)
        ]
        lines = [
            Line(fact, "subject" if _is(fact.value, entity) else "value")
            for fact in sorted(facts, key=lambda fact: telling(fact, self._properties))
        ]
        lines, _, disputed = self._current(said_once(lines, self._properties))
        if not lines:
            return None
        card = None if statuses else entity
        best = telling_most(lines, MOST_LINES if statuses else ON_A_CARD)
        return Found(tuple(best), conflict=disputed, card=card, total=len(lines))

    def _checked(self, check: Check) -> Found | None:
        rows = self._sets.rows(check.step, denied=True)
        broader = self._broader(check.step)
        told = [row.line for row in rows if row.line and row.line.fact.subject.id not in broader]
        facts, lines = [line.fact for line in told], {line.fact.id: line for line in told}
        if isinstance(check.answer, Than):
            return self._compared(check, check.answer, facts)
        holding = [fact for fact in facts if self._meets(fact, check)]
        if check.answer is not None and holding:
            holding, replaced = self._held_now(holding, facts)
            if not holding and replaced:
                return self._told("no", replaced, lines, check)
            instead = [fact for fact in facts if fact.status.is_fact and not fact.superseded]
            if instead and all(fact.superseded for fact in holding):
                return self._told("no", instead, lines, check)
        if holding:
            return self._verdict(holding, facts, lines, check)
        against = self._against(check, facts)
        return self._told("no", against, lines, check) if against else None

    def _broader(self, step: Step) -> set[int]:
        """The series of the works that are named: what holds of one is no yes for each of them."""
        named = [wanted.entity for _, wanted in step.fixed if isinstance(wanted, Named)]
        return {series.id for work in named for series in self._graph.series_of(work.id)}

    def _meets(self, fact: Fact, check: Check) -> bool:
        """Whether a fact says what is to be checked."""
        value = fact.slot(check.step.ask)
        match check.answer:
            case None:
                return True
            case Amount() | Than() as amount:
                return value is not None and self._sets.compares(value, amount) is True
            case Words(words):
                return value is not None and says(value, words)
            case Moment(moment):
                return isinstance(value, PartialDate) and within(value, moment)
            case answer:
                return any(equal(value, row.value) for row in self._sets.rows(answer))

    def _compared(self, check: Check, than: Than, facts: Sequence[Fact]) -> Found | None:
        """Whether a value is more or less than another, with both; None where it is not known."""
        claimed = [fact for fact in facts if fact.status.is_fact]
        bound = self._sets.bound(than)
        if not claimed or bound is None:
            return None
        current = courses(claimed, self._properties)[0].current
        told = {self._sets.compares(fact.value, than) for fact in current}
        if told - {True, False}:
            return None
        verdict: Verdict = "unconfirmed" if len(told) > 1 else "yes" if told == {True} else "no"
        found = self._told(verdict, current, {}, check, conflict=len(told) > 1)
        lines = [*found.lines, *([bound.line] if bound.line else [])]
        return replace(found, lines=tuple(lines), total=len(lines))

    def _held_now(
        self, holding: Sequence[Fact], facts: Sequence[Fact]
    ) -> tuple[list[Fact], list[Fact]]:
        """Of the facts that say it those that hold still; else the facts that replaced them."""
        found = courses(facts, self._properties)
        gone = {fact.id for course in found for fact in course.replaced}
        kept = [fact for fact in holding if fact.id not in gone]
        return kept, [fact for course in found for fact in course.current if course.replaced]

    def _verdict(
        self,
        holding: Sequence[Fact],
        facts: Sequence[Fact],
        lines: dict[int, Line],
        check: Check,
    ) -> Found:
        best = sorted(holding, key=leading)
        claimed = [fact for fact in best if fact.status.is_fact or contested(fact)]
        denied = [fact for fact in best if fact.status is Status.DENIED and fact not in claimed]
        if claimed and check.answer is None:
            ends = [fact.slot(check.step.ask) for fact in claimed]
            denied = [fact for fact in denied if fact.slot(check.step.ask) in ends]
        if (claimed and denied) or any(map(contested, claimed)):
            split: Verdict = "no" if all(map(is_withdrawn, claimed)) else "unconfirmed"
            return self._told(split, [*claimed, *denied], lines, check, conflict=True)
        if not claimed:
            return self._told("no" if denied else "unconfirmed", best, lines, check)
        rivals = self._rivals(claimed, facts, check)
        if rivals:
            return self._told("unconfirmed", [*claimed, *rivals], lines, check, conflict=True)
        if check.answer is None and all(withheld(fact.value) for fact in claimed):
            return self._told("no", claimed, lines, check)
        confirmed = any(fact.status is Status.CONFIRMED for fact in claimed)
        disputed = any(course.disputed for course in courses(claimed, self._properties))
        verdict: Verdict = "yes" if confirmed else "unconfirmed"
        return self._told(verdict, claimed, lines, check, conflict=disputed)

    def _rivals(self, claimed: Sequence[Fact], facts: Sequence[Fact], check: Check) -> list[Fact]:
        """Claims of another value that hold as well, of a property that has but one."""
        if check.answer is None:
            return []
        subjects = {fact.subject.id for fact in claimed}
        kept = {fact.id for fact in claimed}
        return [
            fact
            for course in courses(facts, self._properties)
            if course.disputed
            for fact in course.current
            if fact.subject.id in subjects
            if fact.id not in kept and not self._meets(fact, check)
        ]

    def _against(self, check: Check, facts: Sequence[Fact]) -> list[Fact]:
        """Facts that rule out what is to be checked."""
        if check.answer is None:
            return []
        entries = [self._properties.get(name) for name in check.step.properties]
        single = all(entry is not None and (not entry.many or entry.exclusive) for entry in entries)
        told = isinstance(check.answer, Amount | Moment)
        roles = any(slot == "role" for slot, _ in check.step.fixed) or check.step.known == "role"
        claimed = [fact for fact in facts if fact.status.is_fact]
        if isinstance(check.answer, Moment):
            moment = check.answer.date
            loose = [fact for fact in claimed if looser(fact.value, moment)]
            claimed = [] if loose else claimed
        if isinstance(check.answer, Words) and not any(map(is_number, check.answer.words)):
            claimed = [fact for fact in claimed if not self._is_amount(fact)]
        if (single or told or (roles and check.step.ask == "value")) and claimed:
            found = [
                fact for course in courses(claimed, self._properties) for fact in course.current
            ]
            return found if _bound(check) else []
        return self._opposed(check)

    def _is_amount(self, fact: Fact) -> bool:
        """Whether a fact tells how much something is, which words alone cannot contradict."""
        entry = self._properties.get(fact.property)
        return entry is not None and entry.question == "how much"

    def _opposed(self, check: Check) -> list[Fact]:
        """What a property that says the contrary holds of the same."""
        names = [
            entry.opposes
            for name in check.step.properties
            if (entry := self._properties.get(name)) and entry.opposes
        ]
        if not names:
            return []
        contrary = replace(check, step=replace(check.step, properties=tuple(names)))
        rows = self._sets.rows(contrary.step)
        facts = [row.line.fact for row in rows if row.line is not None]
        return [fact for fact in facts if fact.status.is_fact and self._meets(fact, contrary)]

    def _told(
        self,
        verdict: Verdict,
        facts: Sequence[Fact],
        lines: dict[int, Line],
        check: Check,
        *,
        conflict: bool = False,
    ) -> Found:
        turned = _TURNED[verdict] if check.opposite else verdict
        ask = check.step.ask
        shown = [
            lines.get(fact.id) or Line(fact, ask if fact.slot(ask) is not None else "value")
            for fact in facts
        ]
        best = tuple(said_once(shown, self._properties))[:MOST_LINES]
        return Found(best, verdict=turned, conflict=conflict, total=len(best))

    def _chosen(self, options: Sequence[Check]) -> Found | None:
        """The options that hold, the surest first; None where the store knows none of them."""
        found = [answer for check in options if (answer := self.answer(check)) is not None]
        for verdict in ("yes", "unconfirmed"):
            held = [answer for answer in found if answer.verdict == verdict]
            if held:
                return joined(held)
        return replace(joined(found), conflict=False) if found else None

    def _stated(self, statement: Statement) -> Found | None:
        rows = self._sets.rows(Step((statement.property,), "subject", "value", statement.speaker))
        lines = on_topic([row.line for row in rows if row.line is not None], statement.words)
        return Found(tuple(lines[:OF_EACH]), total=len(lines)) if lines else None

    def _several(self, parts: Sequence[Question]) -> Found | None:
        told = [self._part(part) for part in parts]
        found = [part.outcome for part in told if isinstance(part.outcome, Found)]
        if not found:
            return None
        whole = len(found) == len(parts)
        as_one = whole and len(set(map(unnamed, parts))) == 1
        verdicts = {found.verdict for found in found}
        verdict = found[0].verdict if whole and len(verdicts) == 1 else None
        return replace(joined(found), parts=() if as_one else tuple(told), verdict=verdict)

    def _part(self, question: Question) -> Part:
        """One of several questions with its outcome; many that are read stand in several."""
        found = self._parts.get(question)
        if found is None:
            outcome: Outcome = self.answer(question) or nothing(question)
            found = self._parts[question] = Part(worded(question, self._properties), outcome)
        return found


def loosened(source: Set) -> Set:
    """A list without the word "film" as a condition: people say it of any work."""
    match source:
        case OfKind(Step() as step, kinds) if kinds == LOOSE:
            return step
        case Common(parts):
            return Common(tuple(map(loosened, parts)))
        case Without(whole, out):
            return Without(loosened(whole), out)
        case _:
            return source


def _bound(check: Check) -> bool:
    """Whether what is checked is said of something, so that another value of it rules it out."""
    return check.step.source is not None


def _is(value: object, entity: Entity) -> bool:
    return isinstance(value, Entity) and value.id == entity.id
