"""Writing records by their keys.

A record that exists is updated in place, and one that is the same already is not written. All
writing is in one scope. A server's record with the key of a shared source or entity *is* the shared
one, which it cannot change; names that it adds to it become the server's own aliases of it.

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, cast

from lore.model.facts import SHARED
from lore.model.property_ids import SERIES
from lore.store.database import Writer
from lore.store.name_index.series_names import RuleNames
from lore.store.name_index.writer import NameIndex, NewName, StoredName, standing_names
from lore.store.packs.records import (
    Changes,
    CitationRecord,
    EntityRecord,
    FactRecord,
    RecordError,
    SourceRecord,
    Table,
)

Cell = str | int | None
Row = tuple[str, tuple[Cell, ...]]
"""A row's key and the cells of its columns."""

_COLUMNS: dict[Table, tuple[str, ...]] = {
    "source": ("title", "publisher", "address", "published", "estimated", "reason"),
    "entity": ("name", "kind", "year"),
    "fact": (
        "subject_id",
        "property",
        "value_id",
        "value_date",
        "value_text",
        "role_id",
        "role_text",
        "spoiler",
        "retired",
    ),
}


NEXT_ID = """
    SELECT 1 + MAX(
        COALESCE((SELECT MAX(id) FROM {table}), 0),
        COALESCE((SELECT MAX(last) FROM staged WHERE what = '{table}'), 0)
    )
"""


class Put(NamedTuple):
    """A written row: its id, whose it is, and what it held before, None where it is new."""

    id: int
    scope: int
    before: tuple[Cell, ...] | None
    changed: bool


class Rows:
    """Inserts and updates rows inside one transaction; `added` counts those that were new."""

    def __init__(self, writer: Writer, scope: int) -> None:
        self.added = 0
        self._writer = writer
        self._scope = scope
        self._next: dict[Table, int] = {}

    async def put(self, table: Table, rows: Sequence[Row]) -> list[Put]:
        """Insert rows and update those that differ from what is there."""
        columns = _COLUMNS[table]
        known = await self._stored(table, [key for key, _ in rows])
        row_id = self._next.get(table) or await next_id(self._writer, table)
        new: dict[int, tuple[Cell, ...]] = {}
        updated: dict[int, tuple[Cell, ...]] = {}
        puts = []
        for key, cells in rows:
            if key not in known:
                known[key] = (row_id, self._scope, cells)
                new[row_id] = (row_id, self._scope, key, *cells)
                puts.append(Put(row_id, self._scope, None, changed=False))
                row_id += 1
                continue
            known_id, scope, before = known[key]
            changed = scope == self._scope and before != cells
            puts.append(Put(known_id, scope, before, changed))
            if changed:
                known[key] = (known_id, scope, cells)
                updated[known_id] = (*cells, known_id)
        self._next[table] = row_id
        self.added += len(new)
        names = ", ".join(columns)
        await self._writer.executemany(
            f"""
            INSERT INTO {table} (id, scope, key, {names})
            VALUES (?, ?, ?{", ?" * len(columns)})
            """,  # noqa: S608
            new.values(),
        )
        await self._writer.executemany(
            f"UPDATE {table} SET ({names}) = (?{', ?' * (len(columns) - 1)}) WHERE id = ?",  # noqa: S608
            updated.values(),
        )
        return puts

    async def _stored(
        self, table: Table, keys: Sequence[str]
    ) -> dict[str, tuple[int, int, tuple[Cell, ...]]]:
        """The rows of some keys: id, scope and cells. A server sees shared sources and entities."""
        rows = await self._writer.execute_fetchall(
            f"""
            SELECT key, id, scope, {", ".join(_COLUMNS[table])}
            FROM {table}
            WHERE scope IN (?1, ?2) AND key IN (SELECT value FROM json_each(?3))
            ORDER BY scope
            """,  # noqa: S608
            (self._scope if table == "fact" else SHARED, self._scope, json.dumps(keys)),
        )
        return {key: (row_id, scope, tuple(cells)) for key, row_id, scope, *cells in rows}

    async def ids(self, table: Table, keys: Iterable[str]) -> dict[str, int]:
        """The row ids of those keys that the scope sees; its own row before a shared one."""
        rows = await self._writer.execute_fetchall(
            f"""
            SELECT key, id
            FROM {table}
            WHERE scope IN (?1, ?2) AND key IN (SELECT value FROM json_each(?3))
            ORDER BY scope
            """,  # noqa: S608
            (SHARED, self._scope, json.dumps(list(dict.fromkeys(keys)))),
        )
        return dict(cast("Iterable[tuple[str, int]]", rows))


