"""Plain questions: what is left out, how many, and names inside of names."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.plain_gold import Gold, Questions, Template, plural

VERBS = {
    "director": ("directed", "direct", "directed by"),
    "writer": ("wrote", "write", "written by"),
    "producer": ("produced", "produce", "produced by"),
}


class Counts(Questions):
    """Writes the questions of one pack."""

    def templates(self) -> list[Template]:
        return [
            self.except_,
            self.besides,
            self.counts,
            self.nested,
            self.deeper,
        ]

    def except_(self) -> Iterator[Gold]:
        casts = self._casts()
        for one in sorted(casts):
            for other in sorted(casts):
                left = casts[one] - casts[other]
                if one != other and left and casts[one] & casts[other] and self._named(one, other):
                    wanted = frozenset(self._world.name(end) for end in left)
                    question = f"Who is in {self._said(one)} but not in {self._said(other)}?"
                    yield Gold("except", question, wanted, True)

    def besides(self) -> Iterator[Gold]:
        casts = self._casts()
        for work, people in sorted(casts.items()):
            for person in sorted(people):
                if len(people) > 1 and self._named(work, person):
                    wanted = frozenset(self._world.name(end) for end in people if end != person)
                    said, name = self._said(work), self._said(person)
                    question = f"Who else is in {said} besides {name}?"
                    yield Gold("besides", question, wanted, True)
        for (name, subject), claims in self._groups().items():
            several = sorted({claim.value for claim in claims if claim.shape == "entity"})
            if len(several) < 2 or name == "cast" or any(not one.factual for one in claims):
                continue
            out = self._random.choice(several)
            wanted = frozenset(self._world.name(end) for end in several if end != out)
            if self._named(out):
                said, label = self._said(subject), self._world.label(name)
                question = f"Who is the {label} of {said} besides {self._said(out)}?"
                yield Gold("besides", question, wanted, True)

    def counts(self) -> Iterator[Gold]:
        world = self._world
        for name, (_, base, _) in VERBS.items():
            for value in sorted({claim.value for claim in world.live(name)}):
                if not self._named(value):
                    continue
                works = {claim.subject for claim in world.live(name, value=value)}
                question = f"How many works did {self._said(value)} {base}?"
                yield Gold("count", question, count=len(works))
                for kind in sorted({world.kind(work) for work in works}):
                    own = [work for work in works if world.kind(work) == kind]
                    question = f"How many {plural(kind)} did {self._said(value)} {base}?"
                    yield Gold("count", question, count=len(own))
        for value in sorted({claim.value for claim in world.live("cast")}):
            works = {claim.subject for claim in world.live("cast", value=value)}
            if self._named(value):
                question = f"How many works is {self._said(value)} in?"
                yield Gold("count", question, count=len(works))

    def nested(self) -> Iterator[Gold]:
        """A role or a work that is described and not named."""
        world = self._world
        for claim in world.claims:
            if claim.shape != "entity" or not claim.factual or not self._named(claim.subject):
                continue
            label, said = world.label(claim.name), self._said(claim.subject)
            if world.members(claim.subject):
                continue
            ends = {
                one.value for one in world.live(claim.name, subject=claim.subject) if one.factual
            }
            played = [one for end in ends for one in world.live("cast", role=end)]
            if played:
                wanted = frozenset(self._answer(one) for one in played)
                yield Gold("nested", f"Who plays the {label} of {said}?", wanted, True)
            directed = [
                one
                for end in ends
                if not world.members(end)
                for one in world.live("director", subject=end)
            ]
            if directed:
                wanted = frozenset(self._answer(one) for one in directed)
                yield Gold("nested", f"Who directed the {label} of {said}?", wanted, True)

    def deeper(self) -> Iterator[Gold]:
        """Works of people who are described by another work."""
        world = self._world
        for claim in world.live("director"):
            if not claim.factual or not self._named(claim.subject):
                continue
            if world.members(claim.subject):
                continue
            people = {
                one.value for one in world.live("director", subject=claim.subject) if one.factual
            }
            said = self._said(claim.subject)
            works = [one for end in people for one in world.live("director", value=end)]
            wanted = frozenset(self._answer(one, "subject") for one in works)
            yield Gold("nested", f"What did the director of {said} direct?", wanted, True)
            born = [one for end in people for one in world.live("birth_date", subject=end)]
            if born:
                wanted = frozenset(self._answer(one) for one in born)
                question = f"What is the date of birth of the director of {said}?"
                yield Gold("nested", question, wanted, True)
        for claim in world.live("cast"):
            own = {one.subject for one in world.live("cast", value=claim.value) if one.factual}
            dated = [one for work in own for one in world.current("release_date", work)[0]]
            if self._named(claim.value) and dated and not any(map(world.members, own)):
                wanted = frozenset(self._answer(one) for one in dated)
                question = f"When do the works that {self._said(claim.value)} is in come out?"
                yield Gold("nested", question, wanted, True)
