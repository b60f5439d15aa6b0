"""Which answer comes first, and where sources disagree: the policy of truth as functions.

Which lines a question lets through, and the choices where it means several things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from lore.language import text as folding
from lore.language.properties import Property
from lore.linking.mentions import Candidate
from lore.model.dates import PartialDate
from lore.model.facts import PEOPLE, Ambiguous, Entity, Fact, Line, Status, Value
from lore.understanding.query import Query

_STANDING = {
    Status.CONFIRMED: 0,
    Status.REPORTED: 0,
    Status.RUMOURED: 1,
    Status.HOPED: 2,
    Status.DENIED: 3,
}
"""In which order claims go, the surest first."""


def leading(fact: Fact) -> tuple[Any, ...]:
    """Sorts the values of one single-valued property: preferred, then the latest citation.

    A superseded fact comes last, and what is only rumoured or hoped after what is claimed.
    """
    known, stated, date = fact.citations[0].order
    precision = fact.value.precision if isinstance(fact.value, PartialDate) else 0
    return (
        fact.superseded,
        not fact.preferred,
        _STANDING[fact.status],
        not known,
        not stated,
        -date.first.toordinal(),
        -precision,
        fact.id,
    )


def telling(fact: Fact, properties: Mapping[str, Property]) -> tuple[Any, ...]:
    """Sorts the facts of a list or a card: claimed before rumoured, then by the property table."""
    entry = properties.get(fact.property)
    first = (_STANDING[fact.status], entry.rank if entry else 10**6)
    if entry and not entry.many:
        return (*first, *leading(fact))
    return (*first, fact.superseded, not fact.preferred, fact.id)


def agree(one: Value, other: Value) -> bool:
    """Whether two values can both hold of a single-valued property."""
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return one.agrees(other)
    if isinstance(one, Entity) and isinstance(other, Entity):
        return one.id == other.id
    return one == other


def contested(fact: Fact) -> bool:
    """Whether one source claims a fact and another denies it."""
    statuses = {cited.status for cited in fact.citations}
    return Status.DENIED in statuses and any(status.is_fact for status in statuses)


def is_withdrawn(fact: Fact) -> bool:
    """Whether a claim is denied by a source that is surely newer than all that make it."""
    newest = fact.citations[0]
    claims = [cited.order for cited in fact.citations if cited.status.is_fact]
    dated, stated, _ = newest.order
    return (
        newest.status is Status.DENIED
        and dated
        and stated
        and all(order[0] and order < newest.order for order in claims)
    )


def undenied(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that a list may show: a denied one only against a claim of the same."""
    claimed = {_same(fact) for fact in facts if fact.status.is_fact}
    return [
        fact
        for fact in facts
        if fact.status is not Status.DENIED or contested(fact) or _same(fact) in claimed
    ]


def _same(fact: Fact) -> tuple[Any, ...]:
    return (fact.subject, fact.property, fact.value, fact.role)


def disagree(facts: Sequence[Fact], properties: Mapping[str, Property]) -> bool:
    """Whether claims among the facts cannot all hold.

    Two values of a single-valued property of one subject, or two players of one role in one work.
    Superseded facts, rumours and hopes take no part. A claim against a denial is one too.
    """
    claims = {_same(fact) for fact in facts if fact.status.is_fact and not fact.superseded}
    denied = {_same(fact) for fact in facts if fact.status is Status.DENIED}
    if claims & denied or any(contested(fact) for fact in facts):
        return True
    single: dict[tuple[int, str], list[Fact]] = {}
    played: dict[tuple[int, str, int], list[Fact]] = {}
    for fact in facts:
        if not fact.status.is_fact or fact.superseded:
            continue
        entry = properties.get(fact.property)
        if entry is not None and not entry.many:
            single.setdefault((fact.subject.id, fact.property), []).append(fact)
        if isinstance(fact.role, Entity) and fact.subject.kind == "film":
            played.setdefault((fact.subject.id, fact.property, fact.role.id), []).append(fact)
    return any(map(_differ, single.values())) or any(
        _differ([fact for fact in alike if isinstance(fact.value, Entity)])
        for alike in played.values()
    )


