"""Readings of every sort, made by chance over the shipped property table."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Slot, Status
from lore.understanding import algebra as a
from lore.understanding.plain.builder import takes
from lore.understanding.plain.normal_form import normal

_NAMES = {
    "film": ["Last Light", "Wrecker's Moon", "Rocky V", "8½", "Who Framed Ann?", "And Then, Rain"],
    "season": ["Season One", "The Long Year"],
    "person": ["Dara Voss", "J. J. Ward", "Bea O'Neil", "Cover"],
    "character": ["Isaura Quill", "The Heron", "Two"],
    "organisation": ["Halyard & Co.", "R"],
    "place": ["Vólsey", "Port May"],
    "series": ["The Brinemark Saga"],
    "genre": ["Sea Tale"],
}
ENTITIES = [
    Entity(number, name, kind)
    for number, (kind, name) in enumerate(
        ((kind, name) for kind, names in _NAMES.items() for name in names), start=1
    )
]
_SLOTS: tuple[Slot, ...] = ("subject", "value", "role")
_WORDS = [("blind",), ("2", "blocks"), ("a", "king", "of", "salt"), ("r",), ("150", "minutes")]


class Readings:
    """Makes readings of every node of the algebra, each such that it means something."""

    def __init__(self, properties: Mapping[str, Property], seed: int) -> None:
        self._random = Random(seed)
        self._properties = properties
        self._entries = list(properties.values())

    def reading(self) -> a.Reading:
        """A reading in its one form."""
        as_of = self._date() if self._random.random() < 0.1 else None
        return normal(a.Reading(self.question(), as_of))

    def question(self, depth: int = 0) -> a.Question:
        """A question; compound ones only at the top."""
        sorts = ["listing"] * 4 + ["check"] * 3 + ["choose", "gap", "moved", "about", "statement"]
        if depth == 0:
            sorts += ["origin", "several"]
        match self._random.choice(sorts):
            case "listing":
                return a.Listing(self.set(), self._random.random() < 0.2)
            case "check":
                return self._check()
            case "choose":
                return self._choose()
            case "gap":
                ends = self._random.choice(["both", "start", "end"])
                start = None if ends == "end" else self._moment()
                return a.Gap(start, None if ends == "start" else self._moment())
            case "moved":
                what = self._random.choice(["before", "first", "times"])
                return a.Moved(self._value("date"), what)  # type: ignore[arg-type]
            case "about":
                return a.About(self._random.choice(ENTITIES), self._statuses())
            case "statement":
                words = self._random.choice([(), *_WORDS])
                speaker = self._one(2) if self._random.random() < 0.7 else None
                return a.Statement("said", words, speaker)
            case "origin":
                return a.Origin(self.question(1))
            case _:
                return a.Several(tuple(self.question(1) for _ in range(2)))

    def set(self, depth: int = 0) -> a.Set:
        """A set that may be listed."""
        sorts = ["step"] * 5 + ["kind", "ranked", "dated", "measured", "works"]
        if depth < 2:
            sorts += ["together", "common", "without", "ranked"]
        parts = (self._one(depth + 1), self._one(depth + 1))
        match self._random.choice(sorts):
            case "step":
                return self._step(depth)
            case "kind":
                return a.OfKind(self._step(depth), self._kinds())
            case "ranked":
                pool = self._random.choice([self._pool(), a.Together(parts), self._step(depth)])
                name = self._random.choice([None, *self._ids("text", "date")])
                return a.Ranked(pool, name, self._flip(), self._random.choice([1, 1, 2, 3, 7]))
            case "dated":
                side = self._random.choice(["before", "after", "in"])
                base = self._pool() if self._flip() else self._step(depth)
                bound = a.Moment(self._date()) if side == "in" else self._one(depth + 1)
                return a.Dated(base, side, bound)  # type: ignore[arg-type]
            case "measured":
                base = self._pool() if self._flip() else self._step(depth)
                return a.Measured(base, self._random.choice(self._ids("text")), self._amount())
            case "works":
                return self._pool()
            case "together":
                return a.Together(parts)
            case "common":
                return a.Common((self._step(1), self._step(1)))
            case _:
                return a.Without(self._step(depth), self._one(depth + 1))

    def _flip(self) -> bool:
        return self._random.random() < 0.5

    def _one(self, depth: int) -> a.Set:
        """A thing that may stand in another set: mostly a name."""
        if depth > 1 or self._random.random() < 0.7:
            return a.Named(self._random.choice(ENTITIES))
        return self._step(depth)

    def _pool(self) -> a.Set:
        ways = [(True, True), (True, False), (False, True)]
        works = a.Works(*self._random.choice(ways), self._flip())
        return a.OfKind(works, self._kinds()) if self._flip() else works

    def _kinds(self) -> frozenset[str]:
        count = self._random.choice([1, 1, 1, 2])
        return frozenset(self._random.sample(["film", "season", "place", "organisation"], count))

    def _ids(self, *shapes: str) -> list[str]:
        return [entry.id for entry in self._entries if entry.value & set(shapes)]

    def _statuses(self) -> frozenset[Status]:
        if self._random.random() < 0.7:
            return frozenset()
        return frozenset(self._random.sample(list(Status), self._random.choice([1, 1, 2])))

    def _date(self) -> PartialDate:
        year, month = self._random.randint(1950, 2030), self._random.randint(1, 12)
        forms = [PartialDate(year), PartialDate(year, month), PartialDate(year, month, 9)]
        return self._random.choice(forms)

    def _moment(self) -> a.Set:
        return a.Moment(self._date()) if self._flip() else self._value("date")

    def _value(self, shape: str) -> a.Step:
        entry = self._properties[self._random.choice(self._ids(shape))]
        source = self._filler(entry, "subject", 1)
        return a.Step((entry.id,), "subject", "value", source, (), self._statuses())

    def _amount(self) -> a.Amount:
        side = self._random.choice(["more", "less", "equal"])
        return a.Amount(side, self._random.choice([7.0, 61.5, 150.0]))  # type: ignore[arg-type]

    def _step(self, depth: int) -> a.Step:
        entry = self._random.choice([*self._entries, *[self._properties["cast"]] * 30])
        names: tuple[str, ...] = (entry.id,)
        slots = list(_SLOTS if entry.has_role else _SLOTS[:2])
        if self._random.random() < 0.1:
            entry = self._properties["director"]
            names, slots = ("director", "producer"), list(_SLOTS[:2])
        ask = self._random.choice(slots)
        slots.remove(ask)
        if self._random.random() < 0.05:
            known: Slot = "subject" if ask != "subject" else "value"
            return a.Step(names, known, ask, None, (), self._statuses())
        self._random.shuffle(slots)
        given = slots[: self._random.choice([1, 1, len(slots)])]
        (known, source), *fixed = ((slot, self._filler(entry, slot, depth)) for slot in given)
        return a.Step(names, known, ask, source, tuple(fixed), self._statuses())

    def _filler(self, entry: Property, slot: Slot, depth: int) -> a.Set:
        choices: list[a.Set] = [self._one(depth + 1), self._one(depth + 1)]
        choices += [a.Moment(self._date()), a.Words(self._random.choice(_WORDS))]
        return self._random.choice(
            [part for part in choices if self._fits(entry, part, slot)]
            or [a.Named(self._random.choice(ENTITIES))]
        )

    def _fits(self, entry: Property, part: a.Set, slot: Slot) -> bool:
        return takes(self._properties, entry.id, part, slot)

    def _check(self) -> a.Check:
        if self._random.random() < 0.15:
            return a.Check(self._value("date"), a.Than("less", self._value("date")))
        step = self._step(1)
        entry = self._properties[step.properties[0]]
        answer: a.Set | None = self._filler(entry, step.ask, 1)
        if self._random.random() < 0.15:
            answer = None
        elif step.ask == "value" and "text" in entry.value and self._flip():
            answer = self._amount()
        return a.Check(step, answer, self._random.random() < 0.1, self._random.random() < 0.1)

    def _choose(self) -> a.Choose:
        entry = self._random.choice([self._properties["director"], self._properties["spouse"]])
        one, other, third = self._random.sample(ENTITIES, 3)
        if self._flip():
            step = a.Step((entry.id,), "subject", "value", a.Named(third))
            return a.Choose(tuple(a.Check(step, a.Named(part)) for part in (one, other)))
        steps = [a.Step((entry.id,), "subject", "value", a.Named(part)) for part in (one, other)]
        return a.Choose(tuple(a.Check(step, a.Named(third)) for step in steps))
