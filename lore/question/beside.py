"""Who or what an answer leaves out: "who else is in X besides Y", "who starred with Y in X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lore.names.mentions import Mention
from lore.question.anchored import WITH, Anchored
from lore.question.items import Item
from lore.question.signals import PEOPLE, Signals


def beside(
    found: Anchored, said: Signals, items: Sequence[Item], words: Sequence[str]
) -> tuple[Anchored, Signals, Mention | None]:
    """The names without the one that the answer leaves out, and that one; None where none is.

    It stands after "besides" or the like or, where somebody in a work is asked for, after "with"
    or beside "costar".
    """
    names = [item for item in found.anchors if item.mention]
    if len(names) < 2 or said.verdict:
        return found, said, None
    marks = {item.end for item in items if item.sense and item.sense.value == "besides"}
    out = next((item for item in names if item.start in marks), None)
    if out is None and said.question in ("who", "what"):
        out = _companion(names, found, words)
    if out is None:
        return found, said, None
    left = [item for item in found.anchors if item is not out]
    return replace(found, anchors=left), replace(said, shared=False), out.mention


def _companion(names: Sequence[Item], found: Anchored, words: Sequence[str]) -> Item | None:
    """Who else is in a work with those asked for, where one person and one work are named."""
    people = [item for item in names if item.mention and item.mention.kind in PEOPLE]
    if len(names) != 2 or len(people) != 1 or len(found.relations) != 1:
        return None
    sense = found.relations[0].sense
    in_work = sense is not None and any(option == ("cast", "either") for option in sense.options)
    told = words[people[0].start - 1] in WITH if people[0].start else False
    return people[0] if in_work and (told or (sense is not None and sense.shared)) else None
