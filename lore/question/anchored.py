"""Names and relations of a cover, sorted: apposition, repetition and titles taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lore.properties import Hint, Property
from lore.question.frames import anchor_kinds
from lore.question.items import Item
from lore.question.signals import Signals

_IN = "in"
_TIES = frozenset({"of", "behind", "for", "to"})
"""Words at the end of a phrase that tie it to the name that follows: a step, no title of it."""
WITH = frozenset({"with", "alongside", "opposite"})
"""Words between somebody and those who are in the same work."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """The names and dates that count, and the relations and kinds left beside them.

    `capacity` are the properties in which the last name was introduced ("the director X"),
    `within` tells that the first stands after "in", `part_of` that "in" follows it and ends the
    question ("what was X in").
    """

    anchors: list[Item]
    operators: list[Item]
    capacity: tuple[str, ...] = ()
    within: bool = False
    part_of: bool = False

    @property
    def relations(self) -> list[Item]:
        """The operators that are relations."""
        return [item for item in self.operators if item.kind == "relation"]


def anchored(said: Signals, words: Sequence[str], properties: Mapping[str, Property]) -> Anchored:
    """Sort what a cover names.

    A noun right before a name is its title ("director X", "film X") and no step; an owner before
    such a title is not what is asked about ("Simon's co-star X").
    """
    anchors = _without_doubles(said.anchors)
    operators = _merged(said.operators)
    capacity: tuple[str, ...] = ()
    for name in [item for item in anchors if item.mention]:
        title = next((item for item in operators if item.end == name.start), None)
        if title is None or words[name.start - 1] in WITH or words[title.end - 1] in _TIES:
            continue
        nouns = _titles(title, name, properties)
        if title.kind == "kind" or nouns:
            operators.remove(title)
        if nouns:
            capacity = nouns
            owners = [item for item in anchors if item.mention and item.end == title.start]
            anchors = [item for item in anchors if item not in owners]
    within = bool(anchors and anchors[0].start) and words[anchors[0].start - 1] == _IN
    part_of = len(anchors) == 1 and list(words[anchors[0].end :]) == [_IN]
    return Anchored(anchors, operators, capacity, within, part_of)


def _titles(title: Item, name: Item, properties: Mapping[str, Property]) -> tuple[str, ...]:
    """The properties in which a noun before a name introduces it."""
    if title.sense is None:
        return ()
    return tuple(
        option
        for option, hint in title.sense.options
        if (
            (hint == "value" or title.sense.shared)
            and properties[option].value & anchor_kinds(name)
        )
        or (hint == "subject" and properties[option].subject & anchor_kinds(name))
    )


def _without_doubles(anchors: Sequence[Item]) -> list[Item]:
    """Anchors that name one thing twice are one: the cheaper mention stays.

    A part of a title beside the whole of it is rather another name: "Nemo in Finding Nemo".
    """
    kept: list[Item] = []
    for item in sorted(anchors, key=lambda one: one.cost):
        part = item.mention is not None and not item.mention.exact
        if part or not any(_entities(item) & _entities(other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda one: one.start)


def _entities(item: Item) -> set[int]:
    return {one.entity for one in item.mention.candidates} if item.mention else set()


def _merged(operators: Sequence[Item]) -> list[Item]:
    """Neighbouring relations of one property as one: "which role does X reprise"."""
    merged: list[Item] = []
    for item in operators:
        both = _merge(merged[-1], item) if merged else None
        if both is None:
            merged.append(item)
        else:
            merged[-1] = both
    return merged


def _merge(last: Item, item: Item) -> Item | None:
    """Two relations as one that asks for the role, where they share a property and one does."""
    if last.kind != "relation" or item.kind != "relation" or not last.sense or not item.sense:
        return None
    before, after = dict(last.sense.options), dict(item.sense.options)
    shared = [name for name in before if name in after]
    told = {hints[name] for name in shared for hints in (before, after)} & {"role", "player"}
    if not shared or not told:
        return None
    hint: Hint = "role" if "role" in told else "player"
    options = tuple((name, hint) for name in shared)
    return replace(last, sense=replace(last.sense, options=options))
