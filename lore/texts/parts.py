"""What an answer's text is made of before it is rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lore.model.dates import PartialDate

DISAGREE = "Sources disagree"
Tone = Literal["fact", "rumour", "conflict", "unknown", "choice"]


Course = tuple[tuple[str, PartialDate], ...]
"""Dates, each with when it was said."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a card: what stands out at its head, its text, whether it gives something away."""

    text: str
    lead: str = ""
    spoiler: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """An answer in parts, unescaped: `lines` answer, `notes` warn at a glance, `sources` cite.

    `spoilers` tells for each line whether it gives something away. On a card, `leads` are what
    stands out at the head of each line, `provenance` tells in one line where all of it is from,
    and only the first `fold` lines stand on the first page (0: as many as it takes). `course` has
    the dates that something was given, with when each was said, to be drawn.
    """

    title: str | None
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    status: str | None
    sources: tuple[str, ...]
    tone: Tone
    spoilers: tuple[bool, ...] = ()
    leads: tuple[str, ...] = ()
    provenance: str | None = None
    fold: int = 0
    course: Course = ()

    @property
    def text(self) -> str:
        """All of it as plain text, the warnings first."""
        body = [*self.notes, *([self.title] if self.title else []), *self.lines]
        if len(self.sources) == 1:
            body.append(f"Source: {self.sources[0]}")
        elif self.sources:
            body += ["Sources:", *(f"  {source}" for source in self.sources)]
        return "\n".join(body)


def carded(
    rows: Sequence[Row],
    *,
    tone: Tone,
    title: str | None = None,
    notes: tuple[str, ...] = (),
    provenance: str | None = None,
    fold: int = 0,
) -> Parts:
    """The rows of a card in parts."""
    return Parts(
        title=title,
        lines=tuple(row.text for row in rows),
        notes=notes,
        status=None,
        sources=(),
        tone=tone,
        spoilers=tuple(row.spoiler for row in rows),
        leads=tuple(row.lead for row in rows),
        provenance=provenance,
        fold=fold,
    )
