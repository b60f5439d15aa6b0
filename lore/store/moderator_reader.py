"""Reading for moderators: facts in every state, names with whose they are, rows by their keys.

All of it as one server sees it: shared rows and its own.

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any, Literal, NamedTuple

from lore.model.dates import PartialDate
from lore.quota import Resource
from lore.store.changes.snapshots import (
    Cited,
    EntitySnapshot,
    FactSnapshot,
    RowKind,
    SourceSnapshot,
    columns,
)
from lore.store.changes.stored import read_stored
from lore.store.fact_reader import Reader
from lore.store.packs.recorder import NEXT_ID
from lore.store.server_phrases import listed

Table = Literal["source", "entity", "fact"]

FOUND_LIMIT = 2_000
"""Facts that a search may bring."""
_AMONG = "IN (SELECT value FROM json_each(:wanted))"
_SEEN = "IN (0, :scope)"
_REPLACED = """(
    fact.scope = 0
    AND EXISTS (SELECT 1 FROM fact AS own WHERE own.scope = :scope AND own.key = fact.key)
    AND EXISTS (
        SELECT 1
        FROM hidden
        WHERE hidden.scope = :scope AND hidden.what = 'fact' AND hidden.target_id = fact.id
    )
)"""
"""The condition that a server's own fact stands in for a shared one."""
_STAGED = """EXISTS (
    SELECT 1
    FROM staged
    WHERE staged.scope = fact.scope
        AND staged.what = 'fact'
        AND fact.id BETWEEN staged.first AND staged.last
)"""
"""The condition that a fact is of an import that is still being written."""


class FactRow(NamedTuple):
    """Where a fact stands in a server: live is what is neither retired nor hidden there."""

    id: int
    key: str
    scope: int
    live: bool
    number: int | None


class NameText(NamedTuple):
    """A name of an entity as it is stored; `hidden` in the server that reads."""

    entity_id: int
    text: str
    standing: str
    scope: int
    hidden: bool


