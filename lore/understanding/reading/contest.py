"""What tells a right answer from a wrong one once all readings are weighed: it and its rivals.

The features are those of its likeliest reading, those of there being no answer, and how the
shares lie.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lore.understanding.reading.features import Features
from lore.understanding.reading.judge import Judgement, Verdict

CONTENDERS = 6
"""Answers of a question that may be right, beside the grammar's own."""
_SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Entry:
    """A reading as a contest sees it: its features, and the property that it asks for; None where
    it is the answer of the grammar, which has no reading."""

    features: Features
    property: str | None


def contest(judged: Judgement, entries: Sequence[Entry], nothing: Features) -> list[Features]:
    """The features of each answer of a judgement that may be right, in its order."""
    first = judged.answers[:CONTENDERS]
    shares = [one.share for one in judged.answers]
    own = next((place for place, entry in enumerate(entries) if entry.property is None), None)
    best = [_best(one, entries) for one in first]
    shared: Features = {
        "answer:none": judged.none,
        "answer:count": float(len(first)),
        "answer:grammar": float(own is not None),
        "answer:spread": -sum(share * math.log(share + _SMALL) for share in (*shares, judged.none)),
        "answer:second": shares[1] if len(shares) > 1 else 0.0,
        "answer:third": shares[2] if len(shares) > 2 else 0.0,
        **{name: value for name, value in nothing.items() if name != "none"},
    }
    found = []
    for rank, one in enumerate(first):
        rival = best[1 - rank if rank < 2 else 0] if len(best) > 1 else None
        asked = entries[best[rank]].property
        found.append(
            {
                **{n: v for n, v in entries[best[rank]].features.items() if "&" not in n},
                **shared,
                "answer:share": one.share,
                "answer:rank": float(rank),
                "answer:lead": one.share - (shares[0] if rank else sum(shares[1:2])),
                "answer:readings": float(len(one.places)),
                "answer:within": one.best / max(one.share, _SMALL),
                "answer:own": float(own in one.places),
                "answer:alike": float(sum(entries[place].property == asked for place in best)),
                "answer:rival_alike": float(rival is not None and entries[rival].property == asked),
            }
        )
    return found


def _best(one: Verdict, entries: Sequence[Entry]) -> int:
    """The likeliest reading of an answer; the grammar's only where there is no other."""
    made = (place for place in one.places if entries[place].property is not None)
    return next(made, one.place)
