"""What a reading model is sent of a question: nothing else of the store, and nobody's id."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from lore.model.facts import Entity

LONGEST = 300
"""Characters of a question that is sent; a longer one is not."""
MOST_NAMES = 60
"""Names that are sent, those that the question links first."""
MOST_SPOKEN = 6
"""Names of the conversation that are sent, the latest first."""
MOST_WORKS = 20
"""Works that are sent in the order in which they come out."""
MOST_PROPERTIES = 120
"""Properties that are named to the model."""
_LABEL = 80
"""Characters of a name or label that is sent; a longer one is left out."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question with the names that it may speak of, each as it is to be copied, and the labels of
    the properties of which there are facts. `spoken` are the names of the conversation, the latest
    first; `works` come in the order of release, `coming` those still to come."""

    question: str
    names: tuple[Entity, ...] = ()
    spoken: tuple[Entity, ...] = ()
    works: tuple[Entity, ...] = ()
    coming: tuple[Entity, ...] = ()
    properties: tuple[str, ...] = ()

    @property
    def known(self) -> frozenset[int]:
        """The ids of all that is named to the model: no other may be in what it writes."""
        return frozenset(
            entity.id
            for entities in (self.names, self.spoken, self.works, self.coming)
            for entity in _short(entities)
        )

    @property
    def text(self) -> str:
        """What is sent, as one JSON object."""
        told = {
            "question": self.question,
            "names": _told(self.names, MOST_NAMES),
            "spoken": _told(self.spoken, MOST_SPOKEN),
            "works": _told(self.works, MOST_WORKS),
            "coming": _told(self.coming, MOST_WORKS),
            "properties": [
                label for label in self.properties[:MOST_PROPERTIES] if len(label) <= _LABEL
            ],
        }
        return json.dumps(told, ensure_ascii=False)


def _short(entities: Iterable[Entity]) -> list[Entity]:
    return [entity for entity in entities if len(entity.name) <= _LABEL]


def _told(entities: Iterable[Entity], most: int) -> list[str]:
    """Entities by name, kind and year."""
    return [
        f"{entity.name} ({entity.kind}{f', {entity.year}' if entity.year else ''})"
        for entity in _short(entities)[:most]
    ]
