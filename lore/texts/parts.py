"""What an answer's text is made of before it is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["fact", "rumour", "conflict", "unknown", "choice"]


@dataclass(frozen=True, slots=True)
class Parts:
    """An answer in parts, unescaped: `lines` answer, `notes` warn at a glance, `sources` cite.

    `spoilers` tells for each line whether it gives something away.
    """

    title: str | None
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    status: str | None
    sources: tuple[str, ...]
    tone: Tone
    spoilers: tuple[bool, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text, the warnings first."""
        body = [*self.notes, *([self.title] if self.title else []), *self.lines]
        if len(self.sources) == 1:
            body.append(f"Source: {self.sources[0]}")
        elif self.sources:
            body += ["Sources:", *(f"  {source}" for source in self.sources)]
        return "\n".join(body)
