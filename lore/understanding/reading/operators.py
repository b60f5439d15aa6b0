"""Readings with an operator: superlatives, order, spans of time, moves, choices, statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product

from lore.model.facts import Entity, Fact, Slot
from lore.model.property_ids import BIRTH, RELEASE
from lore.understanding.algebra import (
    Check,
    Choose,
    Dated,
    Gap,
    Listing,
    Moment,
    Moved,
    OfKind,
    Ranked,
    Set,
    Side,
    Statement,
    Step,
    Together,
    Works,
)
from lore.understanding.fact_source import Facts, Path
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.referents import Referent


class Operators:
    """Makes the readings of one question in which its operators are used."""

    def __init__(
        self,
        evidence: Evidence,
        referents: Sequence[Referent],
        facts: Facts,
        pointed: Sequence[str],
    ) -> None:
        self._evidence = evidence
        self._facts = facts
        self._pointed = pointed
        self._named = [referent for referent in referents if referent.entity is not None]
        self._works = [referent for referent in self._named if self._is_work(referent)]
        self._dates = [referent for referent in referents if isinstance(referent.node, Moment)]

    def _is_work(self, referent: Referent) -> bool:
        entry = self._facts.properties.get(RELEASE)
        return entry is not None and (
            referent.kind in entry.subject
            or any(
                fact.property == RELEASE and fact.subject.id == referent.entity.id
                for fact in self._facts.about(referent.entity.id)
            )
            if referent.entity
            else False
        )

    def made(self) -> Iterator[Candidate]:
        """All readings with an operator that is marked."""
        yield from self._superlatives()
        yield from self._order()
        yield from self._theirs()
        yield from self._gaps()
        yield from self._moves()
        yield from self._known_then()
        yield from self._choices()
        yield from self._lists()
        yield from self._statements()

    def _pools(self) -> Iterator[tuple[Set, tuple[Referent, ...], str]]:
        """What a superlative may be taken of: the works, those that are out, those of somebody, or
        the things that are named."""
        yield Works(True, True), (), "works"
        yield Works(True, False), (), "out"
        yield Works(False, True), (), "coming"
        yield Works(True, True, True), (), "every"
        yield Works(True, False, True), (), "every_out"
        named = frozenset(self._evidence.names("kind")) & {work.kind for work in self._facts.works}
        if named:
            yield OfKind(Works(True, True, True), named), (), "kind"
            yield OfKind(Works(True, False, True), named), (), "kind_out"
        for referent in self._named:
            if referent.origin == "focus":
                continue
            for name in ("cast", "director", "writer", "producer", "composer"):
                facts = self._facts.about(referent.entity.id) if referent.entity else ()
                if any(fact.property == name and fact.value == referent.entity for fact in facts):
                    yield Step((name,), "value", "subject", referent.node), (referent,), "theirs"
        told = [
            referent
            for referent in self._named
            if referent.origin != "focus" and referent.origin != "description"
        ]
        for first, second in combinations(told, 2):
            if first.apart(second) and first.key != second.key and first.kind == second.kind:
                yield Together((first.node, second.node)), (first, second), "named"

    def _superlatives(self) -> Iterator[Candidate]:
        hits = [hit for hit in self._evidence.hits if hit.cue.sort == "extreme"]
        compared = [hit for hit in self._evidence.hits if hit.cue.sort == "compare"]
        asked = {(hit.cue.name, hit.cue.detail == "True") for hit in hits}
        asked |= {(hit.cue.name, hit.cue.detail == "more") for hit in compared if hit.cue.name}
        for name, most in sorted(asked):
            if not self._facts.whole or not self._facts.of(name):
                continue
            for pool, refs, sort in self._pools():
                ranked = Ranked(pool, name, most)
                path: Path = (name, "value", "subject")
                uses = frozenset({"extreme", f"pool_{sort}"})
                kinds = frozenset(work.kind for work in self._facts.works)
                yield Candidate(Listing(ranked), "ranked", refs, (path,), uses, kinds)

    def _order(self) -> Iterator[Candidate]:
        """What came before, after, next; what is to come, what is out."""
        path: Path = (RELEASE, "value", "subject")
        kinds = frozenset(work.kind for work in self._facts.works)
        if not self._facts.whole:
            return
        for bound in [*self._works, *self._dates]:
            if bound.origin == "focus":
                continue
            for side, most in _sides(self._evidence):
                dated = Dated(Works(), side, bound.node)
                uses = frozenset({side})
                yield Candidate(Listing(dated), "dated", (bound,), (path,), uses, kinds)
                if bound.entity is not None:
                    next_one = Listing(Ranked(dated, RELEASE, most))
                    yield Candidate(next_one, "beside", (bound,), (path,), uses, kinds)
            if bound.entity is None:
                within = Dated(Works(), "in", bound.node)
                yield Candidate(Listing(within), "dated", (bound,), (path,), frozenset(), kinds)
        for first, second in permutations(self._works, 2):
            if first.origin == "focus" or second.origin == "focus" or not first.apart(second):
                continue
            between = Dated(Dated(Works(), "after", first.node), "before", second.node)
            refs = (first, second)
            used = frozenset({"between"})
            yield Candidate(Listing(between), "between", refs, (path,), used, kinds)

    def _theirs(self) -> Iterator[Candidate]:
        """What somebody did before or after a work or a date, or in a year."""
        works = {work.kind for work in self._facts.works}
        for one, bound in product(self._named, [*self._works, *self._dates]):
            if one.entity is None or not one.apart(bound) or "focus" in (one.origin, bound.origin):
                continue
            sides: list[Side] = [side for side, _ in _sides(self._evidence)]
            sides += ["in"] if bound.entity is None else []
            for path, kinds in self._facts.ways(one.entity.id).items():
                if (
                    path[0] == RELEASE
                    or path[1:] != ("value", "subject")
                    or works.isdisjoint(kinds)
                ):
                    continue
                own = Step((path[0],), "value", "subject", one.node)
                for side in sides:
                    dated = Listing(Dated(own, side, bound.node))
                    uses = frozenset({side} - {"in"})
                    yield Candidate(dated, "dated", (one, bound), (path,), uses, kinds)

    def _gaps(self) -> Iterator[Candidate]:
        """How long between, until, since; how old."""
        if not (self._evidence.has("gap", "until", "older") or self._asks_length()):
            return
        uses = frozenset({"gap"})
        yield from self._slips()
        works = [referent for referent in self._works if referent.kind != "series"]
        for first, second in combinations(works, 2):
            if first.apart(second) and "focus" not in (first.origin, second.origin):
                refs = (first, second)
                path: Path = (RELEASE, "subject", "value")
                yield Candidate(Gap(_date(first), _date(second)), "gap", refs, (path,), uses)
        for referent in works:
            path = (RELEASE, "subject", "value")
            yield Candidate(
                Gap(None, _date(referent)), "until", (referent,), (path,), frozenset({"until"})
            )
            start = Step(("filming_start",), "subject", "value", referent.node)
            end = Step(("filming_end",), "subject", "value", referent.node)
            lasted: Path = ("filming_start", "subject", "value")
            yield Candidate(Gap(start, end), "lasted", (referent,), (lasted,), uses)
        for person in self._named:
            born = Step((BIRTH,), "subject", "value", person.node)
            if not any(fact.property == BIRTH for fact in self._about(person)):
                continue
            aged: Path = (BIRTH, "subject", "value")
            yield Candidate(Gap(born, None), "age", (person,), (aged,), frozenset({"older"}))
            for work in works:
                if work.apart(person):
                    refs = (person, work)
                    older = frozenset({"older"})
                    yield Candidate(Gap(born, _date(work)), "age", refs, (aged,), older)

    def _slips(self) -> Iterator[Candidate]:
        """By how much a date was moved altogether."""
        for referent in self._works:
            held = self._facts.at(referent.entity.id) if referent.entity else {}
            for name, entry in self._facts.properties.items():
                if entry.moves and len(held.get((name, "subject"), ())) > 1:
                    step = Step((name,), "subject", "value", referent.node)
                    slipped = Gap(Moved(step, "first"), step)
                    path: Path = (name, "subject", "value")
                    uses = frozenset({"gap", "moved"})
                    yield Candidate(slipped, "slipped", (referent,), (path,), uses)

    def _asks_length(self) -> bool:
        return bool(self._evidence.of("answer", "duration"))

    def _about(self, referent: Referent) -> Sequence[Fact]:
        return self._facts.about(referent.entity.id) if referent.entity else ()

    def _moves(self) -> Iterator[Candidate]:
        whats = [
            (mark, what)
            for mark, what in (
                ("before_moved", "before"),
                ("first_value", "first"),
                ("times_moved", "times"),
            )
            if self._evidence.has(mark)
        ]
        if not whats and not self._evidence.has("before", "previous"):
            return
        if not whats:
            whats = [("before_moved", "before")]
        moving = [name for name, entry in self._facts.properties.items() if entry.moves]
        for referent in self._works:
            held = (
                {fact.property for fact in self._facts.about(referent.entity.id)}
                if referent.entity
                else set()
            )
            for name in moving:
                if name not in held:
                    continue
                step = Step((name,), "subject", "value", referent.node)
                path: Path = (name, "subject", "value")
                for mark, what in whats:
                    moved = Moved(step, what)  # type: ignore[arg-type]
                    uses = frozenset({mark})
                    kinds = frozenset({"date"})
                    yield Candidate(moved, "moved", (referent,), (path,), uses, kinds)

    def _known_then(self) -> Iterator[Candidate]:
        """What was said of a value that moves on a date: "in June 2026, when was it due"."""
        for date in self._dates:
            assert isinstance(date.node, Moment)
            for referent in self._works:
                held = self._facts.at(referent.entity.id) if referent.entity else {}
                for name, entry in self._facts.properties.items():
                    if not entry.moves or (name, "subject") not in held or not referent.apart(date):
                        continue
                    step = Step((name,), "subject", "value", referent.node)
                    path: Path = (name, "subject", "value")
                    yield Candidate(
                        Listing(step),
                        "known_then",
                        (referent, date),
                        (path,),
                        frozenset({"as_of"}),
                        frozenset({"date"}),
                        as_of=date.node.date,
                    )

    def _choices(self) -> Iterator[Candidate]:
        """ "Is it A or B": which of several things stands in a relation."""
        if not self._evidence.has("or"):
            return
        told = [referent for referent in self._named if referent.origin not in ("focus",)]
        uses = frozenset({"or"})
        for first, second in combinations(told, 2):
            if not first.apart(second) or first.kind != second.kind or first.key == second.key:
                continue
            for third in [*self._named, *self._dates]:
                if not (third.apart(first) and third.apart(second)) or third.entity is None:
                    continue
                for name, known, ask in self._links(third, first.kind):
                    step = Step((name,), known, ask, third.node)
                    options = (Check(step, first.node), Check(step, second.node))
                    refs = (first, second, third)
                    path: Path = (name, known, ask)
                    yield Candidate(Choose(options), "choice", refs, (path,), uses)
        for first, second in combinations(self._dates, 2):
            for work in self._works:
                step = Step((RELEASE,), "subject", "value", work.node)
                options = (Check(step, first.node), Check(step, second.node))
                refs = (first, second, work)
                path = (RELEASE, "subject", "value")
                yield Candidate(Choose(options), "choice", refs, (path,), uses)

    def _links(self, referent: Referent, kind: str) -> Iterator[Path]:
        """The relations in which something stands whose other ends are of a kind."""
        slots: tuple[Slot, ...] = ("subject", "value", "role")
        seen: set[Path] = set()
        for fact in self._facts.about(referent.entity.id) if referent.entity else ():
            for known in slots:
                for ask in slots:
                    end, own = fact.slot(ask), fact.slot(known)
                    if known == ask or not isinstance(end, Entity) or own != referent.entity:
                        continue
                    path: Path = (fact.property, known, ask)
                    if end.kind == kind and path not in seen:
                        seen.add(path)
                        yield path

    def _lists(self) -> Iterator[Candidate]:
        """Which works are out, which are still to come; works by an amount."""
        path: Path = (RELEASE, "value", "subject")
        kinds = frozenset(work.kind for work in self._facts.works)
        count = bool(self._evidence.of("answer", "count"))
        pools = {
            "coming": Works(False, True),
            "out": Works(True, False),
            "works": Works(True, True),
        }
        for mark, pool in pools.items():
            uses = frozenset({mark} | ({"count"} if count else set()))
            yield Candidate(Listing(pool, count=count), "works", (), (path,), uses, kinds)

    def _statements(self) -> Iterator[Candidate]:
        """What somebody said, found by the words of the question."""
        for name, entry in self._facts.properties.items():
            if not entry.topic:
                continue
            path: Path = (name, "subject", "value")
            words = tuple(
                self._evidence.words[place]
                for place in sorted(self._evidence.free)
                if not any(
                    hit.cue.sort in ("filler", "answer") and hit.start <= place < hit.end
                    for hit in self._evidence.hits
                )
            )
            kinds = frozenset({"text", "person"})
            if words:
                yield Candidate(Statement(name, words), "said", (), (path,), kinds=kinds)
            for referent in self._named:
                if referent.kind not in entry.subject:
                    continue
                rest = tuple(
                    word
                    for place, word in enumerate(self._evidence.words)
                    if place not in referent.places and word in words
                )
                said = Statement(name, rest, referent.node)
                yield Candidate(said, "said", (referent,), (path,), kinds=kinds)


def _date(referent: Referent) -> Set:
    return Step((RELEASE,), "subject", "value", referent.node)


def _sides(evidence: Evidence) -> list[tuple[Side, bool]]:
    """The sides of a date that are spoken of, with whether the nearest there is the latest."""
    sides: list[tuple[Side, bool]] = []
    if evidence.has("before", "previous"):
        sides.append(("before", True))
    if evidence.has("after", "next"):
        sides.append(("after", False))
    return sides
