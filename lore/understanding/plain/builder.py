"""From what the words of a claim bind to readings: steps, verdicts, choices, pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from lore.language.properties import Property
from lore.model.facts import PEOPLE, Slot, Status
from lore.understanding.algebra import (
    Amount,
    Check,
    Choose,
    Common,
    Listing,
    Moment,
    Named,
    OfKind,
    Question,
    Ranked,
    Set,
    Several,
    Step,
    Together,
    Without,
    Words,
)
from lore.understanding.plain.matcher import Bindings

SLOTS: tuple[Slot, ...] = ("role", "subject", "value")
CONFIRMED = frozenset({Status.CONFIRMED})
Mode = Literal["and", "or", "both"]


@dataclass(frozen=True, slots=True)
class Joined:
    """Several things in one place: "A and B", "A or B", "both A and B"."""

    parts: tuple[Set, ...]
    mode: Mode


@dataclass(frozen=True, slots=True)
class Who:
    """What a question word asks for: kinds, a number, or members of a group.

    `word` is "who", "what", "where" or "when"."""

    word: str
    kinds: frozenset[str] = frozenset()
    count: bool = False
    group: Set | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Properties that a label names, and the statuses that an adjective before it asks for."""

    names: tuple[str, ...]
    statuses: frozenset[Status] = frozenset()


Filler = Set | Joined
Given = Mapping[Slot, Set]


