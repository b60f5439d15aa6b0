"""A query's outcome, or None where the store holds nothing for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.answer.follow import End, Follower, Trail
from lore.answer.rank import agree, disagree, leading, ordered, telling
from lore.answer.topic import on_topic
from lore.dates import PartialDate
from lore.models import Ambiguous, Entity, Fact, Found, Line, Outcome, Status, Verdict
from lore.names.link import Candidate, Mention
from lore.properties import Property
from lore.question.query import Chain, Query
from lore.store.facts import Known, Reader

MOST_LINES = 400
"""Answers that one question may have; `Found.total` tells how many there are."""
MOST_CHOICES = 25
_CARD_LINES = 14
_CARD_EACH = 6
_FEW_SUBJECTS = 8


class Evaluator:
    """Evaluates queries for one reader."""

    def __init__(self, reader: Reader, properties: Mapping[str, Property]) -> None:
        self._reader = reader
        self._properties = properties
        self._follower = Follower(reader, properties)

    def evaluate(self, query: Query) -> Outcome | None:
        """What the store says; None where it holds no fact for this reading."""
        if query.card is not None:
            return self._card(query.card, query)
        if query.verdict:
            return self._judge(query)
        trails = [trail for chain in query.chains if (trail := self._follower.follow(chain))]
        if any(trail.bounded for trail in trails):
            return None
        if not trails or (len(trails) < len(query.chains) and not query.each):
            return None
        for trail in trails:
            if len(trail.candidates) > 1 and len({one.entity for one in trail.candidates}) > 1:
                return _choices(trail.candidates)
        if len(trails) == 1:
            return self._listed(trails[0], query)
        return self._each(trails, query) if query.each else self._crossed(trails, query)

    def _listed(self, trail: Trail, query: Query) -> Outcome | None:
        total = len(trail.ends)
        stepped = bool(trail.parents)
        ids = [fact for facts in trail.ends.values() for fact in (facts[:1] if stepped else facts)]
        lines = self._lines(trail, ids[:MOST_LINES])
        lines = on_topic(_kept(lines, query), query.topic)
        if not lines:
            return None
        if query.chains[0].anchor is None and not query.topic:
            too_open = self._too_open(lines, trail)
            if too_open is not None:
                return too_open
        return Found(
            tuple(ordered(lines, self._properties)),
            conflict=disagree([line.fact for line in lines], self._properties),
            count=query.count,
            total=max(total, len({_end(line) for line in lines})) if stepped else _distinct(lines),
        )

    def _lines(self, trail: Trail, ids: Sequence[int]) -> list[Line]:
        paths = {fact: trail.via(fact) for fact in ids}
        facts = self._reader.facts({*ids, *(step for path in paths.values() for step in path)})
        return [
            Line(facts[fact], trail.asked, tuple(facts[step] for step in path if step in facts))
            for fact, path in paths.items()
            if fact in facts and facts[fact].status is not Status.DENIED
        ]

    def _too_open(self, lines: Sequence[Line], trail: Trail) -> Outcome | None:
        """A question that names nothing is answered only where few things can be meant."""
        subjects = {line.fact.subject.id: line.fact.subject.name for line in lines}
        if trail.parents or len(subjects) <= 1:
            return None
        facts = [line.fact for line in lines]
        first = facts[0]
        entry = self._properties[first.property]
        alike = all(agree(first.value, fact.value) for fact in facts)
        if alike or (entry.many and len(subjects) <= _FEW_SUBJECTS):
            return None
        return Ambiguous(tuple(list(subjects.values())[:MOST_CHOICES]))

    def _each(self, trails: Sequence[Trail], query: Query) -> Outcome | None:
        lines: list[Line] = []
        for trail in trails:
            ids = [fact for facts in trail.ends.values() for fact in facts]
            lines += ordered(_kept(self._lines(trail, ids), query), self._properties)
        if not lines:
            return None
        conflict = disagree([line.fact for line in lines], self._properties)
        return Found(tuple(lines), conflict=conflict, total=_distinct(lines))

    def _crossed(self, trails: Sequence[Trail], query: Query) -> Outcome | None:
        """The ends that all chains share; each line cites the facts of every chain."""
        shared: set[End] = set(trails[0].ends)
        for trail in trails[1:]:
            shared &= set(trail.ends)
        if not shared:
            return None
        first, *others = trails
        ids = [first.ends[end][0] for end in first.ends if end in shared][:MOST_LINES]
        crossing = {
            first.ends[end][0]: [other.ends[end][0] for other in others]
            for end in first.ends
            if end in shared
        }
        facts = self._reader.facts({*ids, *(one for fact in ids for one in crossing[fact])})
        lines = [
            Line(
                facts[fact],
                first.asked,
                tuple(facts[one] for one in crossing[fact] if one in facts),
            )
            for fact in ids
            if fact in facts
        ]
        kept = _kept(lines, query)
        if not kept:
            return None
        return Found(
            tuple(ordered(kept, self._properties)), count=query.count, total=len(shared)
        )

    def _card(self, mention: Mention, query: Query) -> Outcome | None:
        having = [
            (one, facts)
            for one in mention.candidates
            if (facts := self._reader.about(one.entity))
        ]
        if not having:
            return None
        best = [one for one, _ in having if one.cost <= having[0][0].cost + 0.05]
        if len(best) > 1:
            return _choices(best)
        candidate, ids = having[0]
        facts = sorted(
            self._reader.facts(ids).values(), key=lambda fact: telling(fact, self._properties)
        )
        lines: list[Line] = []
        each: dict[str, int] = {}
        for fact in facts:
            line = Line(fact, "subject" if _is(fact.value, candidate.entity) else "value")
            if fact.status is Status.DENIED or not _kept([line], query):
                continue
            each[fact.property] = each.get(fact.property, 0) + 1
            if each[fact.property] <= _CARD_EACH:
                lines.append(line)
        if not lines:
            return None
        entity = Entity(candidate.entity, candidate.name, candidate.kind, candidate.year)
        conflict = disagree([line.fact for line in lines[:_CARD_LINES]], self._properties)
        return Found(tuple(lines[:_CARD_LINES]), conflict=conflict, card=entity, total=len(facts))

    def _judge(self, query: Query) -> Outcome | None:
        """Yes, no or unconfirmed, with the facts that say so."""
        if len(query.chains) != 1:
            return None
        chain = query.chains[0]
        facts, candidates = self._claims(chain)
        if len(candidates) > 1:
            return _choices(candidates)
        dates = [anchor for _, anchor in chain.steps[-1].fixed if isinstance(anchor, PartialDate)]
        if isinstance(chain.anchor, PartialDate):
            dates.append(chain.anchor)
        if dates:
            return self._judge_date(chain, dates[0])
        if facts:
            return self._verdict(facts, chain, query)
        excluding = self._excluding(chain)
        if not excluding:
            return None
        verdict: Verdict = "yes" if query.opposite else "no"
        return Found(
            tuple(Line(fact, chain.steps[-1].ask) for fact in excluding),
            verdict=verdict,
            total=len(excluding),
        )

    def _claims(self, chain: Chain) -> tuple[list[Fact], tuple[Candidate, ...]]:
        """The facts that hold all that was named, denied ones too, and whom the anchor meant."""
        trail = self._follower.follow(chain)
        if trail is not None:
            ids = {fact for facts in trail.ends.values() for fact in facts}
            return list(self._reader.facts(ids).values()), trail.candidates
        step = chain.steps[-1]
        if len(chain.steps) > 1 or not isinstance(chain.anchor, Mention) or step.known is None:
            return [], ()
        known = Known(step.known, [one.entity for one in chain.anchor.candidates])
        rows = self._reader.step(
            step.properties, [known, *self._follower.fixed(step)], denied=True
        )
        return list(self._reader.facts([row.fact for row in rows]).values()), ()

    def _verdict(self, facts: list[Fact], chain: Chain, query: Query) -> Outcome:
        best = sorted(facts, key=leading)
        claimed = [fact for fact in best if fact.status.is_fact]
        denied = [fact for fact in best if fact.status is Status.DENIED]
        verdict: Verdict = "yes" if claimed else "no" if denied else "unconfirmed"
        if query.opposite and verdict != "unconfirmed":
            verdict = "no" if verdict == "yes" else "yes"
        shown = (claimed + denied) if claimed else best
        lines = tuple(Line(fact, chain.steps[-1].ask) for fact in shown[:MOST_LINES])
        mixed = bool(claimed and denied) or disagree(claimed, self._properties)
        return Found(lines, verdict=verdict, conflict=mixed, total=len(lines))

    def _judge_date(self, chain: Chain, date: PartialDate) -> Outcome | None:
        """Whether a date is the one that sources give; where they differ, unconfirmed."""
        step = chain.steps[-1]
        anchors = [(step.known, chain.anchor), *step.fixed]
        known = [
            Known(slot, [one.entity for one in anchor.candidates])
            for slot, anchor in anchors
            if slot is not None and isinstance(anchor, Mention)
        ]
        rows = self._reader.step(step.properties, known)
        facts = sorted(
            self._reader.facts([row.fact for row in rows]).values(), key=leading
        )
        dated = [
            fact for fact in facts if isinstance(fact.value, PartialDate) and not fact.superseded
        ]
        if not dated:
            return None
        holding = [fact for fact in dated if _lies_in(fact.value, date)]
        if len(holding) == len(dated):
            verdict: Verdict = "yes" if holding[0].status.is_fact else "unconfirmed"
        else:
            verdict = "unconfirmed" if holding else "no"
        lines = tuple(Line(fact, "value") for fact in dated)
        return Found(
            lines, verdict=verdict, conflict=disagree(dated, self._properties), total=len(lines)
        )

    def _excluding(self, chain: Chain) -> list[Fact]:
        """Facts that rule out what was asked: another player of that role in that work, or another
        value of a single-valued property."""
        step = chain.steps[-1]
        if len(chain.steps) > 1 or chain.anchor is None or not step.fixed:
            return []
        slots = {slot: anchor for slot, anchor in [(step.known, chain.anchor), *step.fixed] if slot}
        if "value" not in slots:
            return []
        single = all(not self._properties[name].many for name in step.properties)
        if "role" not in slots and not single:
            return []
        known = [
            Known(slot, [one.entity for one in anchor.candidates])
            for slot, anchor in slots.items()
            if slot != "value" and isinstance(anchor, Mention)
        ]
        rows = self._reader.step(step.properties, known)
        facts = self._reader.facts([row.fact for row in rows]).values()
        return sorted((fact for fact in facts if fact.status.is_fact), key=leading)


def _kept(lines: Sequence[Line], query: Query) -> list[Line]:
    """The lines whose status is one of those asked for."""
    if not query.statuses:
        return list(lines)
    wanted = set(query.statuses)
    if Status.CONFIRMED in wanted:
        wanted.add(Status.REPORTED)
    if wanted & {Status.RUMOURED, Status.HOPED}:
        wanted |= {Status.RUMOURED, Status.HOPED}
    return [line for line in lines if line.fact.status in wanted]


def _choices(candidates: Sequence[Candidate]) -> Ambiguous:
    """The names to choose from; the year tells equal names apart."""
    names = [one.name for one in candidates]
    shown = [
        f"{one.name} ({one.year or one.kind})" if names.count(one.name) > 1 else one.name
        for one in candidates
    ]
    return Ambiguous(tuple(dict.fromkeys(shown))[:MOST_CHOICES])


def _is(value: object, entity: int) -> bool:
    return isinstance(value, Entity) and value.id == entity


def _end(line: Line) -> object:
    return line.fact.slot(line.asked)


def _distinct(lines: Sequence[Line]) -> int:
    return len({_end(line) for line in lines})


def _lies_in(value: object, date: PartialDate) -> bool:
    return (
        isinstance(value, PartialDate)
        and date.first <= value.first
        and value.last <= date.last
    )
