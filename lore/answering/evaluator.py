"""A query's outcome, or None where the store holds nothing for it.

Which answers a question leaves by the dates of their works: first, last, before, after.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from lore.answering.cards import Cards
from lore.answering.chain_walk import MANY_ROLES, ChainWalker, End, Trail
from lore.answering.ranking import (
    MOST_CHOICES,
    MOST_LINES,
    agree,
    begin_alike,
    choices,
    disagree,
    kept,
    ordered,
    said_once,
    several,
    undenied,
)
from lore.answering.text_match import RoleWords, on_topic
from lore.answering.yes_no import YesNoJudge
from lore.language.properties import Property
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import Ambiguous, Entity, Fact, Found, Line, Outcome, Slot, Unknown
from lore.model.property_ids import RELEASE
from lore.store.fact_reader import Known, Reader
from lore.understanding.query import Chain, Query, Side

_ENOUGH = 3
"""Works of which the first or last may be told: of fewer, others are hardly all known."""


class Dated:
    """Orders answers by when their works came out, for one reader."""

    def __init__(self, reader: Reader, properties: Mapping[str, Property]) -> None:
        self._reader = reader
        self._properties = properties
        self._works = properties[RELEASE].subject if RELEASE in properties else frozenset[str]()

    def left(self, lines: Sequence[Line], query: Query) -> list[Line]:
        """The lines that the question means, each with the fact that dates its work.

        Empty where a date that decides is not known.
        """
        works = {id(line): self._work(line) for line in lines}
        dates = self._dates({work.id for work in works.values() if work})
        known = [(line, dates.get(work.id)) for line in lines if (work := works[id(line)])]
        if query.span is not None:
            known = self._within(known, query)
        if query.extreme is not None:
            known = _outermost(known, query.extreme == "last")
        return [
            replace(line, via=(*line.via, fact)) if fact != line.fact else line
            for line, fact in known
            if fact is not None
        ]

    def _work(self, line: Line) -> Entity | None:
        """The work that a line gives or, of a fact about a work, that work."""
        slots: tuple[Slot, ...] = (line.asked, "subject")
        for slot in slots:
            held, kinds = line.fact.slot(slot), self._kinds(line.fact, slot)
            taken = bool(kinds) and kinds <= self._works
            if isinstance(held, Entity) and (held.kind in self._works or taken):
                return held
        return None

    def _kinds(self, fact: Fact, slot: Slot) -> frozenset[str]:
        """The kinds that a fact's property takes in one place."""
        entry = self._properties.get(fact.property)
        return entry.kinds(slot) if entry is not None else frozenset()

    def _dates(self, works: Collection[int]) -> dict[int, Fact]:
        """For each work the fact that gives its earliest date."""
        rows = self._reader.step([RELEASE], [Known("subject", works)]) if works else []
        found: dict[int, Fact] = {}
        for fact in self._reader.facts([row.fact for row in rows]).values():
            best = found.get(fact.subject.id)
            if fact.status.is_fact and (best is None or _date(fact) < _date(best)):
                found[fact.subject.id] = fact
        return found

    def _within(
        self, known: Sequence[tuple[Line, Fact | None]], query: Query
    ) -> list[tuple[Line, Fact | None]]:
        """The works before or after what the question names."""
        assert query.span is not None
        side, anchor = query.span
        if isinstance(anchor, Mention):
            dates = [_date(fact) for fact in self._dates(_candidates(anchor)).values()]
            limit = dates[0] if len(dates) == 1 else None
        else:
            limit = anchor
        if limit is None:
            return []
        return [(line, fact) for line, fact in known if fact and _lies(_date(fact), side, limit)]


def _lies(date: PartialDate, side: Side, limit: PartialDate) -> bool:
    """Whether a date lies surely on one side of another."""
    if side == "before":
        return date.last < limit.first
    return limit.last < date.first if side == "after" else limit.first <= date.first


def _candidates(anchor: Mention) -> list[int]:
    return [candidate.entity for candidate in anchor.candidates]


def _outermost(
    known: Sequence[tuple[Line, Fact | None]], last: bool
) -> list[tuple[Line, Fact | None]]:
    """The lines of the first or last work; those whose dates leave it open stand together."""
    facts = {fact.subject.id: fact for _, fact in known if fact}
    if any(fact is None for _, fact in known) or len(facts) < _ENOUGH:
        return []
    dates = sorted(map(_date, facts.values()))
    best = dates[-1] if last else dates[0]
    return [(line, fact) for line, fact in known if fact and _date(fact).agrees(best)]


