"""Where a message falls into clauses, each of which may be a question of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from lore.language import costs, grammar
from lore.understanding.algebra import Several
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.features import Features
from lore.understanding.reading.referents import Referent

_BREAK = re.compile(
    r"[?;,.!:\n…]+\s|[?;!/+]+|\s[-–—]+\s"
    rf"|\b(?:{grammar.alternatives('questions', 'breaks')})\b|&",
    re.IGNORECASE,
)
SIGN = re.compile(r"[?!;:,()…\n]+|\.\.+|\.(?=\s|$)|\s[-–—/]+\s")
_LEAST = 2
"""Words that a clause must have."""
BEST = 3
"""Readings of each clause that are put together."""

_MOST_PARTS = 4
"""Words of which one that was put right may be made up."""

Counted = Callable[[int], int]
"""Tells how many of a question's words stand before one of its characters."""
Featured = tuple[Candidate, Features]


def breaks(question: str, words: Sequence[str], before: Counted) -> list[int]:
    """The places before which a clause may begin: after signs and "and"; at most two."""
    places: list[int] = []
    for match in _BREAK.finditer(question):
        sign = "" if not match[0].strip(" \n").isalpha() and match[0] != "&" else match[0]
        place = before(match.start()) + (1 if sign.strip() else 0)
        if _LEAST <= place <= len(words) - _LEAST:
            places.append(place)
    return list(dict.fromkeys(places))[:2]


def segments(question: str, words: Sequence[str], before: Counted) -> tuple[int, ...]:
    """The places at which what stands between signs begins, the first of them 0."""
    starts = {before(match.end()) for match in SIGN.finditer(question)}
    return tuple(sorted({0, *(start for start in starts if start < len(words))}))


def counted(question: str, words: Sequence[str], folded: Callable[[str], list[str]]) -> Counted:
    """What tells how many of a question's words stand before one of its characters; a word that was
    put right may have become several."""
    ends, place, said = [0], 0, folded(question)
    for rank in range(len(said)):
        after = said[rank + 1 : rank + 2]
        near = range(place + 1, min(place + _MOST_PARTS, len(words)) + 1)
        place = next((end for end in near if list(words[end : end + 1]) == after), place + 1)
        ends.append(min(place, len(words)))

    def before(character: int) -> int:
        text = question[:character]
        return ends[min(len(folded(text)) if text.strip() else 0, len(said))]

    return before


def halves(
    evidence: Evidence, referents: Sequence[Referent], place: int
) -> Iterator[tuple[Evidence, list[Referent]]]:
    """The two clauses before and after a place, each with what is named in it; a clause that names
    nothing is about what the other one does."""
    sides = [(0, place), (place, len(evidence.words))]
    named = [
        [
            referent
            for referent in referents
            if start <= referent.start and referent.end <= end and referent.end > referent.start
        ]
        for start, end in sides
    ]
    silent = [referent for referent in referents if referent.start == referent.end]
    for rank, (start, end) in enumerate(sides):
        own = named[rank]
        lent = [
            replace(referent, start=start, end=start, cost=referent.cost + costs.INHERITED)
            for referent in named[1 - rank]
        ]
        yield evidence.within(start, end), [*own, *([] if _surely(own) else lent), *silent]


def _surely(named: Sequence[Referent]) -> bool:
    return any(
        referent.origin in ("name", "order")
        and referent.cost < costs.SURE_ORDER
        and not referent.plain
        for referent in named
    )


def joined(first: Sequence[Featured], second: Sequence[Featured]) -> Iterator[Featured]:
    """The best readings of two clauses put together."""
    for one, some in first:
        for other, more in second:
            if one.question == other.question:
                continue
            yield _both(one, other), _mean(some, more)


def _both(one: Candidate, other: Candidate) -> Candidate:
    return Candidate(
        Several((one.question, other.question)),
        "clauses",
        (*one.referents, *other.referents),
        (*one.paths, *other.paths),
        one.uses | other.uses | {"and"},
        one.kinds | other.kinds,
        (one, other),
    )


def _mean(one: Mapping[str, float], other: Mapping[str, float]) -> Features:
    """The features of two clauses together: the mean of each, the shapes left out."""
    names = {name for name in (*one, *other) if not name.startswith("shape:") and "&" not in name}
    features = {name: (one.get(name, 0.0) + other.get(name, 0.0)) / 2 for name in sorted(names)}
    worse = min(one.get("lex:last", 0.0), other.get("lex:last", 0.0))
    return {**features, "shape:clauses": 1.0, "clauses:weaker": worse}
