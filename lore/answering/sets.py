"""The members of a set expression: entities, dates and texts, each with the facts that give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lore.answering.fact_graph import FactGraph
from lore.answering.moves import course
from lore.language import amounts, spelling
from lore.language import text as folding
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Fact, Line, Slot, Status, Value
from lore.model.property_ids import RELEASE
from lore.understanding.algebra import (
    Amount,
    Common,
    Dated,
    Measured,
    Moment,
    Named,
    OfKind,
    Ranked,
    Set,
    Step,
    Than,
    Together,
    Without,
    Words,
    Works,
)

_YEAR = 3
"""Digits from which on a number in a title is no place in a series."""
_ALIKE = 0.05
"""How far apart two amounts may be and still be told as one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A member of a set; `line` is the fact that gives it, None for what the question names."""

    value: Value
    line: Line | None = None

    @property
    def key(self) -> object:
        """What makes two members the same."""
        return self.value.id if isinstance(self.value, Entity) else self.value


class Sets:
    """Evaluates set expressions over one graph."""

    def __init__(self, graph: FactGraph) -> None:
        self._graph = graph
        self._starts: dict[Set, Sequence[Row]] = {}

    def rows(self, node: Set, *, denied: bool = False) -> list[Row]:
        """The members of a set, in the order of the store; denied facts only where asked for."""
        match node:
            case Named(entity):
                return [Row(entity)]
            case Moment(moment):
                return [Row(moment)]
            case Words() | Amount() | Than():
                return []
            case Step():
                return self._stepped(node, denied)
            case Together(parts):
                return [row for part in parts for row in self.rows(part)]
            case Common(parts):
                return self._common([self.rows(part) for part in parts])
            case Without(whole, out):
                left_out = {row.key for row in self.rows(out)}
                return [row for row in self.rows(whole) if row.key not in left_out]
            case OfKind(source, kinds):
                return [
                    row
                    for row in self.rows(source, denied=denied)
                    if isinstance(row.value, Entity) and row.value.kind in kinds
                ]
            case Ranked():
                return self._ranked(node)
            case Dated():
                return self._dated(node)
            case Measured(source, name, amount):
                return self._measured(self.rows(source), name, amount)
            case Works():
                return self._works(node)

    def _stepped(self, step: Step, denied: bool) -> list[Row]:
        if isinstance(step.source, Words):
            return self._worded(step, step.source.words, denied)
        sources: Sequence[Row | None] = (None,)
        if step.source is not None:
            sources = self._sources(step.source)
        found: dict[tuple[int, object], Row] = {}
        for source in sources:
            for fact in self._facts(step, source):
                if not self._counts(fact, step, denied) or not self._fixed(fact, step):
                    continue
                value = fact.slot(step.ask)
                if value is None:
                    continue
                before = source.line if source is not None else None
                via = (*before.via, before.fact) if before is not None else ()
                row = Row(value, Line(fact, step.ask, via))
                found.setdefault((fact.id, row.key), row)
        return list(found.values())

    def _worded(self, step: Step, words: Sequence[str], denied: bool) -> list[Row]:
        """What a step gives that starts from words of a text: who plays “Young Odile”."""
        return [
            Row(value, Line(fact, step.ask))
            for name in step.properties
            for fact in self._graph.of(name)
            if self._counts(fact, step, denied) and self._fixed(fact, step)
            if (end := fact.slot(step.known)) is not None and says(end, words)
            if (value := fact.slot(step.ask)) is not None
        ]

    def _sources(self, source: Set) -> Sequence[Row]:
        """What a step starts from; what is only rumoured leads no further. Many steps of one
        question start from the same."""
        found = self._starts.get(source)
        if found is None:
            rows = self.rows(source)
            found = [row for row in rows if row.line is None or row.line.fact.status.is_fact]
            self._starts[source] = found
        return found

    def _facts(self, step: Step, source: Row | None) -> Sequence[Fact]:
        """The facts of a step's properties in which a source stands in the known slot."""
        names = step.properties
        if source is None:
            return [fact for name in names for fact in self._graph.of(name)]
        value = source.value
        if isinstance(value, PartialDate):
            return [fact for name in names for fact in self._graph.with_value(name, value)]
        if isinstance(value, str):
            return [
                fact
                for name in names
                for fact in self._graph.of(name)
                if fact.slot(step.known) == value
            ]
        facts = self._of_entity(value, names, step.known)
        if step.known == "subject" and self._graph.members(value.id):
            members = self._graph.members(value.id)
            facts = facts + [
                fact for work in members for fact in self._of_entity(work, names, "subject")
            ]
        return facts

    def _of_entity(self, entity: Entity, names: Sequence[str], slot: Slot) -> list[Fact]:
        at = self._graph.at(entity.id)
        return [fact for name in names for fact in at.get((name, slot), ())]

    def _counts(self, fact: Fact, step: Step, denied: bool) -> bool:
        if step.statuses:
            return fact.status in step.statuses
        return denied or fact.status is not Status.DENIED

    def _fixed(self, fact: Fact, step: Step) -> bool:
        return all(self._holds(fact.slot(slot), wanted, slot) for slot, wanted in step.fixed)

    def _holds(self, end: Value | None, wanted: Set, slot: Slot) -> bool:
        """Whether what stands in a slot is one of a set; a work stands for its series too, and a
        series for its works."""
        if end is None:
            return False
        if isinstance(wanted, Words):
            return says(end, wanted.words)
        for row in self.rows(wanted):
            if _same(end, row.value):
                return True
            if slot == "subject" and isinstance(end, Entity) and isinstance(row.value, Entity):
                kin = [*self._graph.series_of(row.value.id), *self._graph.members(row.value.id)]
                if any(entity.id == end.id for entity in kin):
                    return True
        return False

    def _common(self, groups: list[list[Row]]) -> list[Row]:
        first, *rest = groups
        kept = []
        for row in first:
            others = [
                next((other for other in group if other.key == row.key), None) for group in rest
            ]
            if all(others):
                held = [each.line for each in (row, *others) if each and each.line]
                line = min(held, key=lambda told: told.fact.status.is_fact) if held else None
                if line is not None:
                    via = tuple(told.fact for told in held if told is not line)
                    line = Line(line.fact, line.asked, (*line.via, *via))
                kept.append(Row(row.value, line))
        return kept

    def _works(self, node: Works) -> list[Row]:
        rows = []
        for work in self._graph.all_works if node.every else self._graph.works:
            if not (node.coming if self._graph.coming(work) else node.out):
                continue
            fact = self._graph.release(work.id)
            rows.append(Row(work, Line(fact, "subject") if fact else None))
        return rows

    def _ranked(self, node: Ranked) -> list[Row]:
        """The members at one place of an order; those that share it stand together."""
        rows = self.rows(node.source)
        measured: dict[float, list[Row]] = {}
        for row in rows:
            told = self._measure_of(row, node.property)
            if told is not None:
                number, line = told
                measured.setdefault(number, []).append(Row(row.value, line))
        if node.property == RELEASE and not node.most and self._undated(node.source):
            return []
        places = sorted(measured, reverse=node.most)
        alone = len(rows) < 2 and not (isinstance(node.source, Dated) or _whole(node.source))
        if len(places) < node.place or alone:
            return []
        if _numbered(node) and _skipped(measured, node.place):
            return []
        return _once(measured[places[node.place - 1]])

    def _undated(self, source: Set) -> bool:
        """Whether somebody's works are ordered by date, and of one of them none is known."""
        step = source.source if isinstance(source, OfKind) else source
        if not isinstance(step, Step) or not isinstance(step.source, Named):
            return False
        released = self._graph.properties[RELEASE].subject
        return step.source.entity.kind not in released and any(
            end.kind in released and self._graph.release(end.id) is None
            for facts in self._graph.at(step.source.entity.id).values()
            for fact in facts
            for end in (fact.subject, fact.value, fact.role)
            if isinstance(end, Entity)
        )

    def _measure_of(self, row: Row, name: str | None) -> tuple[float, Line | None] | None:
        """By what a member is ordered, with the fact that says so."""
        if name is None:
            number = measure(row.value)
            return None if number is None else (number, row.line)
        if not isinstance(row.value, Entity):
            return None
        fact = self.leading(row.value, name)
        if fact is None or (number := measure(fact.value)) is None:
            return None
        before = row.line
        via = (*before.via, before.fact) if before is not None and before.fact != fact else ()
        return number, Line(fact, "subject", via)

    def leading(self, entity: Entity, name: str) -> Fact | None:
        """The fact that gives the value of a property of an entity, by what holds now."""
        facts = [fact for fact in self._of_entity(entity, [name], "subject") if fact.status.is_fact]
        entry = self._graph.properties.get(name)
        return course(facts, entry).current[0] if facts else None

    def _dated(self, node: Dated) -> list[Row]:
        bounds = [bound for row in self.rows(node.bound) if (bound := self.date_of(row))]
        if not bounds:
            return []
        found = []
        for row in self.rows(node.source):
            if not isinstance(row.value, Entity):
                continue
            fact = self._graph.release(row.value.id)
            if fact is None or not isinstance(fact.value, PartialDate):
                continue
            if all(lies(fact.value, node.side, bound) for bound in bounds):
                found.append(Row(row.value, Line(fact, "subject")))
        return _once(found)

    def date_of(self, row: Row) -> PartialDate | None:
        """The date that a member is, or on which it comes out."""
        if isinstance(row.value, PartialDate):
            return row.value
        if not isinstance(row.value, Entity):
            return None
        fact = self._graph.release(row.value.id)
        return fact.value if fact and isinstance(fact.value, PartialDate) else None

    def _measured(self, rows: Iterable[Row], name: str, amount: Amount | Than) -> list[Row]:
        found = []
        for row in rows:
            fact = self.leading(row.value, name) if isinstance(row.value, Entity) else None
            if fact is not None and self.compares(fact.value, amount):
                found.append(Row(row.value, Line(fact, "subject")))
        return _once(found)

    def compares(self, value: Value, amount: Amount | Than) -> bool | None:
        """Whether a value is more, less or as much as an amount; None where that is not known."""
        if isinstance(amount, Amount):
            number = measure(value)
            return None if number is None else _holds(number, amount.comparison, amount.number)
        other = self.bound(amount)
        if other is None:
            return None
        if isinstance(value, PartialDate) and isinstance(other.value, PartialDate):
            return _later(value, amount.comparison, other.value)
        one, two = measure(value), measure(other.value)
        return None if one is None or two is None else _holds(one, amount.comparison, two)

    def bound(self, amount: Than) -> Row | None:
        """What a value is compared with: by what holds now, where several are told."""
        rows = self.rows(amount.source)
        told = {row.line.fact.id: row for row in rows if row.line is not None}
        if not told:
            return rows[0] if rows else None
        facts = [row.line.fact for row in told.values() if row.line]
        best = course(facts, self._graph.properties.get(facts[0].property)).current[0]
        return told[best.id]


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({row.key: row for row in rows}.values())


