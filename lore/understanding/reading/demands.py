"""What the question words of a question demand of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lore.understanding.reading.evidence import Evidence

_DEMANDS: Mapping[str, frozenset[str]] = {
    "who": frozenset({"person", "character", "organisation"}),
    "person": frozenset({"person"}),
    "character": frozenset({"character"}),
    "when": frozenset({"date"}),
    "date": frozenset({"date"}),
    "year": frozenset({"date"}),
    "where": frozenset({"place"}),
    "place": frozenset({"place"}),
    "organisation": frozenset({"organisation"}),
}
_TOLD: Mapping[str, str] = {
    "duration": "how long",
    "amount": "how much",
    "reason": "why",
    "why": "why",
    "manner": "how",
    "how": "how",
}
"""Question words that a text answers, by the word that its property is marked with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question words of a question demand: kinds, a marked text, a work; `each` has the
    kinds that each question word demands for itself."""

    kinds: frozenset[str]
    each: frozenset[frozenset[str]]
    told: frozenset[str]
    work: bool
    count: bool


def asked(evidence: Evidence, questions: Mapping[str, str]) -> Asked:
    """What is demanded by question words and by words for kinds of answers."""
    names = [questions[word] for word in evidence.words if word in questions]
    each = frozenset(_DEMANDS[name] for name in names if name in _DEMANDS)
    names += evidence.names("answer")
    kinds = frozenset(kind for name in names for kind in _DEMANDS.get(name, ()))
    told = frozenset(_TOLD[name] for name in names if name in _TOLD)
    return Asked(kinds, each, told, "work" in names, "count" in names)
