"""Near questions that have an answer, for a question that has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.language.properties import Property
from lore.linking.mentions import Mention
from lore.store.fact_reader import Reader
from lore.texts import overviews as words

_MOST_NEAR = 3
"""Near questions that are told with a refusal."""


def near_properties(name: str, properties: Mapping[str, Property]) -> frozenset[str]:
    """The properties of which one tells what is asked of another: somebody who is in the cast may
    be back."""
    entry = properties.get(name)
    if entry is None or not (entry.participant and entry.has_role):
        return frozenset()
    return frozenset(
        other.id for other in properties.values() if other.participant and other.has_role
    )


def near(
    reader: Reader,
    properties: Mapping[str, Property],
    mentions: Sequence[Mention],
    name: str | None,
) -> tuple[str, ...]:
    """Up to three questions with an answer: other properties of what was named, else the same
    property of other things."""
    found: list[str] = []
    for mention in mentions[:1]:
        best = mention.candidates[0]
        held = reader.properties_of(best.entity)
        ranked = sorted(
            (name for name in held if name in properties), key=lambda name: properties[name].rank
        )
        found += [words.question(properties[name].label, best.name) for name in ranked]
    if not found and name in properties:
        entry = properties[str(name)]
        found = [words.question(entry.label, subject) for subject in reader.subjects_with(entry.id)]
    return tuple(found[:_MOST_NEAR])
