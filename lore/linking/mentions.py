"""What stands in a question as a name: mentions of entities, gathered by stretch and kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace

from lore.language import costs
from lore.linking.lookup import NameRow
from lore.model.facts import Entity

CANDIDATES = 24
"""Entities that one mention keeps."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a mention may mean; `exact` when a whole name of it stands there."""

    entity: int
    name: str
    kind: str
    year: int | None
    cost: float
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A stretch of words, from `start` to before `end`, as the name of entities of one kind.

    `also` are further kinds that facts take them for.
    """

    start: int
    end: int
    kind: str
    cost: float
    candidates: tuple[Candidate, ...]

    plain: bool = False
    """Made of everyday words alone, with nothing to show that a name is meant."""

    also: frozenset[str] = frozenset()

    @property
    def kinds(self) -> frozenset[str]:
        """All that it is taken for."""
        return self.also | {self.kind}

    @property
    def exact(self) -> bool:
        """Whether its best candidate's whole name stands there."""
        return self.candidates[0].exact

    def holds(self, other: Mention) -> bool:
        """Whether another stands in a part of its stretch."""
        inside = self.start <= other.start and other.end <= self.end
        return inside and other.end - other.start < self.end - self.start

    def apart(self, other: Mention) -> bool:
        """Whether it shares no word with another."""
        return self.end <= other.start or other.end <= self.start


def spoken(entity: Entity) -> Mention:
    """A thing as a mention of it by its name, wherever it stands."""
    candidate = Candidate(entity.id, entity.name, entity.kind, entity.year, 0.0, exact=True)
    return Mention(0, 0, entity.kind, 0.0, (candidate,))


@dataclass(slots=True)
class MentionCollector:
    """Candidates by stretch and kind while they are gathered."""

    by_place: dict[tuple[int, int, str], dict[int, Candidate]] = field(default_factory=dict)

    def add(self, start: int, end: int, row: NameRow, cost: float, *, exact: bool) -> None:
        """Keep the entity of a row at a stretch, at its least cost."""
        here = self.by_place.setdefault((start, end, row.kind), {})
        known = here.get(row.entity_id)
        if known is None or cost < known.cost:
            here[row.entity_id] = Candidate(
                row.entity_id, row.entity, row.kind, row.year, cost, exact
            )

    def drop(self, places: Set[int]) -> None:
        """Forget what stands over any of some places."""
        for place in [key for key in self.by_place if not places.isdisjoint(range(*key[:2]))]:
            del self.by_place[place]

    def dated(self, words: Sequence[str]) -> None:
        """A year right after a name tells which of those that bear it is meant: "X (1999)"."""
        for (start, end, kind), candidates in list(self.by_place.items()):
            next_word = words[end] if end < len(words) else ""
            if not (next_word.isdecimal() and len(next_word) == 4):
                continue
            meant = {
                key: candidate
                for key, candidate in candidates.items()
                if candidate.year == int(next_word)
            }
            if meant:
                self.by_place[start, end + 1, kind] = {
                    key: replace(candidate, cost=candidate.cost - costs.DATED)
                    for key, candidate in meant.items()
                }

    def mentions(self, plain: Callable[[int, int], bool] = lambda *_: False) -> list[Mention]:
        """What was gathered, by place; `plain` tells whether a stretch is everyday words."""
        result = []
        for (start, end, kind), candidates in sorted(self.by_place.items()):
            ranked = sorted(
                candidates.values(), key=lambda candidate: (candidate.cost, candidate.entity)
            )
            near = [
                candidate for candidate in ranked if candidate.cost <= ranked[0].cost + costs.LOOSE
            ]
            chosen = tuple(near[:CANDIDATES])
            result.append(Mention(start, end, kind, near[0].cost, chosen, plain(start, end)))
        return result
