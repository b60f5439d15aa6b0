"""Following a chain through the store, one statement a step, and remembering the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from lore.language import costs
from lore.language.properties import Property
from lore.linking.mentions import Candidate, Mention
from lore.model.dates import PartialDate
from lore.model.facts import Slot
from lore.model.property_ids import SERIES
from lore.store.fact_reader import OPEN_LIMIT, Known, Reader, StepRow
from lore.understanding.query import Anchor, Chain, Step

End = int | str
"""An entity's id, or a date or text as it is stored."""

MANY_ROLES = 300
"""Roles of one thing among which a misspelt one is looked for; one that is written as it is told is
found among more."""


@dataclass(slots=True)
class Trail:
    """Where a chain ended: the last step's facts by end, and the facts that led to each.

    `candidates` are the entities that the anchor may have meant and that had facts, the likeliest
    first; more than one makes the question ambiguous. Of a long list `ends` are those of one part
    alone, and `count` says how many there are from there on.
    """

    asked: Slot
    ends: dict[End, list[int]] = field(default_factory=dict)
    origins: dict[int, int | None] = field(default_factory=dict)
    parents: list[dict[int, tuple[int, int]]] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()
    bounded: bool = False
    count: int | None = None

    def via(self, fact: int) -> tuple[int, ...]:
        """The ids of the facts of the earlier steps that led to a fact of the last."""
        path: list[int] = []
        at = self.origins.get(fact)
        for parents in reversed(self.parents):
            if at is None or at not in parents:
                break
            step, at = parents[at]
            path.append(step)
        return tuple(reversed(path))


