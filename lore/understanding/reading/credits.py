"""Readings of credits whose role stands there as a text: "who plays young Odile"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lore.language import costs, spelling
from lore.language import text as folding
from lore.model.facts import Entity, Fact, kinds_in
from lore.understanding.algebra import Check, Listing, Step, Words
from lore.understanding.fact_source import Facts, Path
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.referents import Referent

_LEAST = 0.5
"""Share of a role's words that must stand there."""
_ROLES = 4
"""Roles that are meant at most, those that are told most fully."""

Alike = Mapping[str, str]
"""For words that roles are told by in other words ("kid" for "young"), the one that stands for
all of them."""


class Credits:
    """Makes the readings of one question that start from the text of a role, or end in one."""

    def __init__(
        self, evidence: Evidence, referents: Sequence[Referent], facts: Facts, alike: Alike
    ) -> None:
        self._evidence = evidence
        self._facts = facts
        self._alike = alike
        self._named = [
            referent
            for referent in referents
            if referent.entity is not None and referent.end > referent.start
        ]
        self._said = {
            self._stem(word): place
            for place, word in reversed(list(enumerate(evidence.words)))
            if place in evidence.free
        }

    def made(self) -> Iterator[Candidate]:
        """Who is credited with such a role, in which work, and whether somebody named is."""
        for name in sorted(self._facts.held()):
            entry = self._facts.properties.get(name)
            if entry is None or not entry.has_role or not entry.participant:
                continue
            roles: dict[tuple[str, ...], list[Fact]] = {}
            for fact in self._facts.of(name):
                if isinstance(fact.role, str):
                    roles.setdefault(_words(fact.role), []).append(fact)
            told = [(referent, roles[words]) for words in roles if (referent := self._role(words))]
            for referent, facts in sorted(told, key=lambda found: found[0].cost)[:_ROLES]:
                yield from self._asked(name, referent, facts)

    def _role(self, words: tuple[str, ...]) -> Referent | None:
        """A role as something that the question names; None where it does not."""
        places = {self._said[stem] for word in words if (stem := self._stem(word)) in self._said}
        share = len(places) / max(len(words), 1)
        apart = any(self._alike.get(word) and self._stem(word) not in self._said for word in words)
        if share < _LEAST or apart or max(places) - min(places) > len(words) + 2:
            return None
        cost = costs.ROLE + costs.ROLE_MISSING * (1 - share)
        start, end = min(places), max(places) + 1
        return Referent(start, end, Words(words), "text", cost, "role", exact=share == 1)

    def _stem(self, word: str) -> str:
        return spelling.stem(self._alike.get(word, word))

    def _asked(self, name: str, one: Referent, facts: Sequence[Fact]) -> Iterator[Candidate]:
        who = Step((name,), "role", "value", one.node)
        path: Path = (name, "role", "value")
        yield Candidate(Listing(who), "credited", (one,), (path,), kinds=kinds_in(facts, "value"))
        where = Step((name,), "role", "subject", one.node)
        told: Path = (name, "role", "subject")
        kinds = kinds_in(facts, "subject")
        yield Candidate(Listing(where), "credited", (one,), (told,), kinds=kinds)
        for other in self._named:
            if not other.apart(one) or other.entity is None:
                continue
            if _stands(facts, other.entity, "subject"):
                fixed = Step((name,), "role", "value", one.node, (("subject", other.node),))
                kinds = kinds_in(facts, "value")
                yield Candidate(Listing(fixed), "credited", (one, other), (path,), kinds=kinds)
            if self._evidence.verdict and other.kind == "person":
                check = Check(who, other.node)
                uses = frozenset({"verdict"})
                yield Candidate(check, "check", (one, other), (path,), uses)


@lru_cache(maxsize=4096)
def _words(role: str) -> tuple[str, ...]:
    """The folded words of a role without articles."""
    return tuple(word for word in folding.words(role) if word not in folding.ARTICLES)


def _stands(facts: Sequence[Fact], entity: Entity, slot: str) -> bool:
    """Whether a thing stands in a slot of one of some facts."""
    ends = (fact.subject if slot == "subject" else fact.value for fact in facts)
    return any(isinstance(end, Entity) and end.id == entity.id for end in ends)
