"""What tables there are, and which of their columns name a person or a server.

Found in the database rather than listed, so that a table that is added later is not forgotten.
Columns that hold a member's Discord id are called so; other ids never are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

PERSON = frozenset({"member_id", "user_id", "owner_id", "asker_id", "person_id"})
"""Columns whose row is the person's own: it goes with the person."""
ACTOR = frozenset({"actor", "actor_id", "moderator_id", "decided_by", "made_by"})
"""Columns that tell who did what is kept: the row stays, the person does not."""
SERVER = frozenset({"scope", "server_id", "guild_id"})
NAME_INDEX = frozenset({"name", "token", "spelling", "posting"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `type` as the table declares it."""

    name: str
    type: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: a column of a table that holds what stands in a column of its parent."""

    column: str
    parent: str
    parent_column: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns and foreign keys."""

    name: str
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]

    def among(self, names: Iterable[str]) -> list[Column]:
        """Its columns of some names."""
        wanted = set(names)
        return [column for column in self.columns if column.name in wanted]

    @property
    def texts(self) -> list[Column]:
        """Its columns that hold texts."""
        return [column for column in self.columns if column.type == "TEXT"]

    @property
    def server(self) -> str | None:
        """Its column that holds a server's id."""
        found = self.among(SERVER)
        return found[0].name if found else None


def tables(connection: sqlite3.Connection) -> list[Table]:
    """All tables of the database."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "ORDER BY name"
    )
    return [_table(connection, name) for (name,) in names.fetchall()]


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = connection.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (name,))
    keys = connection.execute(
        'SELECT "from", "table", COALESCE("to", \'id\') FROM pragma_foreign_key_list(?)', (name,)
    )
    return Table(
        name,
        tuple(Column(column, type_, not required) for column, type_, required in columns),
        tuple(Reference(*row) for row in keys),
    )
