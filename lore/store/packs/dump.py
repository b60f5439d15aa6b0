"""Reading all records of a scope, for export.

Records come in the order of their rows, which settles ties between answers: who imports them
elsewhere gets the same answers. Retired facts and citations are left out, and so is an entity that
has neither name nor alias left.

A server's records are its own, with the shared sources and entities that its facts name or that it
gave aliases to or merged; an entity has its shared aliases too. So they can be imported where the
shared ones are, and where they are not. What it sees otherwise than the shared scope has it is
exported as records, too.

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from lore.model.facts import SHARED, Status
from lore.store.name_index.writer import standing_names
from lore.store.packs.records import (
    CitationRecord,
    EntityRecord,
    FactRecord,
    Record,
    SourceRecord,
    Term,
)

_LIVE = "fact.scope = ?1 AND fact.retired = 0"
_SOURCES = f"""
SELECT key, title, published, estimated, reason, publisher, address FROM source
WHERE scope = ?1 OR (scope = {SHARED} AND id IN (
    SELECT citation.source_id FROM fact JOIN citation ON citation.fact_id = fact.id
    WHERE {_LIVE} AND citation.scope = ?1 AND citation.retired = 0
)) ORDER BY id
"""  # noqa: S608
_ENTITIES = f"""
SELECT entity.id, entity.key, entity.name, entity.kind, entity.year, name.text
FROM entity LEFT JOIN name ON name.entity_id = entity.id AND name.standing = 'alias'
    AND name.scope IN ({SHARED}, ?1)
WHERE (entity.scope = ?1 AND EXISTS (
    SELECT 1 FROM name AS own
    WHERE own.entity_id = entity.id AND own.standing IN ('name', 'alias')
)) OR (entity.scope = {SHARED} AND ?1 <> {SHARED} AND entity.id IN (
    SELECT subject_id FROM fact WHERE {_LIVE}
    UNION SELECT value_id FROM fact WHERE {_LIVE}
    UNION SELECT role_id FROM fact WHERE {_LIVE}
    UNION SELECT entity_id FROM name AS own WHERE own.scope = ?1 AND own.standing = 'alias'
    UNION SELECT entity_id FROM merged WHERE scope = ?1
    UNION SELECT into_id FROM merged WHERE scope = ?1
)) ORDER BY entity.id, name.id
"""  # noqa: S608
_FACTS = f"""
SELECT fact.id, fact.key, subject.key, fact.property, value.key, fact.value_date, fact.value_text,
    role.key, fact.role_text, fact.spoiler,
    source.key, citation.status, citation.locator, citation.as_of
FROM fact
JOIN entity AS subject ON subject.id = fact.subject_id
LEFT JOIN entity AS value ON value.id = fact.value_id
LEFT JOIN entity AS role ON role.id = fact.role_id
JOIN citation ON citation.fact_id = fact.id AND citation.scope = ?1 AND citation.retired = 0
JOIN source ON source.id = citation.source_id
WHERE {_LIVE} ORDER BY fact.id, citation.id
"""  # noqa: S608


def records(connection: sqlite3.Connection, scope: int) -> Iterator[Record]:
    """All records of a scope: its sources, its entities, then its facts."""
    for key, title, published, estimated, reason, publisher, address in connection.execute(
        _SOURCES, (scope,)
    ):
        yield SourceRecord(key, title, published, bool(estimated), reason, publisher, address)
    for (_, key, name, kind, year), rows in groupby(
        connection.execute(_ENTITIES, (scope,)), lambda row: row[:5]
    ):
        yield EntityRecord(key, name, kind, tuple(row[5] for row in rows if row[5]), year)
    for fact, rows in groupby(connection.execute(_FACTS, (scope,)), lambda row: row[:10]):
        yield _fact(fact, [CitationRecord(row[10], Status(row[11]), *row[12:]) for row in rows])


def _fact(row: tuple[Any, ...], citations: list[CitationRecord]) -> FactRecord:
    _, key, subject, name, value, date, text, role, role_text, spoiler = row
    return FactRecord(
        key=key,
        subject=subject,
        property=name,
        value=_term(value, date, text),
        citations=tuple(citations),
        role=_term(role, None, role_text) if role or role_text else None,
        spoiler=bool(spoiler),
    )


def _term(entity: str | None, date: str | None, text: str | None) -> Term:
    if entity is not None:
        return Term("entity", entity)
    return Term("date", date) if date is not None else Term("text", text or "")


OverlayType = Literal["hidden", "hidden_name", "rank", "merged"]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A hidden shared fact, a name (`text`) that an entity no longer bears, the rank (`text`) of a
    fact, or an entity that is merged into another (`text` is that one's key)."""

    type: OverlayType
    key: str
    text: str = ""


_SELECTS: dict[OverlayType, str] = {
    # A fact in whose stead the server has its own is hidden by that.
    "hidden": """
        SELECT fact.key, ''
        FROM hidden
        JOIN fact ON fact.id = hidden.target_id
        WHERE hidden.scope = ?1
            AND hidden.what = 'fact'
            AND NOT EXISTS (
                SELECT 1
                FROM fact AS own
                WHERE own.scope = ?1 AND own.key = fact.key AND own.retired = 0
            )
        ORDER BY fact.id
    """,
    "hidden_name": """
        SELECT entity.key, name.text
        FROM hidden
        JOIN name ON name.id = hidden.target_id
        JOIN entity ON entity.id = name.entity_id
        WHERE hidden.scope = ?1 AND hidden.what = 'name'
        ORDER BY entity.id, name.text
    """,
    "rank": """
        SELECT fact.key, rank
        FROM preference
        JOIN fact ON fact.id = preference.fact_id
        WHERE preference.scope = ?1
            AND fact.retired = 0
            AND NOT EXISTS (
                SELECT 1
                FROM hidden
                WHERE hidden.scope = ?1 AND hidden.what = 'fact' AND hidden.target_id = fact.id
            )
        ORDER BY fact.id
    """,
    "merged": """
        SELECT entity.key, root.key
        FROM merged
        JOIN entity ON entity.id = merged.entity_id
        JOIN entity AS root ON root.id = merged.into_id
        WHERE merged.scope = ?1
            AND (
                entity.scope <> ?1 OR EXISTS (
                    SELECT 1
                    FROM name AS own
                    WHERE own.entity_id = entity.id AND own.standing IN ('name', 'alias')
                )
            )
        ORDER BY entity.id
    """,
}
_OWN_NAMES = """
SELECT entity.id, entity.key, entity.name, name.text, name.standing FROM entity
JOIN name ON name.entity_id = entity.id AND name.scope = ?1 AND name.standing <> 'rule'
WHERE entity.scope = ?1 ORDER BY entity.id, name.id
"""


def overlays(connection: sqlite3.Connection, scope: int) -> Iterator[Overlay]:
    """All overlays of a server."""
    for kind, sql in _SELECTS.items():
        for key, text in connection.execute(sql, (scope,)):
            yield Overlay(kind, key, text)
    yield from _lost_names(connection, scope)


def _lost_names(connection: sqlite3.Connection, scope: int) -> Iterator[Overlay]:
    """The names that a server's own entities would have by their records, and were taken."""
    rows = connection.execute(_OWN_NAMES, (scope,))
    for (_, key, name), own in groupby(rows, lambda row: row[:3]):
        held = {text: standing for _, _, _, text, standing in own}
        aliases = [text for text, standing in held.items() if standing == "alias"]
        if aliases or "name" in held.values():
            for text, _ in standing_names(name, aliases):
                if text not in held:
                    yield Overlay("hidden_name", key, text)
