"""Rows of the replica as the central database keeps them: text, whatever their table.

A row is its table and its content, JSON of its columns by name, always written in one way, so that
equal rows are equal texts. Of a row that is gone the content is its key alone. SQL is made of names
of the schema, which no input reaches: so each `noqa: S608` here is safe.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, NamedTuple

LOCAL = frozenset({"owner", "replica"})
"""Tables of one machine: by its clock, and of its file."""
BATCH = 2_000
"""Rows that are read, sent and written at once."""
_LAST = "revision"
"""The table that triggers on others write: what is central overwrites that."""
_ID_BYTES, _SUM_BYTES = 16, 7
_TOUCHED = "central_touched"


class Row(NamedTuple):
    """A row of a table; `gone` where it was deleted."""

    table: str
    content: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns and those of its primary key."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]

    def id_of(self, row: Row) -> bytes:
        """What tells a row from all others: a digest, since a key may be a long text."""
        held = json.loads(row.content)
        key = json.dumps([self.name, *(held[name] for name in self.keys)])
        return hashlib.sha256(key.encode()).digest()[:_ID_BYTES]

    def row(self, values: Iterable[Any]) -> Row:
        """A row of this table by its values, in the order of the columns."""
        return Row(self.name, _content(self.columns, values))

    def key(self, values: Iterable[Any]) -> Row:
        """A row that is gone, by the values of its key."""
        return Row(self.name, _content(self.keys, values), gone=True)


Tables = dict[str, Table]


def tables_of(connection: sqlite3.Connection) -> Tables:
    """The tables of a file that are central, by name. Those of what else looks after the file, such
    as Litestream, begin with a stroke, and are none of ours."""
    names = connection.execute(
        """
        SELECT name
        FROM sqlite_schema
        WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' AND substr(name, 1, 1) <> '_'
        ORDER BY name
        """
    )
    tables = {}
    for (name,) in names.fetchall():
        if name not in LOCAL:
            info = connection.execute("SELECT name, pk FROM pragma_table_info(?)", (name,))
            columns = info.fetchall()
            keys = [column for column, place in sorted(columns, key=lambda item: item[1]) if place]
            tables[name] = Table(name, tuple(column for column, _ in columns), tuple(keys))
    return tables


def capture(tables: Tables) -> Iterator[str]:
    """Statements after which a connection notes the keys of the rows that it writes."""
    yield f"CREATE TEMP TABLE {_TOUCHED} (name TEXT NOT NULL, key TEXT NOT NULL)"
    for table in tables.values():
        noted = {
            version: f"""
                INSERT INTO {_TOUCHED}
                VALUES (
                    '{table.name}',
                    json_array({", ".join(f"{version}.{key}" for key in table.keys)})
                );
            """  # noqa: S608
            for version in ("OLD", "NEW")
        }
        for event, versions in {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": noted}.items():
            body = " ".join(noted[version] for version in versions)
            yield f"""
                CREATE TEMP TRIGGER {_TOUCHED}_{table.name}_{event}
                AFTER {event} ON main.{table.name}
                BEGIN {body} END
            """
    # Else nobody would be told of the rows that OR REPLACE takes out.
    yield "PRAGMA recursive_triggers = ON"


CLEAR = f"DELETE FROM {_TOUCHED}"  # noqa: S608
TOUCHED = f"SELECT DISTINCT name FROM {_TOUCHED}"  # noqa: S608


def touched(table: Table) -> str:
    """The query for the rows of a table that were written: the key as JSON, then the columns, all
    of them null where the row is gone."""
    on = " AND ".join(
        f"row.{key} = json_extract(noted.key, '$[{place}]')" for place, key in enumerate(table.keys)
    )
    columns = ", ".join(f"row.{column}" for column in table.columns)
    return f"""
        SELECT noted.key, {columns}
        FROM (SELECT DISTINCT key FROM {_TOUCHED} WHERE name = '{table.name}') AS noted
        LEFT JOIN {table.name} AS row ON {on}
    """  # noqa: S608


def touched_row(table: Table, found: Sequence[Any]) -> Row:
    """A row of what `touched` finds."""
    key, *values = found
    if all(value is None for value in values):
        return table.key(json.loads(key))
    return table.row(values)


def all_rows(connection: sqlite3.Connection, tables: Tables) -> Iterator[Row]:
    """All rows of a file that are central."""
    for table in tables.values():
        for values in connection.execute(_select(table)):
            yield table.row(values)


def row_like(connection: sqlite3.Connection, tables: Tables, row: Row) -> Row | None:
    """The row of a file with the key of another; None where there is none."""
    table, held = tables[row.table], _values(row.content)
    where = " AND ".join(f"{key} = ?" for key in table.keys)
    cursor = connection.execute(
        f"{_select(table)} WHERE {where}", [held[key] for key in table.keys]
    )
    values = cursor.fetchone()
    return table.row(values) if values is not None else None


def put(connection: sqlite3.Connection, tables: Tables, rows: Iterable[Row]) -> Iterator[int]:
    """Have a file hold rows as they are, and not those that are gone; tells after each batch how
    many it had.

    What the order of the rows makes stand in each other's way goes (OR REPLACE): each such row has
    changed itself, so it comes, too. The connection must not enforce foreign keys meanwhile.
    """
    last: list[Row] = []
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        last += [row for row in batch if row.table == _LAST]
        _put(connection, tables, [row for row in batch if row.table != _LAST])
        yield len(batch)
    _put(connection, tables, last)


def _put(connection: sqlite3.Connection, tables: Tables, rows: Sequence[Row]) -> None:
    ordered = sorted(rows, key=lambda row: (row.table, row.gone))
    for (name, gone), group in groupby(ordered, key=lambda row: (row.table, row.gone)):
        table = tables[name]
        columns = table.keys if gone else table.columns
        marks = ", ".join("?" for _ in columns)
        if gone:
            where = " AND ".join(f"{key} = ?" for key in columns)
            sql = f"DELETE FROM {name} WHERE {where}"  # noqa: S608
        else:
            sql = f"INSERT OR REPLACE INTO {name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        held = (_values(row.content) for row in group)
        connection.executemany(sql, [[values[column] for column in columns] for values in held])


def empty(connection: sqlite3.Connection, tables: Tables) -> Iterator[str]:
    """Take all central rows out of a file, table by table; which it was."""
    for name in tables:
        connection.execute(f"DELETE FROM {name}")  # noqa: S608
        yield name


class Digest(NamedTuple):
    """What tells whether two tables hold the same rows: how many, and the sum of the first bytes of
    their digests."""

    rows: int
    sum: int


SUM = (
    "sum(('x' || encode(substr(sha256(convert_to(tab || ' ' || content, 'UTF8')), 1, "
    f"{_SUM_BYTES}), 'hex'))::bit({8 * _SUM_BYTES})::bigint)"
)
"""The sum in PostgreSQL."""


def digests(connection: sqlite3.Connection, tables: Tables) -> dict[str, Digest]:
    """The digests of the tables that hold anything, by name."""
    by_table = {}
    for table in tables.values():
        rows = total = 0
        for values in connection.execute(_select(table)):
            text = f"{table.name} {table.row(values).content}"
            total += int.from_bytes(hashlib.sha256(text.encode()).digest()[:_SUM_BYTES], "big")
            rows += 1
        if rows:
            by_table[table.name] = Digest(rows, total)
    return by_table


def _select(table: Table) -> str:
    return f"SELECT {', '.join(table.columns)} FROM {table.name}"  # noqa: S608


def _content(columns: Iterable[str], values: Iterable[Any]) -> str:
    held = {
        column: {"hex": value.hex()} if isinstance(value, bytes) else value
        for column, value in zip(columns, values, strict=True)
    }
    # Without any sign that PostgreSQL's text cannot hold, such as NUL.
    return json.dumps(held, sort_keys=True, separators=(",", ":"))


def _values(content: str) -> dict[str, Any]:
    return {
        column: bytes.fromhex(value["hex"]) if isinstance(value, dict) else value
        for column, value in json.loads(content).items()
    }
