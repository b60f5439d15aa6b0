"""Writing records by their keys.

A record that exists is updated in place, and one that is the same already is not written. All
writing is in one scope. A server's record with the key of a shared source or entity *is* the shared
one, which it cannot change; names that it adds to it become the server's own aliases of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, cast

from lore.models import SHARED
from lore.store.citations import citation_row, write_citations
from lore.store.database import Writer
from lore.store.names import NameIndex, NewName, StoredName, standing_names
from lore.store.records import (
    Changes,
    EntityRecord,
    FactRecord,
    RecordError,
    SourceRecord,
)
from lore.store.rows import Cell, Put, Row, Rows
from lore.store.rules import SERIES, RuleNames

Misfit = Callable[[FactRecord], str | None]
"""Why a fact does not fit its property; None if it does."""


class Recorder:
    """Writes records inside one transaction; call `finish` before it is committed.

    Each method takes many records at once and returns their row ids in the same order. Of two
    records with one key, the later stands.
    """

    def __init__(
        self, writer: Writer, scope: int = SHARED, *, misfit: Misfit | None = None
    ) -> None:
        self.scope = scope
        self._misfit = misfit
        self.changes = Changes()
        self._writer = writer
        self._names = NameIndex(writer)
        self._rules = RuleNames(writer, self._names)
        self._rows = Rows(writer, scope)

    async def sources(self, records: Sequence[SourceRecord]) -> list[int]:
        """Write sources."""
        rows: list[Row] = [
            (
                one.key,
                (one.title, one.publisher, one.address, one.published, one.estimated, one.reason),
            )
            for one in records
        ]
        puts = await self._rows.put("source", rows)
        self.changes.updated += len({put.id for put in puts if put.changed})
        return [put.id for put in puts]

    async def entities(self, records: Sequence[EntityRecord]) -> list[int]:
        """Write entities with their names.

        Raises:
            RecordError: for another kind than the shared entity of that key has.
        """
        rows: list[Row] = [(one.key, (one.name, one.kind, one.year)) for one in records]
        puts = await self._rows.put("entity", rows)
        for one, put in zip(records, puts, strict=True):
            if put.scope != self.scope and put.before is not None and put.before[1] != one.kind:
                reason = f"“{one.key}” is shared, and its kind is {put.before[1]}, not {one.kind}"
                raise RecordError("entity", one.key, reason)
        await self._name({put.id: (put, one) for put, one in zip(puts, records, strict=True)})
        return [put.id for put in puts]

    async def facts(self, records: Sequence[FactRecord]) -> list[int]:
        """Write facts with their citations; a retired one is live again.

        Raises:
            RecordError: where an entity or a source that it names is not there, and for a misfit.
        """
        entities = await self._rows.ids(
            "entity", (key for one in records for key in one.entities())
        )
        sources = await self._rows.ids(
            "source", (citation.source for one in records for citation in one.citations)
        )
        for one in records:
            _require(one, "entity", one.entities(), entities)
            _require(one, "source", (citation.source for citation in one.citations), sources)
            if self._misfit is not None and (reason := self._misfit(one)):
                raise RecordError("fact", one.key, reason)
        rows = [(one.key, _fact_row(one, entities)) for one in records]
        puts = await self._rows.put("fact", rows)
        cited = {
            put.id: (put, [citation_row(citation, sources) for citation in one.citations])
            for put, one in zip(puts, records, strict=True)
        }
        changed = {put.id for put in puts if put.changed and put.before is not None}
        self.changes.updated += len(
            changed | await write_citations(self._writer, self.scope, cited)
        )
        for put, (_, row) in zip(puts, rows, strict=True):
            for cells in (put.before, row) if put.changed or put.before is None else ():
                if cells is not None and cells[1] == SERIES:
                    self._rules.touch([cast(int, cells[0])])
        return [put.id for put in puts]

    async def retire(self, facts: Sequence[int]) -> None:
        """Retire live facts by their ids."""
        rows = await self._writer.execute_fetchall(
            "UPDATE fact SET retired = 1 WHERE retired = 0 "
            "AND id IN (SELECT value FROM json_each(?)) RETURNING subject_id, property",
            (json.dumps(list(facts)),),
        )
        retired = list(rows)
        self.changes.retired += len(retired)
        self._rules.touch(subject for subject, name in retired if name == SERIES)

    async def unname(self, entities: Sequence[int]) -> None:
        """Take those of the entities that no live fact names out of the scope's name index."""
        named = " OR ".join(
            f"EXISTS (SELECT 1 FROM fact WHERE {column} = entity.id AND retired = 0)"  # noqa: S608
            for column in ("subject_id", "value_id", "role_id")
        )
        rows = await self._writer.execute_fetchall(
            "SELECT id FROM entity WHERE id IN (SELECT value FROM json_each(?)) "  # noqa: S608
            f"AND NOT ({named})",
            (json.dumps(list(entities)),),
        )
        unused = [row[0] for row in rows]
        names = [name for name in await self._names.of(unused) if name.scope == self.scope]
        await self._names.remove(names)
        self._rules.touch(unused)

    async def finish(self) -> None:
        """Bring the names made by rule up to date, and write what is held back."""
        await self._rules.derive()
        await self._names.finish()
        self.changes.added = self._rows.added

    async def _name(self, entities: Mapping[int, tuple[Put, EntityRecord]]) -> None:
        """Give entities the names of their records; names that the scope's own lack are removed."""
        held: dict[int, list[StoredName]] = defaultdict(list)
        there = [number for number, (put, _) in entities.items() if put.before is not None]
        for name in await self._names.of(there):
            if name.scope in (SHARED, self.scope) and name.standing != "rule":
                held[name.entity_id].append(name)
        new: list[NewName] = []
        old: list[StoredName] = []
        changed = {number for number in there if entities[number][0].changed}
        for number, (put, one) in entities.items():
            added, dropped = self._difference(put, one, held[number])
            new += added
            old += dropped
            if put.before is not None and (added or dropped):
                changed.add(number)
        await self._names.remove(old)
        await self._names.add(new)
        self.changes.updated += len(changed)
        self._rules.touch(changed)

    def _difference(
        self, put: Put, one: EntityRecord, held: Sequence[StoredName]
    ) -> tuple[list[NewName], list[StoredName]]:
        """The names that an entity lacks, and those of the scope that its record lacks."""
        own = {(name.text, name.standing): name for name in held if name.scope == self.scope}
        wanted = standing_names(one.name, one.aliases)
        if put.scope != self.scope:
            shared = {name.text for name in held if name.scope == put.scope}
            wanted = [
                (text, "alias" if standing == "name" else standing)
                for text, standing in wanted
                if text not in shared
            ]
        new = [NewName(self.scope, put.id, *name) for name in wanted if name not in own]
        kept = set(wanted) if put.scope == self.scope else own.keys()
        return new, [name for key, name in own.items() if key not in kept]


def _require(
    fact: FactRecord,
    what: Literal["entity", "source"],
    keys: Iterable[str],
    known: Mapping[str, int],
) -> None:
    for key in keys:
        if key not in known:
            raise RecordError("fact", fact.key, f"there is no {what} “{key}”")


def _fact_row(one: FactRecord, entities: Mapping[str, int]) -> tuple[Cell, ...]:
    """A fact's cells, in the order of its columns."""
    value = {one.value.type: one.value.text}
    role = {one.role.type: one.role.text} if one.role else {}
    return (
        entities[one.subject],
        one.property,
        entities[value["entity"]] if "entity" in value else None,
        value.get("date"),
        value.get("text"),
        entities[role["entity"]] if "entity" in role else None,
        role.get("text"),
        one.spoiler,
        0,
    )