class ChainWalker:
    """Walks chains for one reader."""

    def __init__(self, reader: Reader, properties: Mapping[str, Property]) -> None:
        self._reader = reader
        self._properties = properties

    def follow_all(self, chains: Sequence[Chain]) -> list[Trail]:
        """Where chains end; an open one that has too much to read starts from the others' ends."""
        trails = [self.follow(chain) for chain in chains]
        narrow = [trail for trail in trails if trail is not None and not trail.bounded]
        ends = {end for trail in narrow for end in trail.ends if isinstance(end, int)}
        found = []
        for chain, trail in zip(chains, trails, strict=True):
            if trail is not None and trail.bounded:
                step = chain.steps[0]
                rows = self._step(step, [Known(step.ask, ends)]) if ends else []
                trail = Trail(step.ask)
                self._end(trail, rows, step, ())
            if trail is not None and trail.ends:
                found.append(trail)
        return found

    def part(self, chain: Chain, *, longer: int, most: int, beyond: int = 0) -> Trail | None:
        """A part of where a chain of one step ends that has more facts than `longer`: `most` of
        them, after the first ones of which there are `beyond`. None of any other chain."""
        step, known = chain.steps[0], self._of_one(chain)
        reader, names = self._reader, step.properties
        if known is None or not reader.is_longer(names, known, step.ask, longer):
            return None
        rows = reader.part(names, known, step.ask, beyond=beyond, most=most)
        trail = Trail(step.ask)
        self._end(trail, rows, step, ())
        return trail

    def count_after(self, chain: Chain, beyond: int) -> int:
        """How many ends there are of such a chain after so many facts."""
        step = chain.steps[0]
        return self._reader.count_after(
            step.properties, self._of_one(chain) or (), step.ask, beyond
        )

    def written(self, chain: Chain, words: Sequence[str]) -> list[tuple[int, str]]:
        """Of one thing with many roles the facts whose role is a text with all of some folded words
        in it, and that text; none of any other."""
        reader, names = self._reader, chain.steps[0].properties
        known = self._of_one(chain)
        if known is None or not reader.is_longer(names, known, "role", MANY_ROLES):
            return []
        return reader.written(names, known, words)

    def _of_one(self, chain: Chain) -> list[Known] | None:
        """What a chain of one step knows, where it is clear what its anchor means; None else."""
        anchor, (step, *rest) = chain.anchor, chain.steps
        if rest or not isinstance(anchor, Mention) or len(anchor.candidates) > 1 or not step.known:
            return None
        return [Known(step.known, self._members(anchor, step.known)), *self.fixed(step)]

    def follow(self, chain: Chain) -> Trail | None:
        """Where a chain ends; None where some step has no fact."""
        first, *rest = chain.steps
        rows, candidates = self._first(chain.anchor, first, last=not rest)
        if chain.anchor is None and len(rows) >= OPEN_LIMIT and rest:
            rows = self._from_the_end(first, rest[0])
        if not rows:
            return None
        topic = {candidate.entity for candidate in candidates}
        trail = Trail(first.ask, candidates=candidates)
        trail.bounded = chain.anchor is None and len(rows) >= OPEN_LIMIT and not rest
        step = first
        for following in rest:
            reached = _reached(rows, step, topic if trail.parents else ())
            trail.parents.append(reached)
            if not reached or following.known is None:
                return None
            step = following
            last = step is rest[-1]
            rows = self._step(step, [Known(following.known, list(reached))], denied=last)
            trail.asked = step.ask
        self._end(trail, rows, step, topic if trail.parents else set())
        return trail if trail.ends else None

    def _end(
        self, trail: Trail, rows: Sequence[StepRow], step: Step, topic: Collection[int]
    ) -> None:
        for row in rows:
            end = end_of(row, step.ask)
            if end is None or (isinstance(end, int) and end in topic):
                continue
            trail.ends.setdefault(end, []).append(row.fact)
            if step.known is not None:
                at = end_of(row, step.known)
                trail.origins[row.fact] = at if isinstance(at, int) else None

    def _from_the_end(self, first: Step, following: Step) -> list[StepRow]:
        """An open first step over what the second can start from, where that is less to read."""
        rows = self._step(following, [])
        if following.known is None or len(rows) >= OPEN_LIMIT:
            return []
        starts = [end for row in rows if isinstance(end := end_of(row, following.known), int)]
        return self._step(first, [Known(first.ask, starts)])

    def _first(
        self, anchor: Anchor | None, step: Step, *, last: bool
    ) -> tuple[list[StepRow], tuple[Candidate, ...]]:
        """The first step's facts, of the likeliest candidates that have any."""
        if anchor is None or step.known is None:
            return self._step(step, [], denied=last), ()
        if isinstance(anchor, PartialDate):
            return self._step(step, [Known(step.known, date=anchor)], denied=last), ()
        known = Known(step.known, self._members(anchor, step.known))
        rows = self._step(step, [known], denied=last, having=step.ask)
        return self._likeliest(anchor, step.known, rows)

    def _likeliest(
        self, anchor: Mention, slot: Slot, rows: list[StepRow]
    ) -> tuple[list[StepRow], tuple[Candidate, ...]]:
        """The rows of the best candidates that have any, and those candidates."""
        owners = {
            candidate.entity: {candidate.entity, *self._members_of(candidate, slot)}
            for candidate in anchor.candidates
        }
        held = {end_of(row, slot) for row in rows}
        having = [candidate for candidate in anchor.candidates if owners[candidate.entity] & held]
        if not having:
            return [], ()
        best = [
            candidate for candidate in having if candidate.cost <= having[0].cost + costs.AS_GOOD
        ]
        ids = set().union(*(owners[candidate.entity] for candidate in best))
        return [row for row in rows if end_of(row, slot) in ids], tuple(best)

    def _members(self, anchor: Mention, slot: Slot) -> list[int]:
        ids = [candidate.entity for candidate in anchor.candidates]
        return ids + [
            member
            for candidate in anchor.candidates
            for member in self._members_of(candidate, slot)
        ]

    def _members_of(self, candidate: Candidate, slot: Slot) -> list[int]:
        """The films of a series, where the series stands for its films."""
        if candidate.kind != SERIES or slot != "subject" or SERIES not in self._properties:
            return []
        rows = self._reader.step([SERIES], [Known("value", [candidate.entity])])
        return [row.subject for row in rows]

    def _step(
        self, step: Step, known: list[Known], *, denied: bool = False, having: Slot = "value"
    ) -> list[StepRow]:
        """The facts of a step; denied ones only in the last, where they are told apart."""
        known = known + self.fixed(step)
        return self._reader.step(step.properties, known, denied=denied, having=having)

    def fixed(self, step: Step) -> list[Known]:
        """What else a step knows, as the store takes it."""
        return [
            Known(slot, date=anchor)
            if isinstance(anchor, PartialDate)
            else Known(slot, self._members(anchor, slot))
            for slot, anchor in step.fixed
        ]


def end_of(row: StepRow, slot: Slot) -> End | None:
    """What stands in a slot of a row: an entity's id, or the date or text."""
    if slot == "subject":
        return row.subject
    if slot == "value":
        return row.value if row.value is not None else row.date or row.text
    return row.role if row.role is not None else row.role_text


def _reached(
    rows: Sequence[StepRow], step: Step, topic: Collection[int]
) -> dict[int, tuple[int, int]]:
    """The entities that a step reached: for each the first fact that did, and whence."""
    reached: dict[int, tuple[int, int]] = {}
    for row in rows:
        end = end_of(row, step.ask)
        if isinstance(end, int) and end not in reached and end not in topic:
            at = end_of(row, step.known) if step.known else None
            reached[end] = (row.fact, at if isinstance(at, int) else -1)
    return reached