class ModeratorReader(Reader):
    """What a server's moderators look up."""

    def fact_rows(self, ids: Iterable[int]) -> dict[int, FactRow]:
        """Where facts stand, by id."""
        rows = self._connection.execute(
            """
            SELECT
                fact.id, fact.key, fact.scope, fact.retired,
                EXISTS (
                    SELECT 1
                    FROM hidden
                    WHERE hidden.scope = :scope
                        AND hidden.what = 'fact'
                        AND hidden.target_id = fact.id
                ),
                number.number
            FROM json_each(:wanted) AS wanted
            CROSS JOIN fact ON fact.id = wanted.value
            LEFT JOIN number ON number.scope = :scope AND number.key = fact.key
            WHERE fact.scope IN (0, :scope)
            """,
            self._given(ids),
        )
        return {
            row_id: FactRow(row_id, key, scope, not (retired or hidden), number)
            for row_id, key, scope, retired, hidden, number in rows
        }

    def standing(self, keys: Iterable[str]) -> dict[str, int]:
        """For keys of facts the one that has the key in the server: its own where that stands in
        for the shared one, else the shared one."""
        rows = self._connection.execute(
            f"""
            SELECT fact.key, fact.id
            FROM json_each(:wanted) AS wanted
            CROSS JOIN fact ON fact.key = wanted.value
            WHERE fact.scope IN (0, :scope) AND NOT {_REPLACED}
            ORDER BY fact.scope <> 0 AND fact.retired = 0, fact.scope = 0
            """,  # noqa: S608
            self._given(keys),
        )
        return dict(rows.fetchall())  # the last of a key stands

    def _given(self, values: Iterable[object]) -> dict[str, object]:
        """What most of the statements take: values as JSON, and the scope."""
        return {"wanted": json.dumps(list(values)), "scope": self.scope}

    def key_of(self, number: int) -> str | None:
        """The key of the fact that has a number in the server."""
        row = self._connection.execute(
            "SELECT key FROM number WHERE scope = ? AND number = ?", (self.scope, number)
        ).fetchone()
        return str(row[0]) if row else None

    def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """The numbers of facts by key, where they have one."""
        rows = self._connection.execute(
            """
            SELECT key, number
            FROM number
            WHERE scope = :scope AND key IN (SELECT value FROM json_each(:wanted))
            """,
            self._given(keys),
        )
        return dict(rows.fetchall())

    def concerning(self, entities: Collection[int], name: str | None = None) -> list[int]:
        """The facts in any state in which one of the entities stands, of one property if given."""
        branches = " UNION ".join(
            f"SELECT id FROM fact WHERE {column} {_AMONG} AND scope {_SEEN}"  # noqa: S608
            for column in ("subject_id", "value_id", "role_id")
        )
        return self._facts(
            f"fact.id IN ({branches}) AND (:name IS NULL OR fact.property = :name)",
            json.dumps(self.merges.members(entities)),
            name,
        )

    def of_subject(self, subject: int, name: str) -> list[int]:
        """The facts, in any state, of one property of one subject."""
        subjects = json.dumps(self.merges.members([subject]))
        condition = f"fact.subject_id {_AMONG} AND fact.scope {_SEEN} AND fact.property = :name"
        return self._facts(condition, subjects, name)

    def with_property(self, name: str) -> list[int]:
        """The facts, in any state, of a property."""
        return self._facts(f"fact.property = :wanted AND fact.scope {_SEEN}", name, None)

    def dated(self, name: str, date: PartialDate) -> list[int]:
        """The facts, in any state, of a property whose value is a date, or one within it."""
        within = "fact.value_date >= :wanted AND fact.value_date < :wanted || '~'"
        condition = f"fact.property = :name AND fact.scope {_SEEN} AND {within}"
        return self._facts(condition, str(date), name)

    def own_or_hidden(self, text: str = "") -> list[int]:
        """The server's own facts and the shared ones that it hid; with a text, those whose own
        words hold it."""
        hidden = "SELECT target_id FROM hidden WHERE scope = :scope AND what = 'fact'"
        own = "SELECT id FROM fact WHERE scope = :scope AND scope <> 0"
        return self._facts(
            f"""
            fact.id IN ({own} UNION {hidden})
                AND (
                    :wanted = ''
                    OR instr(
                        lower(COALESCE(fact.value_text, '') || ' ' || COALESCE(fact.role_text, '')),
                        lower(:wanted)
                    )
                )
            """,
            text,
            None,
        )

    def _facts(self, condition: str, wanted: str, name: str | None) -> list[int]:
        # Where the condition names ids, the sign keeps SQLite from reading all that is shared.
        rows = self._connection.execute(
            f"""
            SELECT fact.id
            FROM fact
            WHERE {condition}
                AND +fact.scope {_SEEN}
                AND (fact.scope <> 0 OR fact.retired = 0)
                AND NOT {_REPLACED}
                AND NOT {_STAGED}
            ORDER BY fact.id
            LIMIT :limit
            """,  # noqa: S608
            {"wanted": wanted, "scope": self.scope, "name": name, "limit": FOUND_LIMIT},
        )
        return [row[0] for row in rows]

    def names_of(self, entities: Collection[int]) -> list[NameText]:
        """All names of entities and of what is merged into them, made by rule too."""
        rows = self._connection.execute(
            """
            SELECT
                name.entity_id, name.text, name.standing, name.scope,
                EXISTS (
                    SELECT 1
                    FROM hidden
                    WHERE hidden.scope = :scope
                        AND hidden.what = 'name'
                        AND hidden.target_id = name.id
                )
            FROM json_each(:wanted) AS wanted
            CROSS JOIN name ON name.entity_id = wanted.value
            WHERE name.scope IN (0, :scope)
            ORDER BY name.id
            """,
            self._given(self.merges.members(entities)),
        )
        return [NameText(*row) for row in rows]

    def veiled(self, entities: Iterable[int], told: Collection[int]) -> set[int]:
        """Those of the entities of which only spoilers speak, in live facts or by being `told`."""
        rows = self._connection.execute(
            f"""
            SELECT
                wanted.value, {self._spoken("wanted.value")},
                {self._spoken("wanted.value", openly=True)}
            FROM json_each(?1) AS wanted
            """,  # noqa: S608
            (json.dumps(list(entities)), self.scope),
        )
        return {row for row, spoken, openly in rows if not openly and (spoken or row in told)}

    def keys(self, table: Table, keys: Iterable[str]) -> dict[str, dict[int, int]]:
        """The row ids of keys by scope: the shared one's and the server's own."""
        rows = self._connection.execute(
            f"""
            SELECT one.key, one.scope, one.id
            FROM json_each(:wanted) AS wanted
            CROSS JOIN {table} AS one ON one.key = wanted.value
            WHERE one.scope IN (0, :scope)
            """,  # noqa: S608
            self._given(keys),
        )
        row_ids: dict[str, dict[int, int]] = {}
        for key, scope, row_id in rows:
            row_ids.setdefault(key, {})[scope] = row_id
        return row_ids

    def of_subjects(self, subjects: Collection[int]) -> list[int]:
        """The live facts of some subjects, all of them."""
        rows = self._connection.execute(
            f"""
            SELECT fact.id
            FROM json_each(?1) AS wanted
            CROSS JOIN fact ON fact.subject_id = wanted.value
            WHERE fact.retired = 0 AND fact.scope IN (0, ?2){self._unhidden("fact", "fact.id")}
            """,  # noqa: S608
            (json.dumps(self.merges.members(subjects)), self.scope),
        )
        return [row[0] for row in rows]

    def source_snapshots(self, ids: Iterable[int]) -> dict[int, SourceSnapshot]:
        """Sources that the server sees, by row id."""
        return {
            row_id: SourceSnapshot(*cells) for row_id, _, *cells in self._rows_of("source", ids)
        }

    def entity_snapshots(self, ids: Iterable[int]) -> dict[int, tuple[int, EntitySnapshot]]:
        """Entities that the server sees, with their scope, by row id."""
        return {
            row_id: (scope, EntitySnapshot(*cells))
            for row_id, scope, *cells in self._rows_of("entity", ids)
        }

    def fact_snapshots(self, ids: Iterable[int]) -> dict[int, tuple[int, FactSnapshot]]:
        """Facts that the server sees, with their scope and live citations, by row id."""
        rows = {row_id: (scope, cells) for row_id, scope, *cells in self._rows_of("fact", ids)}
        cited: dict[int, list[Cited]] = {row_id: [] for row_id in rows}
        for fact_id, *citation in self._connection.execute(
            """
            SELECT citation.fact_id, source_id, status, locator, as_of
            FROM json_each(:wanted) AS wanted
            CROSS JOIN citation ON citation.fact_id = wanted.value AND citation.retired = 0
            WHERE citation.scope IN (0, :scope)
            ORDER BY citation.id
            """,
            self._given(rows),
        ):
            cited[fact_id].append(Cited(*citation))
        return {
            row_id: (scope, FactSnapshot(*cells).cited(cited[row_id]))
            for row_id, (scope, cells) in rows.items()
        }

    def _rows_of(self, what: RowKind, ids: Iterable[int]) -> list[Any]:
        """Rows of a table as (row id, scope, its columns …)."""
        # The table and its columns are constants of snapshots.
        return self._connection.execute(
            f"""
            SELECT stored.id, stored.scope, {", ".join(f"stored.{name}" for name in columns(what))}
            FROM json_each(:wanted) AS wanted
            CROSS JOIN {what} AS stored ON stored.id = wanted.value
            WHERE stored.scope IN (0, :scope)
            """,  # noqa: S608
            self._given(ids),
        ).fetchall()

    def like_sources(self, titles: Iterable[str]) -> list[tuple[int, SourceSnapshot]]:
        """The sources that have one of the titles, with their row ids, the shared ones first."""
        # The columns are constants of snapshots.
        rows = self._connection.execute(
            f"""
            SELECT source.id, {", ".join(f"source.{name}" for name in columns("source"))}
            FROM json_each(:wanted) AS wanted
            CROSS JOIN source ON source.title = wanted.value
            WHERE source.scope IN (0, :scope)
            ORDER BY source.id
            """,  # noqa: S608
            self._given(titles),
        )
        return [(row_id, SourceSnapshot(*cells)) for row_id, *cells in rows]

    def sources_with(self, text: str, limit: int) -> list[int]:
        """The sources in whose title or publisher a text stands, those that begin so first."""
        rows = self._connection.execute(
            """
            SELECT id
            FROM source
            WHERE scope IN (0, :scope)
                AND instr(lower(title || ' ' || COALESCE(publisher, '')), lower(:wanted))
            ORDER BY instr(lower(title), lower(:wanted)) <> 1, scope = 0, published DESC, id
            LIMIT :limit
            """,
            {"wanted": text, "scope": self.scope, "limit": limit},
        )
        return [row[0] for row in rows]

    def sources_begun(self, text: str, share: int) -> list[int]:
        """The sources whose title, or the first `share` characters of it, a text begins with."""
        rows = self._connection.execute(
            """
            SELECT id
            FROM source
            WHERE scope IN (0, :scope)
                AND instr(lower(:wanted), lower(substr(title, 1, :share))) = 1
            ORDER BY scope = 0, published DESC, id
            """,
            {"wanted": text, "scope": self.scope, "share": share},
        )
        return [row[0] for row in rows]

    def stored(self) -> dict[Resource, int]:
        """What the server has stored of its own."""
        return read_stored(self._connection, self.scope)

    def next_id(self, table: Table) -> int:
        """The id of the next row; nobody else may be writing."""
        return int(self._connection.execute(NEXT_ID.format(table=table)).fetchone()[0])

    def ranks(self, facts: Iterable[int]) -> dict[int, str]:
        """The ranks that moderators gave facts."""
        rows = self._connection.execute(
            """
            SELECT fact_id, rank
            FROM preference
            WHERE scope = ? AND fact_id IN (SELECT value FROM json_each(?))
            """,
            (self.scope, json.dumps(list(facts))),
        )
        return dict(rows.fetchall())

    def taught(self) -> list[tuple[str, str]]:
        """The phrases of the server as (text, property)."""
        return listed(self._connection, self.scope)

    def settings(self) -> dict[str, Any]:
        """The settings that the server has."""
        rows = self._connection.execute(
            "SELECT key, value FROM setting WHERE scope = ?", (self.scope,)
        )
        return {key: json.loads(value) for key, value in rows}


def all_settings(connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """The settings of all servers that have any, by scope."""
    settings: dict[int, dict[str, Any]] = {}
    for scope, key, value in connection.execute("SELECT scope, key, value FROM setting"):
        settings.setdefault(scope, {})[key] = json.loads(value)
    return settings


def settings_revision(connection: sqlite3.Connection) -> int:
    """How often any server's settings were written, by whatever process."""
    rows = connection.execute("SELECT number FROM revision WHERE what = 'settings'")
    return int(rows.fetchone()[0])
