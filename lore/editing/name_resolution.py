"""From a name as a person writes it to the entity that is meant, with the engine's linker."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lore.editing.errors import AmbiguousName, UnknownName
from lore.language import costs
from lore.language import text as folding
from lore.linking.linker import Linker
from lore.linking.lookup import NameRow
from lore.linking.mentions import Candidate
from lore.model.facts import Entity, Slot
from lore.store.moderator_reader import ModeratorReader

_MOST_CHOICES = 25
"""Names that are offered in place of one that is not known."""
_LABEL = re.compile(r"(.+) \(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Meant:
    """The entity that a text means; `mended` where its name is spelt otherwise than the text."""

    entity: Entity
    mended: bool


class NameResolver:
    """Resolves names for one reader."""

    def __init__(self, reader: ModeratorReader, linker: Linker) -> None:
        self._reader = reader
        self._linker = linker

    def known(self, text: str, slot: Slot | None, kinds: Collection[str]) -> Meant | None:
        """The entity of one of some kinds (any, where none are given) that a text names.

        None where no name comes near enough.

        Raises:
            AmbiguousName: where several are meant as well.
        """
        for exact in (self._labelled(text, kinds), self._exact(text, kinds)):
            if len(exact) == 1:
                return Meant(exact[0], mended=False)
            if exact:
                raise AmbiguousName(text, slot, list(self.labels(exact).values()))
        near = self._near(text, kinds)
        best = [candidate for candidate in near if candidate.cost <= near[0].cost + costs.AS_GOOD]
        if not best:
            return None
        entities = [
            Entity(candidate.entity, candidate.name, candidate.kind, candidate.year)
            for candidate in best
        ]
        if len(entities) > 1:
            raise AmbiguousName(text, slot, list(self.labels(entities).values()))
        return Meant(entities[0], mended=True)

    def exactly(self, text: str, kinds: Collection[str] = ()) -> Entity:
        """The entity that bears a name, which must be written just so.

        Raises:
            UnknownName: where there is none; `near` says what comes close.
            AmbiguousName: where there are several.
        """
        for exact in (self._labelled(text, kinds), self._exact(text, kinds)):
            if len(exact) == 1:
                return exact[0]
            if exact:
                raise AmbiguousName(text, None, list(self.labels(exact).values()))
        raise UnknownName(text, None, sorted(kinds), self.near(text, kinds))

    def near(self, text: str, kinds: Collection[str]) -> list[str]:
        """The names that come near a text, the nearest first."""
        return list(dict.fromkeys(candidate.name for candidate in self._near(text, kinds)))[:3]

    def labels(self, entities: Iterable[Entity]) -> dict[int, str]:
        """A label for each entity, by its row id, that no other entity of the scope bears."""
        wanted = {entity.id: entity for entity in entities}
        rivals = self._named(entity.name for entity in wanted.values())
        return {
            number: _label(entity, rivals.get(_key(entity.name), [entity]))
            for number, entity in wanted.items()
        }

    def _labelled(self, text: str, kinds: Collection[str]) -> list[Entity]:
        """The entity that a label names."""
        match = _LABEL.fullmatch(" ".join(text.split()))
        if match is None:
            return []
        rivals = self._named([match[1]]).get(_key(match[1]), [])
        fitting = [entity for entity in rivals if not kinds or entity.kind in kinds]
        return [
            entity for entity in fitting if _label(entity, rivals).casefold() == match[0].casefold()
        ]

    def _named(self, names: Iterable[str]) -> dict[str, list[Entity]]:
        """All entities whose first name is written like one of some, by the folded name."""
        bearers: dict[str, dict[int, Entity]] = {}
        for row in self._reader.names_by_key({_key(name) for name in names}):
            if _key(row.entity) == row.met:
                bearers.setdefault(str(row.met), {})[row.entity_id] = _entity(row)
        return {
            key: sorted(entities.values(), key=lambda entity: entity.id)
            for key, entities in bearers.items()
        }

    def _exact(self, text: str, kinds: Collection[str]) -> list[Entity]:
        """The entities that bear the name: as their first, else as another."""
        rows = [
            row
            for row in self._reader.names_by_key([_key(text)])
            if row.standing != "part" and (not kinds or row.kind in kinds)
        ]
        first = [row for row in rows if row.standing == "name"]
        alias = [row for row in rows if row.standing == "alias"]
        chosen = first or alias or rows
        return list({row.entity_id: _entity(row) for row in chosen}.values())

    def _near(self, text: str, kinds: Collection[str]) -> list[Candidate]:
        """The entities that the linker reads the whole text as, the likeliest first."""
        words = folding.words(text)
        near: dict[int, Candidate] = {}
        for mention in self._linker.link(text, words, self._reader):
            whole = mention.start == 0 and mention.end == len(words)
            if whole and (not kinds or mention.kind in kinds):
                for candidate in mention.candidates:
                    if candidate.entity not in near or candidate.cost < near[candidate.entity].cost:
                        near[candidate.entity] = candidate
        return sorted(near.values(), key=lambda candidate: (candidate.cost, candidate.entity))[
            :_MOST_CHOICES
        ]


def _key(name: str) -> str:
    return folding.key(folding.words(name))


def _entity(row: NameRow) -> Entity:
    return Entity(row.entity_id, row.entity, row.kind, row.year)


def _label(entity: Entity, rivals: Sequence[Entity]) -> str:
    """A name with its year or kind where others bear it too, and its place where these do as well.

    Alike are those whose name, year and kind are the same.
    """
    others = [rival for rival in rivals if rival.id != entity.id]
    if not others:
        return entity.name
    details = [str(part) for part in (entity.kind, entity.year) if part is not None]
    alike = [rival for rival in rivals if (rival.kind, rival.year) == (entity.kind, entity.year)]
    if len(alike) > 1:
        details.append(str(1 + [rival.id for rival in alike].index(entity.id)))
    return f"{entity.name} ({', '.join(details)})"