def _date(fact: Fact) -> PartialDate:
    assert isinstance(fact.value, PartialDate)
    return fact.value


T = TypeVar("T")

_FEW_SUBJECTS = 8
"""Subjects up to which their common values are told of them together."""
_LONG_LIST = 2 * MOST_LINES
"""Facts of a list beyond which it is read in parts, each of so many:"""
_PART = 200
"""How many of them are read at once."""


class Evaluator:
    """Evaluates queries for one reader."""

    def __init__(self, reader: Reader, properties: Mapping[str, Property]) -> None:
        self._reader = reader
        self._properties = properties
        self._follower = ChainWalker(reader, properties)

    def evaluate(self, query: Query) -> Outcome | None:
        """What the store says; None where it holds no fact for this reading."""
        if query.card is not None:
            return Cards(self._reader, self._properties).card(query.card, query)
        if query.verdict:
            return YesNoJudge(self._reader, self._properties).judge(query)
        if query.role:
            return self._credited(query)
        part = self._part(query)
        trails = [part] if part is not None else self._follower.follow_all(query.chains)
        if not trails or (len(trails) < len(query.chains) and not query.each):
            return None
        for trail in trails:
            if several(trail.candidates) and not begin_alike(trail.candidates):
                return choices(trail.candidates)
        if query.but is not None and not _left_out(query.but, trails):
            return None
        if len(trails) == 1:
            self._filter(trails[0], query)
            return self._listed(trails[0], query)
        return self._each(trails, query) if query.each else self._crossed(trails, query)

    def _part(self, query: Query) -> Trail | None:
        """A part of a list that is too long to be read; None of any other question, and where what
        is asked for has to be found in all of it."""
        sought = query.narrowed or query.filters or query.topic or query.statuses
        if len(query.chains) != 1 or sought:
            return None
        beyond = self._reader.beyond
        (chain,) = query.chains
        trail = self._follower.part(chain, longer=_LONG_LIST, most=_PART, beyond=beyond)
        if trail is not None:
            trail.count = self._follower.count_after(chain, beyond)
        return trail

    def _filter(self, trail: Trail, query: Query) -> None:
        """Leave the ends that are values of the properties that the question limits them to."""
        for names in query.filters:
            ends = [end for end in trail.ends if isinstance(end, int)]
            kept_ends = {row.value for row in self._reader.step(names, [Known("value", ends)])}
            trail.ends = {end: facts for end, facts in trail.ends.items() if end in kept_ends}

    def _credited(self, query: Query) -> Outcome | None:
        """The credits with a role that is written so; in any work where none is named.

        A role of which nothing is left unsaid goes before others.
        """
        chain = query.chains[0]
        step = chain.steps[0]
        if chain.anchor is None:
            ids = self._reader.credited(step.properties, max(query.role, key=len))
        else:
            ids = self._playing(chain, query)
        facts = undenied(list(self._reader.facts(ids).values()))
        wanted = RoleWords(query.role, query.titles)
        left = {fact.id: wanted.unsaid(fact.role) for fact in facts}
        least = min((days for days in left.values() if days is not None), default=None)
        if least is None or (least and chain.anchor is None):
            return None
        lines = [Line(fact, step.ask) for fact in facts if left[fact.id] == least]
        conflict = disagree([line.fact for line in lines], self._properties)
        return Found(tuple(ordered(lines, self._properties)), conflict=conflict, total=len(lines))

    def _playing(self, chain: Chain, query: Query) -> list[int]:
        """The ids of the credits of a work whose role may be the one that is written."""
        step = replace(chain.steps[0], ask="role")
        chain = replace(chain, steps=(step,))
        wanted = RoleWords(query.role, query.titles)
        written = self._follower.written(chain, wanted.bare)
        if found := [fact for fact, role in written if wanted.unsaid(role) is not None]:
            return found
        few = self._follower.part(chain, longer=MANY_ROLES, most=MANY_ROLES)
        trail = few or self._follower.follow(chain)
        roles = list(trail.ends.items()) if trail else []
        names = self._reader.entities([role for role, _ in roles if isinstance(role, int)])
        return [
            fact
            for role, facts in roles
            if wanted.unsaid(names.get(role) if isinstance(role, int) else role) is not None
            for fact in facts
        ]

    def _listed(self, trail: Trail, query: Query) -> Outcome | None:
        stepped = bool(trail.parents)
        ids = [
            (end, fact)
            for end, facts in trail.ends.items()
            for fact in (facts[:1] if stepped else facts)
        ]
        shown, total = ids, trail.count or 0
        if trail.count is None:
            shown, beyond = list(self._shown(ids)), self._reader.beyond
            if beyond + len(shown) < len(ids) and not query.narrowed:
                total = len(trail.ends) - len({end for end, _ in ids[:beyond]})
        lines = self._lines(trail, [fact for _, fact in shown])
        lines = self._dated(on_topic(kept(lines, query), query.topic), query)
        lines = said_once(lines, self._properties)
        if not lines:
            return None
        if query.chains[0].anchor is None and not query.topic:
            too_open = self._too_open(lines, trail)
            if too_open is not None:
                return too_open
        return Found(
            tuple(ordered(lines, self._properties)),
            conflict=disagree([line.fact for line in lines], self._properties)
            and not (query.year and _one_year(lines)),
            count=query.count and not any(isinstance(_end(line), str) for line in lines),
            total=max(total, _distinct(lines)),
            extreme=query.extreme,
            read=None if trail.count is None else _PART,
        )

    def _shown(self, found: Sequence[T]) -> Sequence[T]:
        """What one answer has room for of what was found."""
        return found[self._reader.beyond : self._reader.beyond + MOST_LINES]

    def _dated(self, lines: list[Line], query: Query) -> list[Line]:
        """The lines that a question means by the dates of their works."""
        if query.extreme is None and query.span is None:
            return lines
        return Dated(self._reader, self._properties).left(lines, query)

    def _lines(self, trail: Trail, ids: Sequence[int]) -> list[Line]:
        paths = {fact: trail.via(fact) for fact in ids}
        facts = self._reader.facts({*ids, *(step for path in paths.values() for step in path)})
        shown = {fact.id for fact in undenied([facts[path] for path in paths if path in facts])}
        return [
            Line(facts[fact], trail.asked, tuple(facts[step] for step in path if step in facts))
            for fact, path in paths.items()
            if fact in shown and all(facts[step].status.is_fact for step in path if step in facts)
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
        if len(subjects) > MOST_CHOICES:
            return Unknown("not_understood", first.property)
        return Ambiguous(tuple(subjects.values()))

    def _each(self, trails: Sequence[Trail], query: Query) -> Outcome | None:
        lines: list[Line] = []
        for trail in trails:
            ids = [fact for facts in trail.ends.values() for fact in facts]
            lines += ordered(kept(self._lines(trail, ids), query), self._properties)
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
        ids = self._shown([first.ends[end][0] for end in first.ends if end in shared])
        crossing = {
            first.ends[end][0]: [other.ends[end][0] for other in others]
            for end in first.ends
            if end in shared
        }
        facts = self._reader.facts({*ids, *(crossed for fact in ids for crossed in crossing[fact])})
        lines = [
            Line(
                facts[fact],
                first.asked,
                tuple(facts[crossed] for crossed in crossing[fact] if crossed in facts),
            )
            for fact in ids
            if fact in facts
        ]
        left = self._dated(kept(lines, query), query)
        if not left:
            return None
        return Found(
            tuple(ordered(left, self._properties)),
            count=query.count,
            total=len(left) if query.narrowed else len(shared) - self._reader.beyond,
            extreme=query.extreme,
        )


def _left_out(but: Mention, trails: Sequence[Trail]) -> bool:
    """Take what a question leaves out from the ends; whether it was one of them."""
    out = {candidate.entity for candidate in but.candidates}
    held = any(out & set(trail.ends) for trail in trails)
    for trail in trails:
        trail.ends = {end: facts for end, facts in trail.ends.items() if end not in out}
    return held


def _end(line: Line) -> object:
    return line.fact.slot(line.asked)


def _distinct(lines: Sequence[Line]) -> int:
    return len({_end(line) for line in lines})


def _one_year(lines: Sequence[Line]) -> bool:
    """Whether all lines give a date in the same year."""
    years = {getattr(line.fact.value, "year", None) for line in lines}
    return len(years) == 1
