"""What /name does: aliases, and entities that are one."""

from __future__ import annotations

from collections.abc import Collection

from lore.answer.complete import Completer
from lore.curation import written
from lore.curation.errors import Refused
from lore.curation.models import Moderator, Saved
from lore.curation.office import Office
from lore.curation.plans import Plan
from lore.curation.resolve import Resolver
from lore.models import SHARED, Entity
from lore.names import forms
from lore.store.desk import DeskReader, NameText
from lore.store.history import HistoryReader
from lore.store.units import Unit
from lore.wording import refusals as words


class Names:
    """Changes names in one server at a time; entities are named just so, or by their label."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def of(self, entity: str, scope: int) -> tuple[Entity, list[str]]:
        """An entity and its names in the server, those made by rule left out.

        Raises:
            UnknownName, AmbiguousName: where the text names none, or several.
        """

        def look(reader: HistoryReader) -> tuple[Entity, list[str]]:
            one = self._resolver(reader).exactly(entity)
            names = [row.text for row in _held(reader, one) if row.standing != "part"]
            return one, list(dict.fromkeys(names))

        return await self._office.read(scope, look)

    async def near(
        self, text: str, scope: int, kinds: Collection[str] = (), limit: int = 25
    ) -> list[str]:
        """The names that a half-typed text may become, of any kind where none is given; each
        means one thing alone."""
        linker = self._office.linker

        def look(reader: HistoryReader) -> list[str]:
            found = Completer(reader, linker).entities(text, kinds, limit)
            return list(self._resolver(reader).labels(found).values())

        return await self._office.read(scope, look)

    async def add(
        self, entity: str, alias: str, by: Moderator, *, reason: str | None = None
    ) -> Saved:
        """Give an entity one more name.

        Raises:
            UnknownName, AmbiguousName: where the text names no entity, or several.
            Refused: where it bears the name.
        """
        text = written.line(alias, "name", written.NAME_LENGTH)
        if not any(char.isalnum() for char in text):
            raise Refused(words.no_name(text))

        def plan(reader: HistoryReader) -> Plan:
            one = self._resolver(reader).exactly(entity)
            rows = reader.names_of([one.id])
            hidden = [row for row in rows if row.hidden and _same(row.text, text)]
            if any(_same(row.text, text) and row.standing != "part" for row in _held(reader, one)):
                raise Refused(words.named_already(one.name, text))
            if hidden:
                return Plan({Unit("hidden_name", row.entity_id, row.text): None for row in hidden})
            return Plan({Unit("name", one.id, text): {"standing": "alias"}})

        return await self._office.change(by, "name", plan, reason=reason)

    async def remove(
        self, entity: str, alias: str, by: Moderator, *, reason: str | None = None
    ) -> Saved:
        """Take a name from an entity: its own name stays, and so does what is made by rule.

        Raises:
            UnknownName, AmbiguousName: where the text names no entity, or several.
            Refused: where it does not bear the name, or must keep it.
        """

        def plan(reader: HistoryReader) -> Plan:
            one = self._resolver(reader).exactly(entity)
            rows = [row for row in _held(reader, one) if _same(row.text, alias)]
            if not rows:
                raise Refused(words.not_named(one.name, alias))
            if any(row.standing in ("name", "rule") for row in rows):
                raise Refused(words.name_stays(one.name, alias))
            made = Plan()
            for row in rows:
                if row.scope == SHARED:
                    made.images[Unit("hidden_name", row.entity_id, row.text)] = {}
                else:
                    made.images[Unit("name", row.entity_id, row.text)] = None
            return made

        return await self._office.change(by, "name", plan, reason=reason)

    async def merge(
        self, entity: str, into: str, by: Moderator, *, reason: str | None = None
    ) -> Saved:
        """Make two entities one: from now on the second stands for the first as well.

        Raises:
            UnknownName, AmbiguousName: where a text names no entity, or several.
            Refused: where they are one, or of two kinds.
        """

        def plan(reader: HistoryReader) -> Plan:
            resolver = self._resolver(reader)
            one, other = resolver.exactly(entity), resolver.exactly(into)
            if one.id == other.id:
                raise Refused(words.one_already(one.name))
            if one.kind != other.kind:
                raise Refused(words.two_kinds(one.name, one.kind, other.name, other.kind))
            members = reader.merges.members([one.id])
            return Plan({Unit("merged", number): {"into": other.id} for number in members})

        return await self._office.change(by, "merge", plan, reason=reason)

    def _resolver(self, reader: DeskReader) -> Resolver:
        return Resolver(reader, self._office.linker)


def _held(reader: DeskReader, one: Entity) -> list[NameText]:
    """The names of an entity that are not hidden in the server."""
    return [row for row in reader.names_of([one.id]) if not row.hidden]


def _same(one: str, other: str) -> bool:
    return forms.key(forms.words(one)) == forms.key(forms.words(other))
