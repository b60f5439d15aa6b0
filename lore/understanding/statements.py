"""Questions on what was said about something: the topic is matched in the words, not as a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lore.language import costs
from lore.language.properties import Property
from lore.model.facts import PEOPLE, Slot
from lore.understanding.anchors import anchor_of
from lore.understanding.lattice import Span
from lore.understanding.query import Chain, Query, Step
from lore.understanding.signals import Signals

_OPEN_TOPIC = 2
"""Words that the topic of a question without a speaker must have."""


def topical(
    items: Sequence[Span],
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
    if verb is None or verb.sense is None or verb.mended or said.chat:
        return []
    names = _topics(verb, properties)
    before = [item for item in items if item.end <= verb.start]
    asked = said.question is not None or (names[0], "value") in verb.sense.options
    if not asked or any(item.kind == "unknown" for item in before):
        return []
    cost = costs.AMBIGUOUS_VERB if len(verb.sense.options) > len(names) else 0.0
    topic = _topic(items, words, verb, light)
    chain = _told(before, names, properties)
    if chain is None:
        if said.question is None or len(topic) < _OPEN_TOPIC:
            return []
        wanted: Slot = "subject" if said.question == "who" else "value"
        chain = Chain(None, (Step(names, None, wanted),))
    cost += costs.NO_SPEAKER if chain.anchor is None else 0.0
    return [Query((chain,), topic=topic, cost=cost)]


def _told(
    before: Sequence[Span], names: tuple[str, ...], properties: Mapping[str, Property]
) -> Chain | None:
    """What the speaker said, who is named or introduced before the verb; None without one."""
    speakers = [item for item in before if item.mention and _speaks(item, names, properties)]
    if speakers:
        return Chain(anchor_of(speakers[-1]), (Step(names, "subject", "value"),))
    introduced = [item.sense for item in before if item.kind == "relation" and item.sense]
    if not introduced:
        return None
    relation = tuple(name for name, _ in introduced[-1].options)
    return Chain(None, (Step(relation, None, "value"), Step(names, "subject", "value")))


def _topic(
    items: Sequence[Span], words: Sequence[str], verb: Span, light: Collection[str]
) -> tuple[str, ...]:
    """The words after the verb, without names of works and what is left aside."""
    named = {
        place
        for item in items
        if item.mention and item.mention.kind not in PEOPLE
        for place in range(item.start, item.end)
    }
    return tuple(
        word
        for place, word in enumerate(words)
        if place >= verb.end and place not in named and word not in light
    )


def _topics(item: Span, properties: Mapping[str, Property]) -> tuple[str, ...]:
    if item.sense is None:
        return ()
    return tuple(
        name for name, hint in item.sense.options if properties[name].topic and hint != "role"
    )


def _speaks(item: Span, names: Sequence[str], properties: Mapping[str, Property]) -> bool:
    kinds = frozenset().union(*(properties[name].subject for name in names))
    return item.mention is not None and (not kinds or bool(item.mention.kinds & kinds))
