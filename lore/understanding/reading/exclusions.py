"""Readings that leave something out: somebody's works outside the series, or all but theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lore.model.facts import Entity
from lore.model.property_ids import SERIES
from lore.understanding.algebra import Listing, Named, Step, Without, Works
from lore.understanding.fact_source import Facts, Path
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.referents import Referent


def exclusions(
    evidence: Evidence, referents: Sequence[Referent], facts: Facts
) -> Iterator[Candidate]:
    """ "What has X been in that is no Y film", "which of the films did X not direct"."""
    series = facts.main_series
    if series is None or not evidence.has("negation", "except", "else"):
        return
    own = Step((SERIES,), "value", "subject", Named(series))
    named = [
        referent
        for referent in referents
        if referent.key == series.id and referent.end > referent.start
    ]
    for referent in referents:
        if referent.entity is None or referent.origin == "focus":
            continue
        for name, kinds in _works_of(referent.entity, facts).items():
            path: Path = (name, "value", "subject")
            theirs = Step((name,), "value", "subject", referent.node)
            outside = Listing(Without(theirs, own))
            beside = tuple(told for told in named if told.apart(referent))[:1]
            refs, uses = (referent, *beside), frozenset({"outside"})
            yield Candidate(outside, "outside", refs, (path,), uses, kinds)
            if evidence.has("negation"):
                others = Listing(Without(Works(True, True), theirs))
                uses = frozenset({"negation"})
                yield Candidate(others, "others", (referent,), (path,), uses, kinds)


def _works_of(person: Entity, facts: Facts) -> dict[str, frozenset[str]]:
    """The relations in which something stands to works, with the kinds of these."""
    kinds: dict[str, set[str]] = {}
    for (name, slot), held in facts.at(person.id).items():
        if slot == "value" and name != SERIES:
            kinds.setdefault(name, set()).update(fact.subject.kind for fact in held)
    return {name: frozenset(found) for name, found in kinds.items()}
