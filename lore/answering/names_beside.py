"""Names that stand joined to one that a reading takes: "is she in 7 and 8" asks of both."""

from __future__ import annotations

from collections.abc import Sequence

from lore.language import grammar
from lore.language import text as folding
from lore.linking.mentions import Mention
from lore.model.facts import Entity
from lore.understanding.algebra import Named, Node, Question, Several, entities, mapped

_JOINING = grammar.words("questions", "splits") | folding.ARTICLES


def of_each(
    question: Question, words: Sequence[str], mentions: Sequence[Mention]
) -> Several | None:
    """A question asked of each of several names where it takes the one and leaves those of the
    same kind that are joined to it; None where it leaves none."""
    taken = {entity.id for entity in entities(question)}
    sure = sorted((one for one in mentions if _is_sure(one)), key=lambda one: one.start)
    for place, one in enumerate(sure):
        joined = [one]
        for other in sure[place + 1 :]:
            if _are_joined(joined[-1], other, words):
                joined.append(other)
        ids = [each.candidates[0].entity for each in joined]
        held = [id for id in ids if id in taken]
        if len(ids) > 1 and len(held) == 1:
            return Several(tuple(_asked_of(question, held[0], each) for each in joined))
    return None


def _is_sure(mention: Mention) -> bool:
    return mention.exact and not mention.plain and len(mention.candidates) == 1


def _are_joined(one: Mention, other: Mention, words: Sequence[str]) -> bool:
    between = words[one.end : other.start]
    return one.kind == other.kind and one.end < other.start and _JOINING.issuperset(between)


def _asked_of(question: Question, taken: int, mention: Mention) -> Question:
    """A question with what a mention means in place of an entity."""
    meant = mention.candidates[0]
    entity = Entity(meant.entity, meant.name, meant.kind, meant.year)

    def change(node: Node) -> Node:
        return Named(entity) if isinstance(node, Named) and node.entity.id == taken else node

    asked: Question = mapped(question, change)
    return asked
