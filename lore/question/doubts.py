"""When words are no name or no question after all: what makes a reading be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lore.names.link import BARE_NUMBER
from lore.question.anchored import Anchored
from lore.question.items import Item
from lore.question.signals import PEOPLE, Signals

_LITTLE = 0.62
"""The cost above which a mention has little of its name."""
_TIES = frozenset({"the", "a", "an", "of"})
_JOINTS = frozenset({"the", "a", "an", "of", "in", "on", "at", "for", "and", "to", "from"})


def bare_noun(found: Anchored, said: Signals) -> bool:
    """Whether nothing but nouns for properties stands there, of two words: "release date"."""
    words = sum(item.end - item.start for item in found.operators)
    return (
        not said.chat
        and words > 1
        and all(
            item.sense is not None
            and not item.mended
            and any(hint == "value" for _, hint in item.sense.options)
            for item in found.operators
        )
    )


def unlikely(said: Signals, found: Anchored) -> bool:
    """Whether everyday words are taken for a name beside a better one, or with nothing asked."""
    plain = [item for item in found.anchors if item.mention and item.mention.plain]
    if not plain:
        return False
    asked = said.question is not None or said.verdict or said.card
    nouns = any(
        hint != "either" for item in found.relations if item.sense for _, hint in item.sense.options
    )
    numbers = any(item.end - item.start == 1 for item in plain) and len(plain) < len(found.anchors)
    return numbers or not (asked or nouns)


def strained(items: Sequence[Item], words: Sequence[str]) -> bool:
    """Whether names are taken from too little.

    A part of a name right beside part of another ("hayley williams") or beside a word that was
    read only as misspelt ("rebecca blac"), and bare numbers of which nothing is asked.
    """
    bare = [item for item in items if item.mention and item.mention.cost == BARE_NUMBER]
    if bare and not any(item.kind == "relation" for item in items):
        return True
    names = [item for item in items if item.mention]
    if any(_misnamed(one, other) for one, other in pairwise(items)):
        return True
    return any(_torn(one, other, words) for one, other in pairwise(names)) or any(
        other.mended and (other.end == part.start or other.start == part.end)
        for part in names
        if part.mention and not part.mention.exact
        for other in items
    )


def _misnamed(title: Item, name: Item) -> bool:
    """Whether a kind stands right before a name that is not surely one of another kind: "the movie
    gigli" is no character Gimli."""
    if title.kind != "kind" or title.sense is None or name.mention is None:
        return False
    people = {kind in PEOPLE for kind in (title.sense.value, name.mention.kind)}
    return title.end == name.start and len(people) > 1 and not name.mention.exact


def _torn(one: Item, other: Item, words: Sequence[str]) -> bool:
    """Whether two neighbouring mentions are rather one name that is not known.

    Parts of names with nothing but an article or "of" between them, or a part beside a name of
    one misspelt word.
    """
    assert one.mention is not None
    assert other.mention is not None
    parts = [item for item in (one, other) if item.mention and not item.mention.exact]
    between = words[one.end : other.start]
    if not parts or not all(word in _JOINTS for word in between):
        return False
    short = all(item.end - item.start == 1 for item in (one, other))
    people = {item.mention.kind in PEOPLE for item in (one, other) if item.mention}
    if len(parts) < len((one, other)):
        return short and not between
    tied = all(word in _TIES for word in between)
    return tied or len(people) == 1 or min(one.cost, other.cost) > _LITTLE
