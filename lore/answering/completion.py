"""Autocompletion: the names that a half-typed text may become."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lore.language import text as folding
from lore.linking.linker import Linker
from lore.linking.lookup import NO_OPEN_KINDS, OpenKinds
from lore.linking.mentions import Candidate
from lore.model.facts import Entity
from lore.store.fact_reader import Reader


@dataclass(frozen=True, slots=True)
class Completion:
    """A name with what tells it apart: a work's year, a person's best-known role."""

    name: str
    hint: str | None = None


class Completer:
    """Completes names for one reader."""

    def __init__(self, reader: Reader, linker: Linker) -> None:
        self._reader = reader
        self._linker = linker

    def complete(
        self, text: str, kinds: Collection[str], limit: int, opened: OpenKinds
    ) -> list[Completion]:
        """Names that hold the words, then names that begin so or have a word that does, then names
        near the text."""
        found = self.entities(text, kinds, limit, opened)
        roles = self._reader.known_roles([entity.id for entity in found])
        return [
            Completion(entity.name, str(entity.year) if entity.year else roles.get(entity.id))
            for entity in found
        ]

    def entities(
        self, text: str, kinds: Collection[str], limit: int, opened: OpenKinds = NO_OPEN_KINDS
    ) -> list[Entity]:
        """What bears these names, in their order."""
        words = folding.words(text)
        names: dict[int, tuple[str, str, int | None]] = {}
        if not words:
            rows = self._reader.first_names(kinds, limit)
            if opened.properties and len(rows) < limit:
                rows += self._reader.first_open(opened, limit - len(rows))
            names = {row.entity_id: (row.entity, row.kind, row.year) for row in rows}
        else:
            rows = self._reader.names_from(folding.key(words), words[-1], kinds, limit, opened)
            rows.sort(key=lambda row: not set(words).issubset(folding.words(row.text)))
            names = {row.entity_id: (row.entity, row.kind, row.year) for row in rows}
            if len(names) < limit:
                for candidate in self._near(text, words, kinds, opened):
                    names.setdefault(
                        candidate.entity, (candidate.name, candidate.kind, candidate.year)
                    )
        return [Entity(number, *told) for number, told in list(names.items())[:limit]]

    def _near(
        self, text: str, words: Sequence[str], kinds: Collection[str], opened: OpenKinds
    ) -> list[Candidate]:
        """What is named nearly so, the likeliest first."""
        mentions = sorted(
            self._linker.link(text, words, self._reader), key=lambda mention: mention.cost
        )
        found = [candidate for mention in mentions for candidate in mention.candidates]
        if not kinds:
            return found
        maybe = [candidate.entity for candidate in found if candidate.kind not in opened.known]
        also = self._reader.open_among(maybe, opened) if opened.properties and maybe else set()
        return [
            candidate for candidate in found if candidate.kind in kinds or candidate.entity in also
        ]
