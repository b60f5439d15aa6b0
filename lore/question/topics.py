"""Questions on what was said about something: the topic is matched in the words, not as a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lore.models import Slot
from lore.properties import Property
from lore.question.frames import anchor_of
from lore.question.items import Item
from lore.question.query import Chain, Query, Step
from lore.question.signals import PEOPLE, Signals

_AMBIGUOUS = 0.3
_OPEN = 0.3
_OPEN_TOPIC = 2
"""Words that the topic of a question without a speaker must have."""


def topical(
    items: Sequence[Item],
    words: Sequence[str],
    said: Signals,
    properties: Mapping[str, Property],
    light: Collection[str],
) -> list[Query]:
    """The queries for what someone said, on what the rest of the question is about.

    The speaker is named or introduced by a relation ("the director") before the verb; what follows
    it is the topic, known words or not.
    """
    verb = next((item for item in said.operators if _topics(item, properties)), None)
    if verb is None:
        return []
    names = _topics(verb, properties)
    if verb.mended or said.chat:
        return []
    noun = verb.sense is not None and (names[0], "value") in verb.sense.options
    if said.question is None and not noun:
        return []
    cost = _AMBIGUOUS if verb.sense and len(verb.sense.options) > len(names) else 0.0
    before = [item for item in items if item.end <= verb.start and item.kind != "unknown"]
    speakers = [item for item in before if item.mention and _speaks(item, names, properties)]
    relations = [item for item in before if item.kind == "relation" and item.sense]
    if any(item.kind == "unknown" for item in items if item.end <= verb.start):
        return []
    named = {
        place
        for item in items
        if item.mention and item.mention.kind not in PEOPLE
        for place in range(item.start, item.end)
    }
    topic = tuple(
        word
        for place, word in enumerate(words)
        if place >= verb.end and place not in named and word not in light
    )
    if speakers:
        chain = Chain(anchor_of(speakers[-1]), (Step(names, "subject", "value"),))
    elif relations and relations[-1].sense:
        options = relations[-1].sense.options
        steps = (
            Step(tuple(name for name, _ in options), None, "value"),
            Step(names, "subject", "value"),
        )
        chain, cost = Chain(None, steps), cost + _OPEN
    elif said.question is None or len(topic) < _OPEN_TOPIC:
        return []
    else:
        asked: Slot = "subject" if said.question == "who" else "value"
        chain, cost = Chain(None, (Step(names, None, asked),)), cost + _OPEN
    return [Query((chain,), topic=topic, cost=cost)]


def _topics(item: Item, properties: Mapping[str, Property]) -> tuple[str, ...]:
    if item.sense is None:
        return ()
    return tuple(
        name for name, hint in item.sense.options if properties[name].topic and hint != "role"
    )


def _speaks(item: Item, names: Sequence[str], properties: Mapping[str, Property]) -> bool:
    kinds = frozenset().union(*(properties[name].subject for name in names))
    return item.mention is not None and (not kinds or item.mention.kind in kinds)
