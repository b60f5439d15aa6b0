"""Plain questions: what has a value, and which of two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tests.support.plain_gold import Gold, Questions, Template
from tests.support.plain_world import Claim

VERBS = {
    "director": ("directed", "direct", "directed by"),
    "writer": ("wrote", "write", "written by"),
    "producer": ("produced", "produce", "produced by"),
}


class Lists(Questions):
    """Writes the questions of one pack."""

    def templates(self) -> list[Template]:
        return [
            self.values,
            self.subjects,
            self.verbs,
            self.roles,
            self.pairs,
            self.choices,
        ]

    def bound(self, template: Template) -> int:
        return 3 * super().bound(template) if template == self.values else super().bound(template)

    def _who(self, claim: Claim) -> str:
        human = claim.shape == "entity" and self._world.kind(claim.value) in self._people
        return "Who" if human else "What"

    def values(self) -> Iterator[Gold]:
        for (name, subject), claims in self._groups().items():
            wanted = self._listed(name, subject)
            if not wanted or name == "cast":
                continue
            lead = None
            if self._world.single(name) and (leading := self._world.lead(name, subject)):
                lead = self._answer(leading)
            label, said = self._world.label(name), self._said(subject)
            who = self._who(claims[0])
            verb = self._random.choice(["is", "was"])
            questions = [f"{who} {verb} the {label} of {said}?", f"{who} {verb} {said}'s {label}?"]
            question = self._random.choice(questions)
            if name == "age" or (len(claims) > 1 and self._random.random() < 0.3):
                question = questions[0]
            yield Gold("value", question, frozenset(wanted), True, lead)
            if name == "release_date":
                yield Gold("value", f"When does {said} come out?", frozenset(wanted), True, lead)

    def subjects(self) -> Iterator[Gold]:
        for claim in self._world.claims:
            name, value = claim.name, claim.value
            if claim.shape != "entity" or not self._named(value) or claim.status == "denied":
                continue
            same = self._world.live(name, value=value)
            wanted = frozenset(self._answer(one, "subject") for one in same)
            label, said = self._world.label(name), self._said(value)
            if name == "cast":
                question = f"Which works is {said} in?"
            elif self._random.random() < 0.5:
                question = f"What has {said} as its {label}?"
            else:
                question = f"Whose {label} is {said}?"
            yield Gold("subject", question, wanted, True)

    def verbs(self) -> Iterator[Gold]:
        for (name, subject), claims in self._groups().items():
            if name not in VERBS or all(claim.status == "denied" for claim in claims):
                continue
            past, base, by = VERBS[name]
            said = self._said(subject)
            yield Gold("verb", f"Who {past} {said}?", frozenset(self._listed(name, subject)), True)
            for claim in claims:
                if not self._named(claim.value) or claim.status == "denied":
                    continue
                works = self._world.live(name, value=claim.value)
                wanted = frozenset(self._answer(one, "subject") for one in works)
                person = self._said(claim.value)
                yield Gold("verb", f"What did {person} {base}?", wanted, True)
                holding = self._holding(name, subject, claim.value)
                verdict = self._world.verdict(holding, [])
                yield Gold("verb", f"Did {person} {base} {said}?", verdict=verdict)
                yield Gold("verb", f"Was {said} {by} {person}?", verdict=verdict)

    def roles(self) -> Iterator[Gold]:
        world = self._world
        for claim in world.live("cast"):
            if not self._named(claim.subject, claim.value) or world.members(claim.subject):
                continue
            kin = world.kin(claim.subject)
            mine = [one for one in world.live("cast", value=claim.value) if one.subject in kin]
            played = frozenset(world.name(one.role) for one in mine if one.role)
            work, person = self._said(claim.subject), self._said(claim.value)
            own = [one for one in mine if one.subject == claim.subject and one.role]
            if played and len(own) == len([one for one in mine if one.role]):
                yield Gold("role", f"Who does {person} play in {work}?", played, True)
            if claim.role and self._named(claim.role):
                role = self._said(claim.role)
                players = [one for one in world.live("cast", role=claim.role) if one.subject in kin]
                if not claim.role.startswith("§"):
                    continue
                wanted = frozenset(self._answer(one) for one in players)
                yield Gold("role", f"Who plays {role} in {work}?", wanted, True)
                every = frozenset(self._answer(one) for one in world.live("cast", role=claim.role))
                yield Gold("role", f"Who plays {role}?", every, True)

    def pairs(self) -> Iterator[Gold]:
        world = self._world
        casts = self._casts()
        for one, other in combinations(sorted(casts), 2):
            both = casts[one] & casts[other]
            if both and self._named(one, other):
                wanted = frozenset(world.name(end) for end in both)
                first, second = self._said(one), self._said(other)
                yield Gold("pair", f"Who is in both {first} and {second}?", wanted, True)
                yield Gold("pair", f"Who is in {first} and also in {second}?", wanted, True)
        played: dict[str, set[str]] = {}
        for claim in world.live("cast"):
            played.setdefault(claim.value, set()).add(claim.subject)
        for one, other in combinations(sorted(played), 2):
            both = played[one] & played[other]
            if both and self._named(one, other):
                wanted = frozenset(world.name(end) for end in both)
                first, second = self._said(one), self._said(other)
                yield Gold("pair", f"Which works are {first} and {second} both in?", wanted, True)

    def choices(self) -> Iterator[Gold]:
        world = self._world
        for (name, subject), claims in self._groups().items():
            for claim in claims:
                wrong = self._other(claim)
                if wrong is None or claim.status != "confirmed" or world.disputed(name, subject):
                    continue
                if claim not in world.current(name, subject)[0]:
                    continue
                pair = [self._said(claim.value), self._said(wrong)]
                if claim.shape == "date":
                    pair = [self._date(claim.value), self._date(wrong)]
                self._random.shuffle(pair)
                said, label = self._said(subject), world.label(name)
                choice = " or ".join(pair)
                wanted = frozenset({self._answer(claim)})
                if name == "cast":
                    if claim.role and claim.role.startswith("§") and self._named(claim.role):
                        role = self._said(claim.role)
                        question = f"Is it {choice} who plays {role} in {said}?"
                        yield Gold("choice", question, wanted)
                elif claim.shape == "entity":
                    yield Gold("choice", f"Is {choice} the {label} of {said}?", wanted)
                elif claim.shape == "date":
                    yield Gold("choice", f"Is the {label} of {said} {choice}?", wanted)
