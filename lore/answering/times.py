"""Time: how far two dates are apart, or a date from today, and how a value was moved."""

from __future__ import annotations

from datetime import date

from lore.answering.clock import asked_on
from lore.answering.fact_graph import FactGraph
from lore.answering.moves import Course, course, courses
from lore.answering.sets import Sets
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Found, Line, Span
from lore.understanding.algebra import Gap, Moved, Set


class Times:
    """Tells the time over one graph of facts, as it is asked on a day."""

    def __init__(self, graph: FactGraph, sets: Sets, today: date) -> None:
        self._graph = graph
        self._properties = graph.properties
        self._sets = sets
        self._today = asked_on(graph.reader, today)

    def gap(self, gap: Gap) -> Found | None:
        """How far the two sides are apart; None where the store has no date for one."""
        found = [self._moment(side) for side in (gap.start, gap.end) if side is not None]
        moments = [moment for moment in found if moment is not None]
        if not moments or len(moments) < len(found):
            return None
        if len(moments) == 1:
            return self._from_today(*moments[0])
        (first, told), (last, also) = sorted(moments, key=lambda moment: moment[0])
        lines = (*told, *also)
        if not lines or first == last:
            return None
        disputed = len(told) > 1 or len(also) > 1
        return Found(lines, spans=(Span(first, last),), conflict=disputed, total=len(lines))

    def _from_today(self, date: PartialDate, lines: tuple[Line, ...]) -> Found | None:
        """How far a date is from today, or each of those that differ on it."""
        today = PartialDate(self._today.year, self._today.month, self._today.day)
        told = [line.fact.value for line in lines]
        values = dict.fromkeys([date, *(value for value in told if isinstance(value, PartialDate))])
        spans = tuple(
            Span(today, value, "start") if today < value else Span(value, today, "end")
            for value in values
            if value != today and not any(map(value.coarsens, values))
        )
        if not lines or not spans:
            return None
        return Found(lines, spans=spans, conflict=len(lines) > 1, total=len(lines))

    def _moment(self, side: Set | Moved) -> tuple[PartialDate, tuple[Line, ...]] | None:
        """The date of one side of a gap with the facts that give it, and those that differ."""
        if isinstance(side, Moved):
            moved = self.moved(side)
            lines = moved.lines[:1] if moved else ()
            value = lines[0].fact.value if lines else None
            return (value, lines) if isinstance(value, PartialDate) else None
        told: list[tuple[PartialDate, Line | None]] = []
        for row in self._sets.rows(side):
            if isinstance(row.value, PartialDate):
                told.append((row.value, row.line))
            elif isinstance(row.value, Entity) and (fact := self._graph.release(row.value.id)):
                assert isinstance(fact.value, PartialDate)
                told.append((fact.value, Line(fact, "value")))
        of = {line.fact.id: line for _, line in told if line is not None}
        if not of:
            return (told[0][0], ()) if told else None
        facts = [line.fact for line in of.values()]
        held = course(facts, self._properties.get(facts[0].property))
        best = next(value for value, line in told if line and line.fact.id == held.current[0].id)
        disputing = held.current if held.disputed else held.current[:1]
        return best, tuple(of[fact.id] for fact in disputing)

    def moved(self, moved: Moved) -> Found | None:
        """What a value was before it was moved, or how often it was."""
        rows = self._sets.rows(moved.step)
        facts = [row.line.fact for row in rows if row.line is not None]
        found = [course for course in courses(facts, self._properties) if course.replaced]
        if len(found) != 1:
            return None
        course: Course = found[0]
        lines = tuple(Line(fact, "value") for fact in course.current)
        if moved.what == "times":
            return Found(
                lines, times=len(course.replaced), earlier=course.replaced, total=len(lines)
            )
        told = course.replaced[0] if moved.what == "first" else course.replaced[-1]
        return Found((Line(told, "value"),), total=1)