def _whole(pool: Set) -> bool:
    """Whether a set is all works of a kind, or all of which a property is told: where there is but
    one, it is the longest, too."""
    source = pool.source if isinstance(pool, OfKind) else pool
    return isinstance(source, Works) or (isinstance(source, Step) and source.source is None)


def _numbered(node: Ranked) -> bool:
    """Whether a place in the store's own series is asked for."""
    pool = node.source.source if isinstance(node.source, OfKind) else node.source
    own = isinstance(pool, Works) and not pool.every
    return own and not node.most and node.property == RELEASE


def _skipped(measured: Mapping[float, Sequence[Row]], place: int) -> bool:
    """Whether works that are numbered by their names do not stand at their numbers: some are
    missing, and the place in a list says nothing."""
    for number, key in enumerate(sorted(measured)[:place], start=1):
        for row in measured[key]:
            words = folding.words(row.value.name) if isinstance(row.value, Entity) else []
            numbers = [int(word) for word in words if word.isdigit() and len(word) < _YEAR]
            if numbers and number not in numbers:
                return True
    return False


def _same(end: Value, value: Value) -> bool:
    if isinstance(end, Entity) and isinstance(value, Entity):
        return end.id == value.id
    if isinstance(end, PartialDate) and isinstance(value, PartialDate):
        return end.agrees(value)
    return end == value


