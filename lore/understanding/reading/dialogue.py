"""What a question takes over from those before it: what was named and answered, and what was asked.

"And the second one?" asks the last question of something else, "who directed it" asks something
else of the same, "how many is that", "who else" and "says who" go on with the last answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lore.model.facts import Entity, Found, Line
from lore.understanding.algebra import (
    Listing,
    Named,
    Node,
    Origin,
    Question,
    Step,
    Together,
    Without,
    nodes,
)
from lore.understanding.reading.candidates import Candidate, Path
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.referents import Referent

_REMEMBERED = 8
"""Entities that are remembered, the latest first."""
_ANSWERED = 12
"""Answers of a list that "who else" and "which of them" may refer to."""
_PRONOUN = 0.35
_SILENT = 0.55
_OLDER = 0.08
_PEOPLE = frozenset({"person", "character"})


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Where a conversation stands: what was talked about, the latest first; the last answers; the
    last question that was understood, with the relations that it went along."""

    spoken: tuple[Entity, ...] = ()
    answers: tuple[Entity, ...] = ()
    asked: Question | None = None
    paths: tuple[Path, ...] = ()

    def followed(
        self, asked: Question | None, paths: Sequence[Path], named: Iterable[Entity], found: Found
    ) -> Dialogue:
        """The dialogue after an answer. A long list is not what one goes on to talk about."""
        answers = _ends(found.lines)
        latest = [*(answers if len(answers) <= 2 else ()), *named]
        once = {entity.id: entity for entity in reversed([*latest, *self.spoken])}
        spoken = tuple(reversed(once.values()))[:_REMEMBERED]
        return Dialogue(spoken, answers[:_ANSWERED], asked, tuple(paths))

    def referents(self, words: Sequence[str], pronouns: Mapping[str, str]) -> list[Referent]:
        """What was talked about at the places of pronouns, and unsaid where none stands."""
        found: list[Referent] = []
        for place, word in enumerate(words):
            sort = pronouns.get(word)
            if sort is None:
                continue
            fitting = [one for one in self.spoken if _fits(one, sort)]
            found += [
                _spoken(entity, place, place + 1, _PRONOUN + _OLDER * age)
                for age, entity in enumerate(fitting[:4])
            ]
        found += [
            _spoken(entity, 0, 0, _SILENT + _OLDER * age)
            for age, entity in enumerate(self.spoken[:5])
        ]
        return found

    def continued(self, evidence: Evidence, referents: Sequence[Referent]) -> Iterator[Candidate]:
        """The last question asked of what is named now, and operators on the last answer."""
        if self.asked is None:
            return
        held = {
            node.entity.id: node.entity for node in nodes(self.asked) if isinstance(node, Named)
        }
        for one in referents:
            if one.entity is None or one.start == one.end or one.origin == "dialogue":
                continue
            for entity in held.values():
                if entity.id != one.entity.id and _alike(entity, one.entity):
                    again = _replaced(self.asked, entity, one.entity)
                    uses = frozenset({"again"})
                    yield Candidate(again, "again", (one,), self.paths, uses)
        yield from self._operated(evidence)

    def _operated(self, evidence: Evidence) -> Iterator[Candidate]:
        assert self.asked is not None
        if evidence.has("source"):
            uses = frozenset({"source"})
            yield Candidate(Origin(self.asked), "again_origin", (), self.paths, uses)
        source = self.asked.source if isinstance(self.asked, Listing) else None
        if source is None:
            return
        if evidence.of("answer", "count"):
            counted = Listing(source, count=True)
            yield Candidate(counted, "again_count", (), self.paths, frozenset({"count"}))
        if evidence.has("else", "except") and self.answers:
            told = Together(tuple(Named(entity) for entity in self.answers))
            rest = Listing(Without(source, told))
            yield Candidate(rest, "again_else", (), self.paths, frozenset({"else"}))


def _ends(lines: Iterable[Line]) -> tuple[Entity, ...]:
    ends = (line.fact.slot(line.asked) for line in lines)
    return tuple(dict.fromkeys(end for end in ends if isinstance(end, Entity)))


def _fits(entity: Entity, sort: str) -> bool:
    return sort == "any" or (entity.kind in _PEOPLE) is (sort == "person")


def _alike(one: Entity, other: Entity) -> bool:
    """Whether one may stand in a question where the other stood."""
    if one.kind in _PEOPLE or other.kind in _PEOPLE:
        return one.kind == other.kind
    return True


def _spoken(entity: Entity, start: int, end: int, cost: float) -> Referent:
    return Referent(start, end, Named(entity), entity.kind, cost, "dialogue", entity)


def _replaced(question: Question, old: Entity, new: Entity) -> Question:
    """A question with one entity in the place of another."""
    made: Any = _swapped(question, old, new)
    return made  # type: ignore[no-any-return]


def _swapped(node: Node, old: Entity, new: Entity) -> Any:
    match node:
        case Named(entity):
            return Named(new) if entity.id == old.id else node
        case Step(source=source, fixed=fixed):
            return replace(
                node,
                source=_swapped(source, old, new) if source else None,
                fixed=tuple((slot, _swapped(part, old, new)) for slot, part in fixed),
            )
        case _:
            return _generic(node, old, new)


def _generic(node: Any, old: Entity, new: Entity) -> Any:
    """Any other node with its parts replaced, field by field."""
    fields = {}
    for name in getattr(type(node), "__dataclass_fields__", {}):
        value = getattr(node, name)
        if isinstance(value, tuple) and value and hasattr(value[0], "__dataclass_fields__"):
            fields[name] = tuple(_swapped(part, old, new) for part in value)
        elif isinstance(value, Node):
            fields[name] = _swapped(value, old, new)
    return replace(node, **fields) if fields else node
