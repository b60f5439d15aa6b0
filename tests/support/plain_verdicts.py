"""Plain questions: whether something is so, when it was, and how it compares."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tests.support.plain_gold import Gold, Questions, Template, yes
from tests.support.plain_world import agree, span


class Verdicts(Questions):
    """Writes the questions of one pack."""

    def templates(self) -> list[Template]:
        return [
            self.relations,
            self.wrong_relations,
            self.texts,
            self.dates,
            self.comparisons,
            self.amounts,
        ]

    def relations(self) -> Iterator[Gold]:
        world = self._world
        for claim in world.claims:
            name, subject, value = claim.name, claim.subject, claim.value
            if claim.shape != "entity" or not self._named(subject, value):
                continue
            if world.members(subject):
                continue
            verdict = world.verdict(self._holding(name, subject, value), [])
            said, person, label = self._said(subject), self._said(value), world.label(name)
            if name != "cast":
                yield Gold("verdict", f"Is {person} the {label} of {said}?", verdict=verdict)
                yield Gold(
                    "verdict",
                    f"Is it true that {person} is the {label} of {said}?",
                    verdict=verdict,
                )
                continue
            yield Gold("verdict", f"Is {person} in {said}?", verdict=verdict)
            yield Gold("verdict", f"Is {person} confirmed for {said}?", verdict=verdict)
            if claim.role and claim.role.startswith("§") and self._named(claim.role):
                holding = [
                    one
                    for one in world.live("cast", denied=True, value=value, role=claim.role)
                    if one.subject in world.kin(subject)
                ]
                question = f"Does {person} play {self._said(claim.role)} in {said}?"
                yield Gold("verdict", question, verdict=world.verdict(holding, []))

    def wrong_relations(self) -> Iterator[Gold]:
        """Statements that are not so: no where a fact rules them out, else no fact."""
        world = self._world
        for claim in world.claims:
            name, subject = claim.name, claim.subject
            wrong = self._other(claim) if claim.shape == "entity" else None
            if wrong in (None, subject) or not self._named(subject) or world.members(subject):
                continue
            assert wrong is not None
            rules = world.excludes(name) and any(
                one.factual for one in world.live(name, subject=subject)
            )
            opposed = world.table[name].get("opposes")
            if opposed and world.live(opposed, subject=subject, value=wrong):
                rules = True
            said, person, label = self._said(subject), self._said(wrong), world.label(name)
            verdict = "no" if rules else "none"
            if name == "cast":
                yield Gold("wrong", f"Is {person} in {said}?", verdict="none")
                if claim.role and claim.role.startswith("§") and self._named(claim.role):
                    players = [
                        one
                        for one in world.live("cast", role=claim.role)
                        if one.subject in world.kin(subject)
                    ]
                    if any(one.value == wrong for one in players):
                        continue
                    told = "no" if any(one.factual for one in players) else "none"
                    question = f"Does {person} play {self._said(claim.role)} in {said}?"
                    yield Gold("wrong", question, verdict=told)
            else:
                yield Gold("wrong", f"Is {person} the {label} of {said}?", verdict=verdict)

    def texts(self) -> Iterator[Gold]:
        """Verdicts on a text: the one that is told, and another."""
        world = self._world
        for claim in world.claims:
            if claim.shape != "text" or not self._named(claim.subject) or claim.name == "said":
                continue
            verdict = world.verdict([claim], [])
            if world.disputed(claim.name, claim.subject):
                verdict = "unconfirmed"
            said, label = self._said(claim.subject), world.label(claim.name)
            yield Gold("text", f"Is the {label} of {said} {claim.value}?", verdict=verdict)
            wrong = self._other(claim)
            if wrong and world.single(claim.name) and claim.factual:
                yield Gold("text", f"Is the {label} of {said} {wrong}?", verdict="no")

    def dates(self) -> Iterator[Gold]:
        world = self._world
        for (name, subject), claims in self._groups().items():
            if claims[0].shape != "date" or not world.single(name):
                continue
            current, replaced = world.current(name, subject)
            for claim in current:
                if not claim.factual:
                    continue
                disputed = world.disputed(name, subject)
                verdict = "unconfirmed" if disputed else world.verdict([claim], [])
                told = self._date(claim.value)
                label, said = world.label(name), self._said(subject)
                yield Gold("date", f"Is the {label} of {said} {told}?", verdict=verdict)
                if name == "release_date":
                    yield Gold("date", f"Does {said} come out in {told}?", verdict=verdict)
                wrong = self._other(claim)
                if wrong and not any(agree(wrong, one.value) for one in [*current, *replaced]):
                    question = f"Is the {label} of {said} {self._date(wrong)}?"
                    yield Gold("date", question, verdict="no")
            for claim in replaced:
                if not any(agree(claim.value, one.value) for one in current):
                    label, told = world.label(name), self._date(claim.value)
                    question = f"Is the {label} of {self._said(subject)} {told}?"
                    yield Gold("date", question, verdict="no")

    def comparisons(self) -> Iterator[Gold]:
        ways = [("runtime", "longer", "shorter"), ("budget", "more expensive", "cheaper")]
        for name, more, less in ways:
            for (one, first), (other, second) in combinations(self._measured(name), 2):
                a, b = self._said(first), self._said(second)
                yield Gold("compare", f"Is {a} {more} than {b}?", verdict=yes(one > other))
                yield Gold("compare", f"Is {a} {less} than {b}?", verdict=yes(one < other))
                if one != other:
                    best = first if one > other else second
                    wanted = frozenset({self._world.name(best)})
                    yield Gold("compare", f"Which is {more}, {a} or {b}?", wanted, True)
        released = [row for row in self._world.released() if self._named(row[1])]
        for (_, first), (_, second) in combinations(released, 2):
            if self._unsure(first) or self._unsure(second):
                continue
            early, late = (self._world.lead("release_date", each) for each in (first, second))
            assert early
            assert late
            a, b = self._said(first), self._said(second)
            if span(early.value)[1] < span(late.value)[0]:
                yield Gold("compare", f"Did {a} come out before {b}?", verdict="yes")
                yield Gold("compare", f"Did {a} come out after {b}?", verdict="no")
                wanted = frozenset({self._world.name(first)})
                yield Gold("compare", f"Which came out first, {b} or {a}?", wanted, True)

    def amounts(self) -> Iterator[Gold]:
        for name, unit in (("runtime", "minutes"), ("budget", "million")):
            for number, subject in self._measured(name):
                said, label = self._said(subject), self._world.label(name)
                for other, more in ((number - 1, True), (number + 7, False)):
                    verdict = yes(more)
                    question = f"Is the {label} of {said} more than {other:g} {unit}?"
                    yield Gold("amount", question, verdict=verdict)
                    question = f"Is the {label} of {said} less than {other:g} {unit}?"
                    yield Gold("amount", question, verdict=yes(not more))
