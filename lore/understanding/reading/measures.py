"""Readings that compare a value: with an amount, a date, words of a text, or another value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from lore.language import spelling
from lore.language import text as folding
from lore.language.amounts import amounts_in
from lore.model.dates import PartialDate
from lore.understanding.algebra import (
    Amount,
    Check,
    Comparison,
    Listing,
    Measured,
    Moment,
    Set,
    Step,
    Than,
    Words,
    Works,
)
from lore.understanding.fact_source import Facts, Path
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.referents import Referent

_VERDICT = frozenset({"verdict", "value"})


class Measures:
    """Makes the readings of one question that compare values."""

    def __init__(self, evidence: Evidence, referents: Sequence[Referent], facts: Facts) -> None:
        self._evidence = evidence
        self._facts = facts
        self._named = [referent for referent in referents if referent.entity is not None]
        self._dates = [referent for referent in referents if isinstance(referent.node, Moment)]
        self._said: dict[str, set[str]] = {}
        compared = [hit.cue for hit in evidence.hits if hit.cue.sort == "compare"]
        self._compared = {cue.name for cue in compared} & set(facts.held())
        self._sides: dict[str, Comparison] = {
            cue.name: "more" if cue.detail == "more" else "less" for cue in compared
        }

    def made(self) -> Iterator[Candidate]:
        """All comparisons, those with an amount first."""
        yield from self._lists()
        if self._evidence.verdict:
            yield from self._verdicts()
            yield from self._than()

    def _lists(self) -> Iterator[Candidate]:
        """The works of which a value is more or less than an amount."""
        kinds = frozenset(work.kind for work in self._facts.works)
        for name in sorted(self._compared):
            path: Path = (name, "value", "subject")
            uses = frozenset({"compare"})
            for _, number in amounts_in(self._evidence.words):
                for comparison in self._comparisons():
                    source = Measured(Works(), name, Amount(comparison, number))
                    yield Candidate(Listing(source), "measured", (), (path,), uses, kinds)

    def _verdicts(self) -> Iterator[Candidate]:
        """Whether a value is an amount, a date or has words in it."""
        for referent in self._named:
            for fact in self._facts.about(referent.entity.id) if referent.entity else ():
                if fact.subject != referent.entity or not isinstance(fact.value, str | PartialDate):
                    continue
                step = Step((fact.property,), "subject", "value", referent.node)
                path: Path = (fact.property, "subject", "value")
                if isinstance(fact.value, str):
                    for answer in self._told(fact.property, fact.value, referent):
                        yield Candidate(
                            Check(step, answer), "value", (referent,), (path,), _VERDICT
                        )
                else:
                    for date in self._dates:
                        check = Check(step, date.node)
                        yield Candidate(check, "value", (referent, date), (path,), _VERDICT)

    def _said_of(self, name: str) -> set[str]:
        """The stems of all that the store says in texts of a property."""
        if name not in self._said:
            self._said[name] = {
                spelling.stem(word)
                for fact in self._facts.of(name)
                if isinstance(fact.value, str)
                for word in folding.words(fact.value)
            }
        return self._said[name]

    def _told(self, name: str, value: str, referent: Referent) -> Iterator[Set]:
        """What the question says of a text value: an amount to compare with, or words of it."""
        words = self._evidence.words
        free = [place for place in sorted(self._evidence.free) if place not in referent.places]
        amounts = [number for place, number in amounts_in(words) if not self._names(place, number)]
        numbered = any(map(folding.is_number, folding.words(value)))
        held = self._said_of(name)
        said = tuple(words[place] for place in free if spelling.stem(words[place]) in held)
        if said and not (numbered and amounts):
            yield Words(said)
        for number in amounts if numbered else ():
            for comparison in self._comparisons():
                yield Amount(comparison, number)

    def _names(self, place: int, number: float) -> bool:
        """Whether a number is, or is part of, the name of something: "is he done after 8"."""
        bare = self._evidence.words[place] == f"{number:g}"
        return bare and any(place in referent.places for referent in self._named)

    def _comparisons(self) -> list[Comparison]:
        told = {hit.cue.detail for hit in self._evidence.hits if hit.cue.sort == "compare"}
        found: list[Comparison] = [side for side in ("more", "less") if side in told]
        return found or ["equal"]

    def _than(self) -> Iterator[Candidate]:
        """Whether a value of one thing is more or less than that of another."""
        uses = frozenset({"verdict", "compare"})
        for one, other in permutations(self._named, 2):
            if not one.apart(other) or one.start > other.start or one.key == other.key:
                continue
            for name in sorted(self._compared):
                if not self._holds(one, name) or not self._holds(other, name):
                    continue
                mine, theirs = (
                    Step((name,), "subject", "value", each.node) for each in (one, other)
                )
                check = Check(mine, Than(self._sides[name], theirs))
                path: Path = (name, "subject", "value")
                yield Candidate(check, "than", (one, other), (path,), uses)

    def _holds(self, referent: Referent, name: str) -> bool:
        entity = referent.entity.id if referent.entity else 0
        return (name, "subject") in self._facts.at(entity)
