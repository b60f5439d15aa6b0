"""What a thing is, by the places where it stands in facts: kinds are open, and the words that a
pack uses for them are its own.

The property table names some kinds ("film", "person"). A thing of any other kind is taken for what
its facts take it for: a season that a cast belongs to is a work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from lore.language.lexicon import Language
from lore.linking.lookup import OpenKinds
from lore.linking.mentions import Mention
from lore.model.facts import PEOPLE, SLOTS, Slot

WORK = "work"
_LITERALS = frozenset({"date", "text"})
_ORDER = (WORK, "person", "character")
"""Which kind goes first where facts take a thing for several as often."""


class Places(Protocol):
    """What is asked of the store: the places of entities in the facts of one scope."""

    def stands(self, entities: Collection[int], /) -> list[tuple[int, Slot, str]]:
        """Where some entities stand in live facts: (entity, slot, property), each once."""


class Standing:
    """Tells kinds with one language."""

    def __init__(self, language: Language) -> None:
        self._properties = language.properties
        self._works = frozenset(language.groups[WORK])
        named = [entry.kinds(slot) for entry in language.properties.values() for slot in SLOTS]
        self._known = frozenset[str]().union(*named) - _LITERALS | self._works | PEOPLE
        self._plain = self._works | PEOPLE

    def opened(self, kinds: Collection[str]) -> OpenKinds:
        """What tells which things of open kinds count among some kinds."""
        told = [
            entry.id
            for entry in self._properties.values()
            if (own := entry.kinds("subject")) and own <= frozenset(kinds)
        ]
        return OpenKinds(told, self._plain)

    def placed(self, mentions: Sequence[Mention], reader: Places) -> list[Mention]:
        """The mentions with the kinds that what they name has by its facts."""
        opened = [mention for mention in mentions if self._is_open(mention)]
        asked = {candidate.entity for mention in opened for candidate in mention.candidates}
        taken: dict[int, Counter[str]] = {}
        for entity, slot, name in reader.stands(asked) if asked else ():
            if name in self._properties:
                kinds = self._properties[name].kinds(slot) - _LITERALS
                counted = taken.setdefault(entity, Counter())
                counted.update({WORK} if kinds and kinds <= self._works else kinds)
        return [
            self._placed(mention, taken) if self._is_open(mention) else mention
            for mention in mentions
        ]

    def _is_open(self, mention: Mention) -> bool:
        return mention.kind not in self._plain

    def _placed(self, mention: Mention, taken: dict[int, Counter[str]]) -> Mention:
        """A mention of a kind of which facts tell more than its name does."""
        counted: Counter[str] = Counter()
        for candidate in mention.candidates:
            counted.update(taken.get(candidate.entity, ()))
        works = self._works if counted[WORK] else frozenset[str]()
        if mention.kind in self._known or not counted:
            return replace(mention, also=works)
        kind = min(counted, key=lambda kind_of: (-counted[kind_of], _place(kind_of)))
        return replace(mention, kind=kind, also=works)


def _place(kind: str) -> tuple[int, str]:
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind)
