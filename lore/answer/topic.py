"""Which statements are on the topic of a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lore.models import Entity, Line
from lore.names import forms, spelling

_LEAST = 4
"""Letters that a word must have to be a topic; shorter ones are articles and the like."""


def on_topic(lines: Sequence[Line], topic: Iterable[str]) -> list[Line]:
    """The lines whose texts share the most words with the topic; all of them without a topic.

    Words are compared by their stems. Where the best shares less than
    half of the topic there is none.
    """
    wanted = {spelling.stem(word) for word in topic if len(word) >= _LEAST}
    if not wanted:
        return list(lines)
    scores = [len(wanted & _stems(line)) for line in lines]
    best = max(scores, default=0)
    if 2 * best < len(wanted):
        return []
    return [line for line, score in zip(lines, scores, strict=True) if score == best and best]


def _stems(line: Line) -> set[str]:
    fact = line.fact
    texts = [
        part.name if isinstance(part, Entity) else str(part)
        for part in (fact.subject, fact.value, fact.role)
        if part is not None
    ]
    return {spelling.stem(word) for text in texts for word in forms.words(text)}
