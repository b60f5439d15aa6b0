"""Composing relations outwards from a name: which step comes first, and which way each goes.

The relations left of the name apply from the nearest outwards, those right of it likewise; which
side goes first is found by search: kinds that do not fit end a path, and the costs prefer what is
attached to the name ("X's director", "X starred movies") over a predicate of its own ("… were
directed by whom").

Ways through the facts: what a question aims at, and the steps that lead there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from lore.language import costs
from lore.language.properties import Hint, Property
from lore.model.facts import Slot
from lore.steps import Steps
from lore.understanding.lattice import Span
from lore.understanding.query import Step

Kinds = frozenset[str]
"""Kinds of what was reached; empty for any."""

MANNERS: Mapping[str, str] = {
    "why": "why",
    "how": "how",
    "amount": "how much",
    "duration": "how long",
    "count": "how many",
}
"""The question words of manner, as properties name them."""


class Path(NamedTuple):
    """Steps so far, the kinds reached and the cost; `linked` are properties of an unsaid step.

    `waited` tells that what is attached to the name was passed over for what is not.
    """

    steps: tuple[Step, ...]
    kinds: Kinds
    cost: float
    linked: tuple[str, ...] = ()
    filters: tuple[tuple[str, ...], ...] = ()
    waited: bool = False

    def dearer(self, cost: float) -> Path:
        """The same at a higher cost."""
        return self._replace(cost=self.cost + cost)


class Way(NamedTuple):
    """One step through some properties, with the kinds that it reaches and its cost."""

    step: Step
    kinds: Kinds
    cost: float


@dataclass(frozen=True, slots=True)
class Aim:
    """What the end of a path should be: the question word, and the kinds that it demands."""

    question: str | None
    demand: Kinds
    shared: bool = False


_KEPT = 8192
"""Relations of which it is kept where they lead."""
BEAM = 24
"""Paths that are kept after each operator."""
MOST_OPERATORS = 8
"""Relations and kinds of which a path is made; nobody means more of them about one name."""
MOST_STEPS = 5
"""Steps of a path; more of them say nothing that somebody would ask."""
MOST_PATHS = 48
"""Paths that are handed on, the cheapest first."""


class _Said(NamedTuple):
    """The operators on both sides of a name, the nearest first, as `Composer.paths` takes them."""

    left: tuple[Span, ...]
    right: tuple[Span, ...]
    attached: int
    open_start: bool


class _Reached(NamedTuple):
    """A path over the first `on_left` operators of the left side, and others of the right."""

    path: Path
    on_left: int


class Composer:
    """Searches the orders in which relations can apply to what was named."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties
        self._participant = tuple(name for name, entry in properties.items() if entry.participant)
        # The same relations come again and again, and what they lead to depends on nothing else.
        self._ways = lru_cache(_KEPT)(self._find_ways)
        self._link = lru_cache(_KEPT)(self._find_link)

    def paths(
        self,
        kinds: Kinds,
        left: Sequence[Span],
        right: Sequence[Span],
        attached: int,
        capacity: tuple[str, ...],
        aim: Aim,
        steps: Steps,
        *,
        open_start: bool = False,
    ) -> list[Path]:
        """Paths within `costs.LIMIT`, the cheapest first.

        `left` and `right` are relations and kinds, the nearest to the name first; the first
        `attached` of the right belong to the name rather than to a predicate. `capacity` are the
        properties in which the name was introduced ("the director X").
        """
        if len(left) + len(right) > MOST_OPERATORS:
            return []
        said = _Said(tuple(left), tuple(right), attached, open_start)
        reached = [_Reached(Path((), kinds, 0.0, capacity), 0)]
        for taken in range(len(left) + len(right)):
            longer = [further for way in reached for further in self._further(way, taken, said)]
            steps.take(len(longer))
            reached = _cheapest(longer)
        found = [
            end
            for way in reached
            if way.path.steps
            for end in self._ends(way.path, aim)
            if end.cost <= costs.LIMIT
        ]
        return sorted(found, key=lambda path: path.cost)[:MOST_PATHS]

    def _further(self, reached: _Reached, taken: int, said: _Said) -> Iterator[_Reached]:
        """What applying the next operator on either side leads to, of so many `taken`."""
        path, on_left = reached
        on_right = taken - on_left
        attached = max(said.attached - on_right, 0)
        left = on_left < len(said.left)
        if left:
            late = costs.LATER if attached and not path.waited else 0.0
            for longer in self._apply(path, said.left[on_left], said.open_start):
                further = longer
                if late or longer.waited is not (attached > 0):
                    further = longer._replace(cost=longer.cost + late, waited=attached > 0)
                yield _Reached(further, on_left + 1)
        if on_right < len(said.right):
            late = costs.LATER if left and not attached else 0.0
            for longer in self._apply(path, said.right[on_right], said.open_start):
                yield _Reached(longer.dearer(late) if late else longer, on_left)

    def _apply(self, path: Path, item: Span, open_start: bool) -> Iterator[Path]:
        assert item.sense is not None
        if item.sense.kind == "kind":
            yield from self._to_kind(path, item.sense.value)
            return
        options = item.sense.options
        yield from self.moves(path, options, open_start=open_start)
        last = path.steps[-1] if path.steps else None
        if last is not None and set(last.properties) & {name for name, _ in options}:
            yield path.dearer(costs.REPEATED)
        yield from self._filtered(path, options)
        if path.kinds and not open_start:
            for link in self._links(path, tuple(name for name, _ in options)):
                yield from self.moves(link, options)

    def _filtered(self, path: Path, options: Sequence[tuple[str, Hint]]) -> Iterator[Path]:
        """A noun for what was reached tells which of it is meant: "the actors who directed X"."""
        last = path.steps[-1].properties if path.steps else ()
        names = tuple(
            name
            for name, hint in options
            if hint == "value" and path.kinds & self._properties[name].value and name not in last
        )
        if path.steps and names:
            filters = (*path.filters, names)
            yield path.dearer(costs.NARROWED)._replace(filters=filters)

    def moves(
        self,
        path: Path,
        options: Sequence[tuple[str, Hint]],
        *,
        open_start: bool = False,
    ) -> Iterator[Path]:
        """The ways of one relation from what was reached, one for each kind of result."""
        if path.filters:
            return
        opening = open_start and not path.steps
        ways = self._ways(path.kinds, tuple(options), opening=opening, roles=not path.linked)
        for step, kinds, cost in ways:
            yield Path((*path.steps, step), kinds, path.cost + cost, waited=path.waited)

    def _find_ways(
        self,
        reached: Kinds,
        options: Sequence[tuple[str, Hint]],
        *,
        opening: bool,
        roles: bool,
    ) -> tuple[Way, ...]:
        """The ways of one relation from some kinds; `opening` from nothing at all, `roles` also
        from what was played."""
        ways: dict[tuple[Slot | None, Slot, Kinds], tuple[float, list[str]]] = {}
        for name, hint in options:
            entry = self._properties[name]
            for (known, ask), cost in costs.WAYS[hint].items():
                if (known is None) is not opening or (known == "role" and not roles):
                    continue
                if "role" in (known, ask) and not entry.has_role:
                    continue
                if known is not None and not _fits(reached, entry.kinds(known)):
                    continue
                key = (known, ask, entry.kinds(ask))
                best, names = ways.get(key, (9.0, []))
                ways[key] = (min(best, cost + entry.rank * costs.RANK), [*names, name])
        return tuple(
            Way(Step(tuple(dict.fromkeys(names)), known, ask), kinds, cost)
            for (known, ask, kinds), (cost, names) in ways.items()
        )

    def _to_kind(self, path: Path, kind: str) -> Iterator[Path]:
        """What "films" does: nothing to films; of a person, the works that they took part in."""
        if not path.kinds or kind in path.kinds:
            yield path
            return
        yield path.dearer(costs.IGNORED_KIND)
        for link in self._links(path, ()):
            if kind in link.kinds:
                yield link.dearer(costs.LINK - costs.UNSAID_LINK)

    def _links(self, path: Path, but: tuple[str, ...]) -> Iterator[Path]:
        """The step that was left unsaid between a person and a work; without `but`, where a kind
        of work is said, between a character and one too."""
        last = path.steps[-1] if path.steps else None
        names = path.linked
        if not names and last is not None and last.ask == "value":
            names = last.properties
        if not names and last is None:
            names = tuple(name for name in self._participant if name not in but)
        slots: tuple[Slot, ...] = ("value",) if but or last is not None else ("value", "role")
        for slot in slots if path.kinds else ():
            way = self._link(names, slot, path.kinds)
            if way is not None:
                cost, taking = path.cost + way.cost, way.step.properties
                yield Path((*path.steps, way.step), way.kinds, cost, taking)

    def _find_link(self, names: tuple[str, ...], slot: Slot, reached: Kinds) -> Way | None:
        """The unsaid step from what stands in a slot of some properties to their works."""
        entries = [(name, self._properties[name]) for name in names]
        taking = [
            (name, entry)
            for name, entry in entries
            if (slot != "role" or entry.has_role) and _fits(reached, entry.kinds(slot))
        ]
        if not taking:
            return None
        step = Step(tuple(name for name, _ in taking), slot, "subject")
        kinds = frozenset().union(*(entry.subject for _, entry in taking))
        return Way(step, kinds, costs.UNSAID_LINK)

    def _ends(self, path: Path, aim: Aim) -> Iterator[Path]:
        """The path as it is and, where the end is not what is asked for, turned back."""
        yield path.dearer(self._misfit(path, aim))
        last = path.steps[-1]
        if last.known is None or last.ask == "role" or len(last.properties) > 3 or path.filters:
            return
        if not (aim.shared or (aim.demand and self._misfit(path, aim) > 1)):
            return
        turned = replace(last, known=last.ask, ask="subject" if last.ask == "value" else "value")
        entries = [self._properties[name] for name in last.properties]
        kinds = frozenset().union(*(entry.kinds(turned.ask) for entry in entries))
        back = Path((*path.steps, turned), kinds, path.cost)
        cost = costs.SHARED if aim.shared else costs.TURNED_BACK
        if not (aim.shared and len(path.steps) > 1 and not aim.demand):
            yield back.dearer(cost + self._misfit(back, aim))

    def _misfit(self, path: Path, aim: Aim) -> float:
        """What it costs that the end is not what the question word asks for."""
        cost = 0.0
        asked = {self._properties[name].question for name in path.steps[-1].properties}
        told = path.kinds == {"text"} and aim.question is not None and aim.question in asked
        if aim.demand and path.kinds and not aim.demand & path.kinds and not told:
            cost += costs.MISFIT
        if aim.question == "what" and path.kinds == {"person"}:
            cost += costs.PERSON_FOR_THING
        if path.steps[-1].ask == "value" and path.kinds == {"text"}:
            wanted = MANNERS.get(aim.question or "")
            if wanted and wanted not in asked:
                cost += costs.WRONG_QUESTION
            elif not wanted and not told and None not in asked:
                cost += costs.WHAT_OF_TEXT if aim.question == "what" else costs.NO_MANNER
        return cost


def _cheapest(reached: Sequence[_Reached]) -> list[_Reached]:
    """The `BEAM` cheapest within the limits, in the order in which they were reached."""
    within = [
        way for way in reached if way.path.cost <= costs.LIMIT and len(way.path.steps) <= MOST_STEPS
    ]
    if len(within) <= BEAM:
        return within
    ranked = sorted(range(len(within)), key=lambda place: within[place].path.cost)
    return [within[place] for place in sorted(ranked[:BEAM])]


def _fits(kinds: Kinds, slot: Kinds) -> bool:
    return not kinds or not slot or bool(kinds & slot)
