"""What the answer of the store to a reading tells of it, as numbers that name no property."""

from __future__ import annotations

import math

from lore.model.facts import Entity, Found, Status, Unknown
from lore.understanding.algebra import Check
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.features import Features, paired


def told(found: Found | None, made: Candidate, evidence: Evidence) -> Features:
    """Features of what the store answers to a reading."""
    if found is None:
        nothing = {"told:nothing": 1.0, f"told:nothing:{_broad(made)}": 1.0}
        return nothing | paired(nothing, made.shape)
    count = max(found.total, len(found.lines))
    statuses = {line.fact.status for line in found.lines}
    unsure = not any(status.is_fact for status in statuses)
    named = {referent.entity.id for referent in made.referents if referent.entity}
    ends = [line.fact.slot(line.asked) for line in found.lines]
    echoes = sum(isinstance(end, Entity) and end.id in named for end in ends)
    features = {
        "told:many": math.log(1 + count),
        "told:one": float(count == 1),
        "told:crowd": float(count > 8),
        "told:echo": echoes / max(len(ends), 1),
        "told:conflict": float(found.conflict),
        "told:partly": float(sum(isinstance(part.outcome, Unknown) for part in found.parts)),
    }
    if unsure:
        spoken = bool(evidence.names("status"))
        features["told:unsure_asked" if spoken else "told:unsure"] = 1.0
    if found.verdict:
        features[f"told:{found.verdict}"] = 1.0
    if statuses == {Status.DENIED}:
        features["told:denied"] = 1.0
    return features | paired(features, made.shape)


def _broad(made: Candidate) -> str:
    return "verdict" if isinstance(made.question, Check) else "list"
