"""Readings that ask where something comes from: the sources of whatever else may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lore.understanding.algebra import Origin
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.evidence import Evidence

_SOURCED = frozenset({"step", "fixed", "check", "exists", "value", "open", "outside"})
"""The shapes of which the sources may be asked."""
_SILENT = frozenset({"check", "fixed"})
"""Those of them that two names tell of, so that no word for the relation need stand there."""


def origins(evidence: Evidence, made: Iterable[Candidate]) -> Iterator[Candidate]:
    """The readings made so far that the words speak of, each asked for its sources."""
    if not evidence.has("source"):
        return
    for candidate in made:
        if candidate.shape not in _SOURCED or "count" in candidate.uses:
            continue
        path = candidate.paths[-1]
        if candidate.shape in _SILENT or evidence.strength(path[0], None, candidate.covered):
            uses = candidate.uses - {"verdict"} | {"source", f"source_{candidate.shape}"}
            yield Candidate(
                Origin(candidate.question), "origin", candidate.referents, candidate.paths, uses
            )
