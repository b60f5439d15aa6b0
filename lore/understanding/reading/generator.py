"""Readings made from the store: what it could be asked about whatever a question names.

The generator does not judge. It goes from each referent along the relations in which it stands,
and along those that the words point to though the store holds nothing, and puts the operators that
are marked on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from lore.model.facts import SLOTS, UNSURE, Entity, Fact, Slot, Status, entities_in, kinds_in
from lore.understanding.algebra import (
    About,
    Check,
    Common,
    Listing,
    Several,
    Step,
    Without,
)
from lore.understanding.fact_source import Facts, Path
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.compounds import compounds
from lore.understanding.reading.credits import Alike, Credits
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.exclusions import exclusions
from lore.understanding.reading.measures import Measures
from lore.understanding.reading.nesting import Nesting
from lore.understanding.reading.operators import Operators
from lore.understanding.reading.origins import origins
from lore.understanding.reading.referents import Referent

_POINTED = 7
"""Properties, the most strongly pointed to, that are asked though nothing may be held of them."""
_SECOND = 4
"""Properties that a second step may go along for each first."""


class Generator:
    """Makes the candidates of one question."""

    def __init__(
        self, evidence: Evidence, refs: Sequence[Referent], facts: Facts, most: int, alike: Alike
    ) -> None:
        self._role_words = alike
        self._most = most
        self._evidence = evidence
        self._referents = refs
        self._facts = facts
        self._properties = facts.properties
        self._found: dict[object, Candidate] = {}
        self._spans: dict[tuple[Referent, ...], tuple[tuple[int, int], ...]] = {}
        self._statuses = evidence.statuses()
        self._counting = bool(evidence.of("answer", "count"))
        self._pointed = self._most_pointed()
        self._near = frozenset(self._pointed[: 2 * _SECOND])
        self._ends_of: dict[int, Mapping[Path, frozenset[int]]] = {}

    def candidates(self) -> list[Candidate]:
        """So many readings at most, the simplest first: what comes after is not made."""
        for referent in self._referents:
            if not self._full:
                self._single(referent)
        stages = (
            self._credited,
            self._pairs,
            self._open,
            self._operated,
            self._nested,
            self._compounded,
        )
        for stage in stages:
            if not self._full:
                stage()
        return list(self._found.values())[: self._most]

    @property
    def _full(self) -> bool:
        return len(self._found) >= self._most

    def _credited(self) -> None:
        self._fill(Credits(self._evidence, self._referents, self._facts, self._role_words).made())

    def _operated(self) -> None:
        given = self._evidence, self._referents, self._facts
        self._fill(Operators(*given, self._pointed).made())
        self._fill(Measures(*given).made())
        self._fill(exclusions(*given))
        self._fill(origins(self._evidence, list(self._found.values())))

    def _nested(self) -> None:
        bases = list(self._found.values())
        self._fill(Nesting(self._evidence, self._facts, self._near).made(bases))

    def _compounded(self) -> None:
        singles = list(self._found.values())
        self._fill(compounds(self._evidence, self._pointed[:_POINTED], singles))

    def _fill(self, readings: Iterable[Candidate]) -> None:
        for made in readings:
            self._add(made)
            if self._full:
                return

    def _add(self, made: Candidate) -> None:
        refs = made.referents
        spans = self._spans.get(refs)
        if spans is None:
            spans = self._spans[refs] = tuple((referent.start, referent.end) for referent in refs)
        self._found.setdefault((made.question, spans), made)

    def _most_pointed(self) -> list[str]:
        """The properties that the words point to, the most strongly first."""
        strengths = {
            name: self._evidence.strength(name, None, frozenset())
            for name in self._evidence.names("property")
            if name in self._properties
        }
        return sorted(strengths, key=lambda name: (-strengths[name], name))

    def _single(self, referent: Referent) -> None:
        """All that can be asked of one thing."""
        if referent.entity is None:
            self._dated(referent)
            return
        for path, kinds in self._facts.ways(referent.entity.id).items():
            self._ask(referent, path, kinds)
            if self._full:
                return
        self._missing(referent)
        self._add(Candidate(About(referent.entity), "about", (referent,)))
        if self._statuses:
            about = About(referent.entity, self._wanted())
            self._add(Candidate(about, "about", (referent,), uses=frozenset({"status"})))

    def _wanted(self) -> frozenset[Status]:
        """The statuses that are asked for: rumours and hopes together."""
        told = self._statuses
        if told & UNSURE:
            return UNSURE
        return (
            frozenset({Status.CONFIRMED, Status.REPORTED}) if told == {Status.CONFIRMED} else told
        )

    def _ask(self, referent: Referent, path: Path, kinds: frozenset[str]) -> None:
        """One step from a referent: the list, how many, those of a status, whether there is one."""
        step = Step((path[0],), path[1], path[2], referent.node)
        refs, paths = (referent,), (path,)
        self._add(Candidate(Listing(step), "step", refs, paths, kinds=kinds))
        if self._counting:
            count = Listing(step, count=True)
            uses = frozenset({"count"})
            self._add(Candidate(count, "step", refs, paths, uses, kinds))
        if self._statuses:
            told = replace(step, statuses=self._wanted())
            uses = frozenset({"status"})
            self._add(Candidate(Listing(told), "step", refs, paths, uses, kinds))
        if self._evidence.has("negation"):
            told = replace(step, statuses=frozenset({Status.DENIED}))
            uses = frozenset({"negation"})
            self._add(Candidate(Listing(told), "step", refs, paths, uses, kinds))
        if self._evidence.verdict and path[1] == "subject" and path[2] == "value":
            check = Check(step, opposite=self._opposite(path[0]))
            self._add(Candidate(check, "exists", refs, paths, frozenset({"verdict"})))

    def _opposite(self, name: str) -> bool:
        """Whether the words ask for the contrary of a property: "alive" of a fate."""
        hits = self._evidence.of("property", name)
        return any(hit.cue.detail == "opposite" for hit in hits)

    def _missing(self, referent: Referent) -> None:
        """What the words point to though the store holds nothing of it."""
        assert referent.entity is not None
        held = self._facts.around(referent.entity.id)
        ways: tuple[tuple[Slot, Slot], ...] = (
            ("subject", "value"),
            ("value", "subject"),
            ("role", "value"),
        )
        for name in self._pointed[:_POINTED]:
            entry = self._properties[name]
            for known, ask in ways:
                if (name, known) in held or (known == "role" and not entry.has_role):
                    continue
                kinds = entry.kinds(known)
                if (
                    kinds
                    and referent.kind not in kinds
                    and not (known == "subject" and referent.origin == "focus")
                ):
                    continue
                step = Step((name,), known, ask, referent.node)
                path = (name, known, ask)
                asked = entry.kinds(ask) or frozenset({"text"})
                self._add(Candidate(Listing(step), "step", (referent,), (path,), kinds=asked))

    def _dated(self, referent: Referent) -> None:
        """What has a date: which work came out then, who was born then."""
        for name in self._facts.held():
            entry = self._properties.get(name)
            if entry is None or "date" not in entry.value:
                continue
            step = Step((name,), "value", "subject", referent.node)
            path: Path = (name, "value", "subject")
            kinds = frozenset(entry.subject)
            self._add(Candidate(Listing(step), "step", (referent,), (path,), kinds=kinds))

    def _pairs(self) -> None:
        """Two things that are named: one fact with both, a verdict, both alike, what they share."""
        for one, other in permutations(self._referents, 2):
            if self._full:
                return
            if not one.apart(other) or one.key == other.key:
                continue
            if one.origin == "focus" and other.origin == "focus":
                continue
            if one.entity is None:
                continue
            self._fixed(one, other)
            if self._evidence.verdict:
                self._verdicts(one, other)
            if one.start < other.start and other.entity is not None:
                self._alike(one, other)

    def _fixed(self, one: Referent, other: Referent) -> None:
        """A third slot of facts in which two are named: who plays this role in that work."""
        assert one.entity is not None
        if other.entity is None:
            return
        kin, alone = self._facts.kin(other.entity.id), frozenset({other.entity.id})
        for (name, known), facts in self._facts.around(one.entity.id).items():
            for second in SLOTS:
                if second == known:
                    continue
                both = _with(facts, second, kin if second == "subject" else alone)
                if not both:
                    continue
                ask = next(slot for slot in SLOTS if slot not in (known, second))
                kinds = kinds_in(both, ask) or self._properties[name].kinds(ask)
                if not kinds or (ask == "role" and not self._properties[name].has_role):
                    continue
                first, last = sorted([(known, one), (second, other)], key=lambda told: told[0])
                step = Step((name,), first[0], ask, first[1].node, ((last[0], last[1].node),))
                path = (name, first[0], ask)
                refs = (first[1], last[1])
                self._add(Candidate(Listing(step), "fixed", refs, (path,), kinds=kinds))

    def _verdicts(self, one: Referent, other: Referent) -> None:
        """Whether one stands to the other in a relation in which it may stand."""
        assert one.entity is not None
        held = self._facts.around(one.entity.id)
        ways: tuple[tuple[Slot, Slot], ...] = (
            ("subject", "value"),
            ("role", "value"),
            ("role", "subject"),
        )
        names = {name for name, _ in held} | set(self._pointed[:_POINTED])
        for name in sorted(names):
            entry = self._properties.get(name)
            for known, ask in ways if entry else ():
                assert entry is not None
                if (name, known) not in held and name not in self._pointed[:_POINTED]:
                    continue
                if not _takes(entry.kinds(known), one.kind) and (name, known) not in held:
                    continue
                if "role" in (known, ask) and not entry.has_role:
                    continue
                if not _takes(entry.kinds(ask), other.kind):
                    continue
                step = Step((name,), known, ask, one.node)
                certain = Status.CONFIRMED in self._statuses
                opposite = self._opposite(name)
                check = Check(step, other.node, opposite=opposite, certain=certain)
                path = (name, known, ask)
                uses = frozenset({"verdict"})
                self._add(Candidate(check, "check", (one, other), (path,), uses))
                self._with_third(name, known, ask, one, other)

    def _with_third(
        self, name: str, known: Slot, ask: Slot, one: Referent, other: Referent
    ) -> None:
        """ "Does X play Y in Z": a verdict on all three slots."""
        if not self._properties[name].has_role or (known, ask) != ("role", "value"):
            return
        works = self._properties[name].subject
        for third in self._referents:
            if third.entity is None or not _takes(works, third.kind):
                continue
            if not (third.apart(one) and third.apart(other)):
                continue
            step = Step((name,), known, ask, one.node, (("subject", third.node),))
            check = Check(step, other.node)
            refs = (one, other, third)
            uses = frozenset({"verdict"})
            self._add(Candidate(check, "check", refs, ((name, known, ask),), uses))

    def _alike(self, one: Referent, other: Referent) -> None:
        """The same of both, what both share, and what one has that the other lacks."""
        assert one.entity is not None
        assert other.entity is not None
        if one.origin == "focus" or other.origin == "focus":
            return
        others, refs = self._facts.around(other.entity.id), (one, other)
        for path, kinds in self._facts.ways(one.entity.id).items():
            name, known, ask = path
            if (name, known) not in others:
                continue
            steps = [Step((name,), known, ask, told.node) for told in refs]
            listed = tuple(Listing(step) for step in steps)
            both = frozenset({"and"})
            self._add(Candidate(Several(listed), "each", refs, (path,), both, kinds))
            if kinds & {"date", "text"}:
                continue
            common = Listing(Common((steps[0], steps[1])))
            self._add(Candidate(common, "common", refs, (path,), frozenset({"both"}), kinds))
            if self._evidence.has("negation", "except"):
                less = Listing(Without(steps[0], steps[1]))
                uses = frozenset({"negation"})
                self._add(Candidate(less, "without", refs, (path,), uses, kinds))
        self._crossed(one, other)

    def _crossed(self, one: Referent, other: Referent) -> None:
        """What stands in one relation to one and in another to the other."""
        assert one.entity is not None
        assert other.entity is not None
        refs, uses = (one, other), frozenset({"both"})
        mine, theirs = self._far_ends(one.entity.id), self._far_ends(other.entity.id)
        for (name, known, ask), ends in mine.items():
            for (second, there, far), others in theirs.items():
                if name == second or self._near.isdisjoint((name, second)):
                    continue
                if ends.isdisjoint(others):
                    continue
                steps = Step((name,), known, ask, one.node), Step((second,), there, far, other.node)
                paths: tuple[Path, ...] = ((name, known, ask), (second, there, far))
                kinds = self._facts.ways(one.entity.id)[name, known, ask]
                self._add(Candidate(Listing(Common(steps)), "crossed", refs, paths, uses, kinds))

    def _far_ends(self, entity: int) -> Mapping[Path, frozenset[int]]:
        """The entities at the other ends of the relations in which one stands."""
        found = self._ends_of.get(entity)
        if found is None:
            found = self._ends_of[entity] = {
                (name, known, ask): entities_in(facts, ask)
                for (name, known), facts in self._facts.around(entity).items()
                for ask in SLOTS
                if ask != known
            }
        return found

    def _open(self) -> None:
        """Nothing is named: a relation over all that the store holds."""
        for name in self._pointed[:_POINTED]:
            if not self._facts.whole:
                return
            facts = list(self._facts.of(name))
            for ask in SLOTS:
                kinds = kinds_in(facts, ask)
                if not kinds:
                    continue
                known: Slot = "value" if ask == "subject" else "subject"
                step = Step((name,), known, ask)
                path = (name, known, ask)
                self._add(Candidate(Listing(step), "open", (), (path,), kinds=kinds))
                self._open_operators(step, path, kinds)

    def _open_operators(self, step: Step, path: Path, kinds: frozenset[str]) -> None:
        if self._counting:
            count = Listing(step, count=True)
            self._add(Candidate(count, "open", (), (path,), frozenset({"count"}), kinds))
        if self._statuses:
            told = Step(step.properties, step.known, step.ask, statuses=self._wanted())
            uses = frozenset({"status"})
            self._add(Candidate(Listing(told), "open", (), (path,), uses, kinds))
        if self._evidence.has("except", "else"):
            for referent in self._referents:
                if (
                    referent.entity is not None
                    and referent.origin != "focus"
                    and referent.kind in kinds
                ):
                    less = Listing(Without(step, referent.node))
                    uses = frozenset({"except"})
                    self._add(Candidate(less, "except", (referent,), (path,), uses, kinds))


def _takes(kinds: frozenset[str], kind: str) -> bool:
    return not kinds or kind in kinds


def _with(facts: Iterable[Fact], slot: Slot, ids: frozenset[int]) -> list[Fact]:
    """The facts in which one of some entities stands in a slot."""
    return [fact for fact in facts if isinstance(end := fact.slot(slot), Entity) and end.id in ids]
