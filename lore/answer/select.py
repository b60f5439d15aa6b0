"""Which lines a question lets through, and the choices where it means several things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.models import Ambiguous, Line, Status
from lore.names import forms
from lore.names.align import PEOPLE
from lore.names.mentions import Candidate
from lore.properties import Property
from lore.question.query import Query

MOST_CHOICES = 25
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
    ranks = {name: entry.rank for name, entry in properties.items()}
    best: dict[tuple[object, ...], Line] = {}
    for line in lines:
        fact = line.fact
        key = (fact.subject, fact.value, fact.role, line.asked, fact.status.is_fact)
        known = best.get(key)
        if known is None or ranks.get(fact.property, 0) < ranks.get(known.fact.property, 0):
            best[key] = line
    return list(best.values())


def several(candidates: Sequence[Candidate]) -> bool:
    """Whether candidates can be told apart; equal names of one kind and year cannot."""
    return len({(one.name, one.kind, one.year) for one in candidates}) > 1


def begin_alike(candidates: Sequence[Candidate]) -> bool:
    """Whether candidates are works whose titles begin with the same words, none of them named
    whole: "harry potter". They are answered for together, each by its name, as a series is."""
    if len(candidates) > MOST_CHOICES or any(one.exact for one in candidates):
        return False
    if any(one.kind in PEOPLE for one in candidates):
        return False
    titles = [forms.without_article(forms.words(one.name)) for one in candidates]
    begins = {tuple(title[:_BEGIN]) for title in titles}
    return len(begins) == 1 and len(titles[0]) > _BEGIN


def choices(candidates: Sequence[Candidate]) -> Ambiguous:
    """The names to choose from; the year tells equal names apart."""
    names = [one.name for one in candidates]
    shown = [
        f"{one.name} ({one.year or one.kind})" if names.count(one.name) > 1 else one.name
        for one in candidates
    ]
    return Ambiguous(tuple(dict.fromkeys(shown))[:MOST_CHOICES])