def lies(date: PartialDate, side: str, bound: PartialDate) -> bool:
    """Whether a date surely lies before, after or in another."""
    if side == "before":
        return date.last < bound.first
    if side == "after":
        return bound.last < date.first
    return bound.first <= date.first and date.last <= bound.last


def measure(value: Value) -> float | None:
    """A value as a number to order by: a date's day, minutes, millions; None where it has none."""
    if isinstance(value, PartialDate):
        return float(value.first.toordinal())
    if isinstance(value, Entity):
        return None
    told = amounts.measure(value)
    return told if told is not None else amounts.measure(" ".join(folding.words(value)))


def _holds(number: float, comparison: str, other: float) -> bool:
    if comparison == "equal":
        return abs(number - other) < _ALIKE
    return number > other if comparison == "more" else number < other


def _later(date: PartialDate, comparison: str, other: PartialDate) -> bool | None:
    """Whether a date is surely later, earlier or the same; None where their precision hides it."""
    if comparison == "equal":
        return date.agrees(other)
    sides = ("after", "before") if comparison == "more" else ("before", "after")
    if lies(date, sides[0], other):
        return True
    return False if lies(date, sides[1], other) or date == other else None


def says(value: Value, words: Sequence[str]) -> bool:
    """Whether a value holds all of some words, whatever their endings."""
    text = value.name if isinstance(value, Entity) else str(value)
    held = {spelling.stem(word) for word in folding.words(text)}
    return bool(words) and all(spelling.stem(word) in held for word in words)
