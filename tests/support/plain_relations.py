"""Plain questions over every operator that are bound to no property: each property of a pack is
asked alike, by its label, with gold from the records."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from itertools import combinations, permutations
from random import Random

from tests.support.plain_gold import TODAY, Gold, Questions, Template, apart, plural, yes
from tests.support.plain_world import Claim, World, agree, span

_LEFT_OUT = ("cast", "said", "age", "series")
"""What has questions of its own."""
_PLURAL = ("cast", "children")
"""Nouns that are their own plural, or one already."""
_DAYS = 3
"""Days of a pack as of which is asked."""


class Relations(Questions):
    """Writes the questions of one pack."""

    def __init__(self, world: World, today: date = TODAY) -> None:
        super().__init__(world, today, Random(11))
        self._told = {
            (name, subject): claims
            for (name, subject), claims in self._groups().items()
            if name not in _LEFT_OUT
        }

    def templates(self) -> list[Template]:
        return [
            self.shared,
            self.both,
            self.but_not,
            self.how_many,
            self.negated,
            self.surely,
            self.of_the_other,
            self.in_a_role,
            self.as_it_was,
            self.larger,
            self.most,
            self.within,
            self.between,
            self.earlier,
            self.once,
            self.who_says,
            self.whether_any,
        ]

    # Words

    def _of(self, name: str, subject: str) -> str:
        return f"the {self._world.label(name)} of {self._said(subject)}"

    def _certain_ends(self, name: str) -> dict[str, set[str]]:
        """By their subjects the values of a property of which nothing is in doubt."""
        return {
            subject: {claim.value for claim in claims}
            for (told, subject), claims in self._told.items()
            if told == name
            and all(claim.shape == "entity" and claim.status == "confirmed" for claim in claims)
            and not any(claim.contested for claim in claims)
            and len(self._world.live(name, denied=True, subject=subject)) == len(claims)
            and self._named(*(claim.value for claim in claims))
            and not self._world.disputed(name, subject)
        }

    def _names(self) -> list[str]:
        return sorted({name for name, _ in self._told})

    def _labels(self, name: str) -> str:
        *rest, last = self._world.label(name).split()
        if last in _PLURAL:
            return self._world.label(name)
        return " ".join([*rest, plural(last)])

    # Pairs, except, counts

    def shared(self) -> Iterator[Gold]:
        """What two things have in common."""
        for name in self._names():
            ends = self._certain_ends(name)
            for one, other in combinations(sorted(ends), 2):
                if both := ends[one] & ends[other]:
                    label, first, second = (
                        self._world.label(name),
                        self._said(one),
                        self._said(other),
                    )
                    wanted = frozenset(map(self._world.name, both))
                    for question in (
                        f"Who is the {label} of both {first} and {second}?",
                        f"Who is the {label} of {first} and also of {second}?",
                    ):
                        yield Gold("pair", question, wanted, True)

    def both(self) -> Iterator[Gold]:
        """One property of two things."""
        for name in self._names():
            subjects = [subject for told, subject in sorted(self._told) if told == name]
            for one, other in combinations(subjects, 2):
                wanted = frozenset(self._listed(name, one) | self._listed(name, other))
                if self._listed(name, one) and self._listed(name, other):
                    question = f"What is {self._of(name, one)} and {self._of(name, other)}?"
                    yield Gold("together", question, wanted, True)

    def but_not(self) -> Iterator[Gold]:
        for name in self._names():
            ends = self._certain_ends(name)
            for one, other in permutations(sorted(ends), 2):
                left = ends[one] - ends[other]
                if left and ends[one] & ends[other]:
                    question = f"Who is {self._of(name, one)} but not of {self._said(other)}?"
                    yield Gold("except", question, frozenset(map(self._world.name, left)), True)

    def how_many(self) -> Iterator[Gold]:
        for (name, subject), claims in self._told.items():
            ends = self._certain_ends(name).get(subject)
            if not ends or self._world.single(name):
                continue
            assert claims
            told, labels = self._said(subject), self._labels(name)
            yield Gold("count", f"How many {labels} does {told} have?", count=len(ends))

    # Verdicts

    def negated(self) -> Iterator[Gold]:
        """The verdict judges the positive statement."""
        for name, subject, claim in self._entities():
            verdict = self._world.verdict(self._holding(name, subject, claim.value), [])
            person, rest = self._said(claim.value), self._of(name, subject)
            yield Gold("not", f"Isn't {person} {rest}?", verdict=verdict)
            yield Gold("not", f"Is {person} not {rest}?", verdict=verdict)

    def surely(self) -> Iterator[Gold]:
        for name, subject, claim in self._entities():
            verdict = self._world.verdict(self._holding(name, subject, claim.value), [])
            rest = f"{self._said(claim.value)} is {self._of(name, subject)}"
            if claim.status in ("confirmed", "denied"):
                yield Gold("verdict", f"Is it confirmed that {rest}?", verdict=verdict)
                other = {"yes": "no", "no": "yes"}.get(str(verdict), verdict)
                yield Gold("not", f"Is it untrue that {rest}?", verdict=other)

    def _entities(self) -> Iterator[tuple[str, str, Claim]]:
        for (name, subject), claims in self._told.items():
            for claim in claims:
                if claim.shape == "entity" and self._named(claim.value) and claim.value != subject:
                    yield name, subject, claim

    def whether_any(self) -> Iterator[Gold]:
        for (name, subject), claims in self._told.items():
            current, _ = self._world.current(name, subject)
            if claims[0].shape == "entity" and current and not self._world.disputed(name, subject):
                verdict = self._world.verdict(current, [])
                label = self._world.label(name)
                question = f"Does {self._said(subject)} have a {label}?"
                yield Gold("verdict", question, verdict=verdict)

    # Nested names and roles

    def of_the_other(self) -> Iterator[Gold]:
        """A property of what is named by another."""
        world = self._world
        for (first, subject), claims in self._told.items():
            ends = {claim.value for claim in claims if claim.factual and claim.shape == "entity"}
            if not ends or any(world.members(end) for end in ends):
                continue
            for second in self._names():
                found = [
                    claim
                    for end in ends
                    for claim in world.current(second, end)[0]
                    if (second, end) in self._told
                ]
                if not found or any(not claim.factual for claim in claims):
                    continue
                wanted = frozenset(self._answer(claim) for claim in found)
                question = f"What is the {world.label(second)} of {self._of(first, subject)}?"
                yield Gold("nested", question, wanted, True)

    def in_a_role(self) -> Iterator[Gold]:
        world = self._world
        for name, subject, claim in self._entities():
            if not claim.role or not self._named(claim.role) or claim.status == "denied":
                continue
            same = world.live(name, subject=subject, role=claim.role)
            wanted = frozenset(self._answer(one) for one in same)
            role, rest = self._said(claim.role), self._of(name, subject)
            yield Gold("role", f"Who is {rest} as {role}?", wanted, True)
            holding = self._holding(name, subject, claim.value, claim.role)
            question = f"Is {self._said(claim.value)} {rest} as {role}?"
            yield Gold("verdict", question, verdict=world.verdict(holding, []))

    # As of a day, moved, sources

    def as_it_was(self) -> Iterator[Gold]:
        world = self._world
        days = sorted({said.last for claim in world.claims for said in claim.said if said.last})
        for day in days[:: max(len(days) // _DAYS, 1)]:
            then = world.as_of(day)
            told = f"{day.day} {calendar.month_name[day.month]} {day.year}"
            for name, subject in self._told:
                current, _ = then.current(name, subject)
                question = f"As of {told}, what is {self._of(name, subject)}?"
                if current:
                    wanted = frozenset(map(self._answer, current))
                    yield Gold("as_of", question, wanted, True)
                else:
                    yield Gold("as_of", question, unknown=True)

    def once(self) -> Iterator[Gold]:
        for name, subject in self._told:
            _, replaced = self._world.current(name, subject)
            if replaced:
                rest = self._of(name, subject)
                before, first = frozenset({replaced[-1].value}), frozenset({replaced[0].value})
                yield Gold("moved", f"What was {rest} before it was moved?", before, True)
                yield Gold("moved", f"What was {rest} at first?", first, True)

    def who_says(self) -> Iterator[Gold]:
        for name, subject, claim in self._entities():
            holding = self._holding(name, subject, claim.value)
            titles = tuple(sorted({said.title for one in holding for said in one.said}))
            rest = f"{self._said(claim.value)} {self._of(name, subject)}"
            yield Gold("source", f"Says who: is {rest}?", texts=titles)

    # Values and comparisons

    def _amounts(self, name: str) -> list[tuple[float, str]]:
        claims = self._world.live(name)
        if not claims or any(claim.shape != "text" for claim in claims):
            return []
        found = self._measured(name)
        every = len(found) == len({claim.subject for claim in claims})
        return found if every and len(found) > 1 else []

    def larger(self) -> Iterator[Gold]:
        for name in self._names():
            for (one, first), (other, second) in permutations(self._amounts(name), 2):
                a, b = self._of(name, first), self._of(name, second)
                that = f"that of {self._said(second)}"
                yield Gold("compare", f"Is {a} more than {b}?", verdict=yes(one > other))
                yield Gold("compare", f"Is {a} less than {that}?", verdict=yes(one < other))
                label = self._world.label(name)
                if one != other:
                    best = frozenset({self._world.name(first if one > other else second)})
                    pair = f"{self._said(first)} or {self._said(second)}"
                    question = f"Which has the higher {label}, {pair}?"
                    yield Gold("compare", question, best, True)

    def _by_kind(self, name: str) -> Iterator[tuple[str, list[tuple[float, str]]]]:
        """What has an amount, with it, by kinds."""
        kind_of = self._world.kind
        rows = self._amounts(name)
        for kind in sorted({kind_of(subject) for _, subject in rows}):
            yield kind, [(number, subject) for number, subject in rows if kind_of(subject) == kind]

    def most(self) -> Iterator[Gold]:
        world = self._world
        for name in self._names():
            label = world.label(name)
            for kind, own in self._by_kind(name):
                for word, best in (("highest", max(own)[0]), ("lowest", min(own)[0])):
                    wanted = frozenset(world.name(end) for number, end in own if number == best)
                    question = f"Which {kind} has the {word} {label}?"
                    yield Gold("superlative", question, wanted, True)

    def within(self) -> Iterator[Gold]:
        """What has more or less than an amount."""
        world = self._world
        for name in self._names():
            label = world.label(name)
            for kind, own in self._by_kind(name):
                middle = sorted(number for number, _ in own)[len(own) // 2]
                bound = int(middle) - 1
                more = frozenset(world.name(end) for number, end in own if number > bound)
                less = frozenset(world.name(end) for number, end in own if number < bound)
                for word, wanted in (("more", more), ("less", less)):
                    if wanted:
                        question = f"Which {plural(kind)} have a {label} of {word} than {bound}?"
                        yield Gold("amount", question, wanted, True)

    # Dates

    def _dates(self, name: str) -> list[tuple[str, str]]:
        """Subjects with an undisputed date, and that date."""
        if name == "release_date":
            return []
        return [
            (subject, lead.value)
            for told, subject in self._told
            if told == name
            and (lead := self._world.lead(name, subject)) is not None
            and lead.shape == "date"
            and len({claim.value for claim in self._world.current(name, subject)[0]}) == 1
        ]

    def between(self) -> Iterator[Gold]:
        for name in self._names():
            for (one, first), (other, second) in combinations(self._dates(name), 2):
                if first != second:
                    ends = f"{self._of(name, one)} and {self._of(name, other)}"
                    question = f"How much time is between {ends}?"
                    yield Gold("gap", question, texts=(apart(first, second),))
            for one, first in self._dates(name):
                rest, today = self._of(name, one), self._today.isoformat()
                if span(first)[0] > self._today:
                    text = (apart(today, first),)
                    yield Gold("until", f"How much time is left until {rest}?", texts=text)
                elif span(first)[1] < self._today:
                    text = (apart(first, today),)
                    yield Gold("until", f"How much time has passed since {rest}?", texts=text)

    def earlier(self) -> Iterator[Gold]:
        world = self._world
        for name in self._names():
            dates = self._dates(name)
            for (one, first), (other, second) in permutations(dates, 2):
                if agree(first, second):
                    continue
                sooner = span(first)[1] < span(second)[0]
                question = f"Is {self._of(name, one)} earlier than {self._of(name, other)}?"
                yield Gold("compare", question, verdict=yes(sooner))
            claims = world.live(name)
            whole = len(dates) == len({claim.subject for claim in claims})
            spans = sorted((span(value), subject) for subject, value in dates)
            kinds = {world.kind(subject) for subject, _ in dates}
            if whole and len(spans) > 1 and len(kinds) == 1 and spans[0][0][1] < spans[1][0][0]:
                wanted = frozenset({world.name(spans[0][1])})
                question = f"Which {kinds.pop()} has the earliest {world.label(name)}?"
                yield Gold("order", question, wanted, True)
