"""Questions for who played a role that is not known as a name, but may stand in a credit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.names.mentions import Mention
from lore.properties import Property
from lore.question.items import Item
from lore.question.query import Chain, Query, Step

_BEFORE_WORK = frozenset({"in", "from", "on", "of", "for", "the", "movie", "film", "a"})
_AFTER = frozenset({"?", "please", "movie", "film"})
_COST = 5.0
"""What it costs beyond any other reading: it is tried when nothing else answers."""


def casting(
    words: Sequence[str],
    items: Sequence[Sequence[Item]],
    mentions: Sequence[Mention],
    properties: Mapping[str, Property],
) -> Query | None:
    """The query for "who played <role> [in <work>]", the role taken as it is written.

    The work is the longest mention of one that ends the question. None where there is no verb of
    playing or nothing after it.
    """
    verb = _verb(items)
    if verb is None or verb.sense is None:
        return None
    names = tuple(name for name, hint in verb.sense.options if hint == "player")
    end = len(words)
    while end > verb.end and words[end - 1] in _AFTER:
        end -= 1
    work = _work(mentions, verb.end, end, names, properties)
    stop = work.start if work else end
    while work and stop > verb.end and words[stop - 1] in _BEFORE_WORK:
        stop -= 1
    role = tuple(words[verb.end : stop])
    if not role:
        return None
    step = Step(names, "subject" if work else None, "value")
    return Query((Chain(work, (step,)),), role=role, cost=_COST)


def _verb(items: Sequence[Sequence[Item]]) -> Item | None:
    """The longest phrase for playing after a question word, at its first place."""
    asked = False
    for here in items:
        verbs = [
            item
            for item in here
            if item.sense and any(hint == "player" for _, hint in item.sense.options)
        ]
        if verbs and asked:
            return max(verbs, key=lambda item: item.end)
        asked = asked or any(item.sense and item.sense.value == "who" for item in here)
    return None


def _work(
    mentions: Sequence[Mention],
    start: int,
    end: int,
    names: Sequence[str],
    properties: Mapping[str, Property],
) -> Mention | None:
    kinds = frozenset().union(*(properties[name].subject for name in names))
    fitting = [
        mention
        for mention in mentions
        if mention.end == end and mention.start > start and mention.kind in kinds
    ]
    return min(fitting, key=lambda one: (one.cost, one.start), default=None)