def _differ(facts: Sequence[Fact]) -> bool:
    """Whether any two of some facts have values that cannot both hold."""
    return any(not agree(one.value, other.value) for one, other in combinations(facts, 2))


def ordered(lines: Sequence[Line], properties: Mapping[str, Property]) -> list[Line]:
    """Lines with the best first: a single-valued property leads with its latest claim."""
    single = lines and all(
        line.fact.property in properties and not properties[line.fact.property].many
        for line in lines
    )
    if single:
        return sorted(lines, key=lambda line: (line.fact.subject.id, leading(line.fact)))
    return sorted(lines, key=lambda line: telling(line.fact, properties))


def telling_most(lines: Sequence[Line], most: int) -> list[Line]:
    """The first lines, but a few of each property alone."""
    shown: list[Line] = []
    each: Counter[str] = Counter()
    for line in lines:
        each[line.fact.property] += 1
        if each[line.fact.property] <= OF_EACH:
            shown.append(line)
    return shown[:most]


ON_A_CARD = 14
"""Facts of a card that is not opened in whole."""
OF_EACH = 6
"""Facts of one property among them, and statements that are told at once."""
MOST_CHOICES = 25
"""Things that are offered; more are asked for by another name."""
MOST_LINES = 400
"""Answers that one question may have; `Found.total` tells how many there are."""
_BEGIN = 2
"""Words that titles must share at their beginning to be of one series."""


def kept(lines: Sequence[Line], query: Query) -> list[Line]:
    """The lines whose status is one of those asked for."""
    if not query.statuses:
        return list(lines)
    wanted = set(query.statuses)
    if Status.CONFIRMED in wanted:
        wanted.add(Status.REPORTED)
    return [line for line in lines if line.fact.status in wanted]


def said_once(lines: Sequence[Line], properties: Mapping[str, Property]) -> list[Line]:
    """Lines without those that say of the same things, by a lesser property, what another does."""

    def rank(line: Line) -> int:
        entry = properties.get(line.fact.property)
        return entry.rank if entry else 0

    best: dict[tuple[object, ...], Line] = {}
    for line in lines:
        fact = line.fact
        key = (fact.subject, fact.value, fact.role, line.asked, fact.status.is_fact)
        known = best.get(key)
        if known is None or rank(line) < rank(known):
            best[key] = line
    return list(best.values())


def several(candidates: Sequence[Candidate]) -> bool:
    """Whether candidates can be told apart; equal names of one kind and year cannot."""
    return len({(candidate.name, candidate.kind, candidate.year) for candidate in candidates}) > 1


def begin_alike(candidates: Sequence[Candidate]) -> bool:
    """Whether candidates are works whose titles begin with the same words, none of them named
    whole: "harry potter". They are answered for together, each by its name, as a series is."""
    if len(candidates) > MOST_CHOICES or any(candidate.exact for candidate in candidates):
        return False
    if any(candidate.kind in PEOPLE for candidate in candidates):
        return False
    titles = [folding.without_article(folding.words(candidate.name)) for candidate in candidates]
    begins = {tuple(title[:_BEGIN]) for title in titles}
    return len(begins) == 1 and len(titles[0]) > _BEGIN


def choices(candidates: Sequence[Candidate]) -> Ambiguous:
    """The names to choose from; the year tells equal names apart."""
    names = [candidate.name for candidate in candidates]
    shown = [
        f"{candidate.name} ({candidate.year or candidate.kind})"
        if names.count(candidate.name) > 1
        else candidate.name
        for candidate in candidates
    ]
    return Ambiguous(tuple(dict.fromkeys(shown))[:MOST_CHOICES])