class Builder:
    """Builds readings with one property table."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties

    def entry(self, name: str) -> Property:
        """A property of the table."""
        return self._properties[name]

    @property
    def statements(self) -> list[str]:
        """The properties that hold what somebody said."""
        return [name for name, entry in self._properties.items() if entry.topic]

    @property
    def credits(self) -> list[str]:
        """The ways of taking part in a work, those that are played first."""
        told = [name for name, entry in self._properties.items() if entry.participant]
        return sorted(told, key=lambda name: not self._properties[name].has_role)

    def of_works(self, name: str) -> bool:
        """Whether a property is said of works."""
        return "work" in self._properties[name].subject

    def fits(self, name: str, part: Set, slot: Slot) -> bool:
        """Whether a slot of a property can hold a thing, by its shape."""
        return takes(self._properties, name, part, slot)

    def suits(self, name: str, part: Set) -> bool:
        """Whether a thing is of the kinds of which a property is said."""
        kinds = self._properties[name].subject
        if not isinstance(part, Named):
            return True
        return part.entity.kind in kinds or ("work" in kinds and part.entity.kind not in PEOPLE)

    def checks(self, name: str | None, bound: Bindings) -> Iterator[Question]:
        """Whether a claim holds; of a choice, which holds."""
        label = self._label(name, bound)
        for mode, group in self._spread(bound, label.names):
            made = tuple(self.check(label, given) for given in group)
            if mode == "or" and len(made) > 1:
                yield Choose(made)
            else:
                yield made[0] if len(made) == 1 else Several(made)

    def check(self, label: Label, given: Given, *, opposite: bool = False) -> Check:
        """The verdict on a fact whose slots are given."""
        ask: Slot = "value" if "value" in given else "subject"
        rest = {slot: part for slot, part in given.items() if slot != ask}
        certain = label.statuses == CONFIRMED
        statuses = frozenset[Status]() if certain else label.statuses
        step = step_of(label.names, rest, ask, statuses)
        return Check(step, given.get(ask), opposite=opposite, certain=certain)

    def listings(
        self,
        name: str | None,
        bound: Bindings,
        missing: str | None,
        *,
        denied: bool = False,
        both: bool = False,
    ) -> Iterator[Question]:
        """What stands in a slot of facts whose other slots are given."""
        who: Who = bound["who"]
        label = self._label(name, bound)
        if denied:
            label = replace(label, statuses=frozenset({Status.DENIED}))
        if not self._asks(who, label.names, missing):
            return
        for mode, group in self._spread(bound, label.names):
            sources = [self._source(label, given, missing, who) for given in group]
            if len(sources) > 1 and mode != "or" and (mode == "both" or both):
                yield Listing(Common(tuple(sources)), who.count)
            elif mode == "or" or len(sources) == 1:
                listed = sources[0] if len(sources) == 1 else Together(tuple(sources))
                yield Listing(listed, who.count)
            else:
                yield Several(tuple(Listing(source, who.count) for source in sources))

    def described(self, name: str | None, bound: Bindings, missing: str | None) -> Iterator[Set]:
        """The same as a set."""
        who: Who = bound["who"]
        label = self._label(name, bound)
        for mode, group in self._spread(bound, label.names):
            sources = tuple(self._source(label, given, missing, who) for given in group)
            if len(sources) == 1:
                yield sources[0]
            else:
                yield Together(sources) if mode == "or" else Common(sources)

    def _source(self, label: Label, given: Given, missing: str | None, who: Who) -> Set:
        step = step_of(label.names, given, cast(Slot, missing), label.statuses)
        source: Set = OfKind(step, who.kinds) if who.kinds else step
        return source if who.group is None else Common((source, who.group))

    def _label(self, name: str | None, bound: Bindings) -> Label:
        label: Label = bound["P"] if name is None else Label((name,))
        status = bound.get("status")
        return replace(label, statuses=status) if status else label

    def _asks(self, who: Who, names: Sequence[str], missing: str | None) -> bool:
        """Whether a question word asks for what a property holds."""
        entries = [self._properties[name] for name in names]
        if missing == "role" and not all(entry.has_role for entry in entries):
            return False
        if who.word == "when":
            return missing == "value" and any(
                "date" in entry.value or entry.question == "when" for entry in entries
            )
        if who.word == "where":
            return missing == "value" and any(entry.holds_entities for entry in entries)
        return True

    def _spread(
        self, bound: Bindings, names: Sequence[str]
    ) -> Iterator[tuple[str, list[dict[Slot, Set]]]]:
        """The claims that are made where a slot holds several things; none that cannot be."""
        fillers: dict[Slot, Filler] = {slot: bound[slot] for slot in SLOTS if slot in bound}
        joined = [slot for slot, filler in fillers.items() if isinstance(filler, Joined)]
        if len(joined) > 1 or not all(self._fit(names, fillers[slot], slot) for slot in fillers):
            return
        if not joined:
            yield "and", [cast(dict[Slot, Set], fillers)]
            return
        several = cast(Joined, fillers[joined[0]])
        made = [cast(dict[Slot, Set], {**fillers, joined[0]: part}) for part in several.parts]
        yield several.mode, made

    def _fit(self, names: Sequence[str], filler: Filler, slot: Slot) -> bool:
        if isinstance(filler, Joined):
            return all(self._fit(names, part, slot) for part in filler.parts)
        return all(takes(self._properties, name, filler, slot) for name in names)


def takes(properties: Mapping[str, Property], name: str, part: Set, slot: Slot) -> bool:
    """Whether a slot of a property can hold a thing, by its shape."""
    entry = properties[name]
    kinds = frozenset({"entity"}) if slot == "subject" else entry.kinds(slot)
    taken = {kind if kind in ("date", "text") else "entity" for kind in kinds}
    return not taken or bool(taken & shapes(properties, part))


def shapes(properties: Mapping[str, Property], part: Set) -> frozenset[str]:
    """What a set may hold: entities, dates, texts."""
    match part:
        case Words() | Amount():
            return frozenset({"text"})
        case Moment():
            return frozenset({"date"})
        case Step(names, _, ask):
            kinds = {kind for name in names for kind in properties[name].kinds(ask)}
            found = {kind if kind in ("date", "text") else "entity" for kind in kinds}
            return frozenset(found or {"entity", "date", "text"})
        case Together(parts) | Common(parts):
            return frozenset().union(*(shapes(properties, each) for each in parts))
        case Without(whole) | OfKind(whole) | Ranked(whole):
            return shapes(properties, whole)
        case _:
            return frozenset({"entity"})


def step_of(
    names: tuple[str, ...], given: Given, ask: Slot, statuses: frozenset[Status] = frozenset()
) -> Step:
    """The step to a slot from all that is given, in the one order in which it is written."""
    told = [(slot, given[slot]) for slot in SLOTS if slot in given]
    if not told:
        known: Slot = "subject" if ask != "subject" else "value"
        return Step(names, known, ask, None, (), statuses)
    (known, source), *fixed = told
    return Step(names, known, ask, source, tuple(fixed), statuses)
