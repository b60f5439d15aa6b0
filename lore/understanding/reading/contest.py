"""What tells a right answer from a wrong one once all readings are weighed: it and its rivals.

The features are those of its likeliest reading, those of there being no answer, and how the shares
lie: of all that is known, and by the words alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lore.understanding.reading.features import Features
from lore.understanding.reading.judge import Judgement, Verdict
from lore.understanding.reading.phrasing import Heard, is_grammar

CONTENDERS = 6
"""Answers of a question that may be right, beside the grammar's own."""
_LEAN = 0.1
"""What its whole share adds to the chance of an answer in their order: of two that are as likely to
be right the one that is rather meant goes first. So the one of the wanted length is first for 79.9
in place of 79.2 of a hundred questions about a franchise that was left out."""
_SMALL = 1e-9
"""What keeps a division and a logarithm from zero."""
_LEFT = (
    "name:unused",
    "left:known",
    "left:strange",
    "left:operators",
    "within:left",
    "within:strange",
    "ask:unmet",
)
"""What a reading may leave aside."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A reading as a contest sees it, or the grammar's answer: its features, what it does (see
    `phrasing.reading_of`), and what its answer tells."""

    features: Features
    reading: str
    ends: frozenset[str] = frozenset()

    @property
    def is_grammar(self) -> bool:
        """Whether it is the answer of the grammar."""
        return is_grammar(self.reading)

    @property
    def property(self) -> str:
        """The property that is asked for; "" where none is."""
        return self.reading.partition(" ")[2].rpartition(" ")[2].partition(":")[0]


def attuned(
    entries: Sequence[Entry], nothing: Features, heard: Heard
) -> tuple[list[Entry], Features]:
    """The entries of a question, and that there is no answer, with what its words alone say."""
    told = [replace(entry, features=entry.features | heard.of(entry.reading)) for entry in entries]
    return told, nothing | heard.nothing()


def standing(chance: float, share: float) -> float:
    """By what the answers of a question are ordered, the greatest first."""
    return chance + _LEAN * share


def contest(judged: Judgement, entries: Sequence[Entry], nothing: Features) -> list[Features]:
    """The features of each answer of a judgement that may be right, in its order."""
    first = judged.answers[:CONTENDERS]
    shares = [verdict.share for verdict in judged.answers]
    own = next((place for place, entry in enumerate(entries) if entry.is_grammar), None)
    best = [_best(verdict, entries) for verdict in first]
    others = [(verdict.share, entries[verdict.place].ends) for verdict in judged.answers]
    heard = {
        entry.reading: entry.features.get("heard:share", 0.0)
        for entry in entries
        if not entry.is_grammar
    }
    shared = _shared(judged, len(first), list(heard.values()), nothing)
    shared["answer:grammar"] = float(own is not None)
    found = []
    for rank, verdict in enumerate(first):
        rival = best[1 - rank if rank < 2 else 0] if len(best) > 1 else None
        asked = entries[best[rank]].property
        readings = {entries[place].reading for place in verdict.places}
        found.append(
            {
                **{n: v for n, v in entries[best[rank]].features.items() if "&" not in n},
                **shared,
                "heard:answer": sum(heard.get(reading, 0.0) for reading in readings),
                **_among(verdict, entries),
                **_beside(entries[verdict.place].ends, others),
                "answer:share": verdict.share,
                "answer:rank": float(rank),
                "answer:lead": verdict.share - (shares[0] if rank else sum(shares[1:2])),
                "answer:readings": float(len(verdict.places)),
                "answer:within": verdict.best / max(verdict.share, _SMALL),
                "answer:own": float(own in verdict.places),
                "answer:alike": float(sum(entries[place].property == asked for place in best)),
                "answer:rival_alike": float(rival is not None and entries[rival].property == asked),
            }
        )
    return found


def _shared(judged: Judgement, count: int, heard: Sequence[float], nothing: Features) -> Features:
    """The features that all answers of a question share."""
    shares = [*(verdict.share for verdict in judged.answers), 0.0, 0.0, 0.0]
    return {
        "answer:none": judged.none,
        "answer:count": float(count),
        "answer:spread": _spread((*shares, judged.none)),
        "heard:spread": _spread((*heard, nothing.get("heard:none", 0.0))),
        "heard:most": max(heard, default=0.0),
        "answer:second": shares[1],
        "answer:third": shares[2],
        **{name: value for name, value in nothing.items() if name != "none"},
    }


def _among(verdict: Verdict, entries: Sequence[Entry]) -> Features:
    """What the readings of an answer leave aside at the least, and how strongly the words speak for
    one at the most."""
    told = [entries[place].features for place in verdict.places if not entries[place].is_grammar]
    if not told:
        return {}
    least = {f"least:{name}": min(each.get(name, 0.0) for each in told) for name in _LEFT}
    return {**least, "most:lex": max(each.get("lex:last", 0.0) for each in told)}


def _beside(own: frozenset[str], others: Sequence[tuple[float, frozenset[str]]]) -> Features:
    """The shares of the answers that tell more than one, and of those that tell a part of it."""
    return {
        "answer:wider": sum(share for share, ends in others if own < ends),
        "answer:narrower": sum(share for share, ends in others if ends < own),
    }


def _spread(shares: Sequence[float]) -> float:
    """How far shares are from certainty: their entropy, in nats."""
    return -sum(share * math.log(share + _SMALL) for share in shares)


def _best(verdict: Verdict, entries: Sequence[Entry]) -> int:
    """The likeliest reading of an answer; the grammar's only where there is no other."""
    made = (place for place in verdict.places if not entries[place].is_grammar)
    return next(made, verdict.place)