async def next_id(writer: Writer, table: str) -> int:
    """The id of a table's next row: beyond all that there are and all that are reserved."""
    rows = list(await writer.execute_fetchall(NEXT_ID.format(table=table)))
    return int(rows[0][0])


CitationRow = tuple[int, str, str | None, str | None]
"""A citation's source, status, locator and date."""


def citation_row(citation: CitationRecord, sources: Mapping[str, int]) -> CitationRow:
    """A citation's cells; `sources` are row ids by key."""
    return (sources[citation.source], str(citation.status), citation.locator, citation.as_of)


async def write_citations(
    writer: Writer, scope: int, facts: Mapping[int, tuple[Put, list[CitationRow]]]
) -> set[int]:
    """Give facts their citations; the ids of older facts whose citations changed.

    A citation that is no longer given is retired rather than deleted: its id must not come to
    mean another, which a server may have hidden.
    """
    held: dict[int, dict[CitationRow, tuple[int, int]]] = defaultdict(dict)
    rows = await writer.execute_fetchall(
        """
        SELECT id, retired, fact_id, source_id, status, locator, as_of
        FROM citation
        WHERE fact_id IN (SELECT value FROM json_each(?)) AND scope = ?
        ORDER BY retired DESC
        """,
        (json.dumps([key for key, (put, _) in facts.items() if put.before]), scope),
    )
    for row_id, retired, fact, *cells in rows:
        held[fact][cast(CitationRow, tuple(cells))] = (row_id, retired)
    new: list[tuple[Cell, ...]] = []
    turned: list[tuple[int, int]] = []
    changed: set[int] = set()
    for fact, (put, given) in facts.items():
        wanted = dict.fromkeys(given)
        lacking = [(scope, fact, *row) for row in wanted if row not in held[fact]]
        turning = [
            (int(row not in wanted), row_id)
            for row, (row_id, retired) in held[fact].items()
            if (row in wanted) == bool(retired)
        ]
        new += lacking
        turned += turning
        if put.before is not None and (lacking or turning):
            changed.add(fact)
    await writer.executemany(
        """
        INSERT INTO citation (scope, fact_id, source_id, status, locator, as_of)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        new,
    )
    await writer.executemany("UPDATE citation SET retired = ? WHERE id = ?", turned)
    return changed


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
                source.key,
                (
                    source.title,
                    source.publisher,
                    source.address,
                    source.published,
                    source.estimated,
                    source.reason,
                ),
            )
            for source in records
        ]
        puts = await self._rows.put("source", rows)
        self.changes.updated += len({put.id for put in puts if put.changed})
        return [put.id for put in puts]

    async def entities(self, records: Sequence[EntityRecord]) -> list[int]:
        """Write entities with their names.

        Raises:
            RecordError: for another kind than the shared entity of that key has.
        """
        rows: list[Row] = [
            (record.key, (record.name, record.kind, record.year)) for record in records
        ]
        puts = await self._rows.put("entity", rows)
        for record, put in zip(records, puts, strict=True):
            if put.scope != self.scope and put.before is not None and put.before[1] != record.kind:
                reason = (
                    f"“{record.key}” is shared, and its kind is {put.before[1]}, not {record.kind}"
                )
                raise RecordError("entity", record.key, reason)
        await self._name({put.id: (put, record) for put, record in zip(puts, records, strict=True)})
        return [put.id for put in puts]

    async def facts(self, records: Sequence[FactRecord]) -> list[int]:
        """Write facts with their citations; a retired one is live again.

        Raises:
            RecordError: where an entity or a source that it names is not there, and for a misfit.
        """
        entities = await self._rows.ids(
            "entity", (key for record in records for key in record.entities())
        )
        sources = await self._rows.ids(
            "source", (citation.source for record in records for citation in record.citations)
        )
        for record in records:
            _require(record, "entity", record.entities(), entities)
            _require(record, "source", (citation.source for citation in record.citations), sources)
            if self._misfit is not None and (reason := self._misfit(record)):
                raise RecordError("fact", record.key, reason)
        rows = [(record.key, _fact_row(record, entities)) for record in records]
        puts = await self._rows.put("fact", rows)
        cited = {
            put.id: (put, [citation_row(citation, sources) for citation in record.citations])
            for put, record in zip(puts, records, strict=True)
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
            """
            UPDATE fact
            SET retired = 1
            WHERE retired = 0 AND id IN (SELECT value FROM json_each(?))
            RETURNING subject_id, property
            """,
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
            f"""
            SELECT id
            FROM entity
            WHERE id IN (SELECT value FROM json_each(?)) AND NOT ({named})
            """,  # noqa: S608
            (json.dumps(list(entities)),),
        )
        unused = [row[0] for row in rows]
        names = [name for name in await self._names.of(unused) if name.scope == self.scope]
        await self._names.remove(names)
        self._rules.touch(unused)

    async def finish(self) -> None:
        """Bring the names made by rule up to date, and write what is held back; whoever plans on
        what was there sees that packs were imported."""
        await self._rules.derive()
        await self._names.finish()
        self.changes.added = self._rows.added
        if self.changes.added or self.changes.updated or self.changes.retired:
            await self._writer.execute_fetchall(
                "UPDATE revision SET number = number + 1 WHERE what = 'packs'"
            )

    async def _name(self, entities: Mapping[int, tuple[Put, EntityRecord]]) -> None:
        """Give entities the names of their records; names that the scope's own lack are removed."""
        held: dict[int, list[StoredName]] = defaultdict(list)
        there = [row_id for row_id, (put, _) in entities.items() if put.before is not None]
        for name in await self._names.of(there):
            if name.scope in (SHARED, self.scope) and name.standing != "rule":
                held[name.entity_id].append(name)
        new: list[NewName] = []
        old: list[StoredName] = []
        changed = {row_id for row_id in there if entities[row_id][0].changed}
        for row_id, (put, record) in entities.items():
            added, dropped = self._difference(put, record, held[row_id])
            new += added
            old += dropped
            if put.before is not None and (added or dropped):
                changed.add(row_id)
        await self._names.remove(old)
        await self._names.add(new)
        self.changes.updated += len(changed)
        self._rules.touch(changed)

    def _difference(
        self, put: Put, record: EntityRecord, held: Sequence[StoredName]
    ) -> tuple[list[NewName], list[StoredName]]:
        """The names that an entity lacks, and those of the scope that its record lacks."""
        own = {(name.text, name.standing): name for name in held if name.scope == self.scope}
        wanted = standing_names(record.name, record.aliases)
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


def _fact_row(record: FactRecord, entities: Mapping[str, int]) -> tuple[Cell, ...]:
    """A fact's cells, in the order of its columns."""
    value = {record.value.type: record.value.text}
    role = {record.role.type: record.role.text} if record.role else {}
    return (
        entities[record.subject],
        record.property,
        entities[value["entity"]] if "entity" in value else None,
        value.get("date"),
        value.get("text"),
        entities[role["entity"]] if "entity" in role else None,
        role.get("text"),
        record.spoiler,
        0,
    )
