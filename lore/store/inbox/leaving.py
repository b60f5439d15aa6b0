"""Servers that the bot was removed from, and erasing what is theirs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence

from lore.models import SHARED
from lore.store.database import Writer
from lore.store.inbox.schema import Table, tables


def servers(connection: sqlite3.Connection) -> set[int]:
    """The servers of which anything is kept."""
    found: set[int] = set()
    for table in tables(connection):
        if table.server is not None and table.name != "departed":
            rows = connection.execute(f"SELECT DISTINCT {table.server} FROM {table.name}")  # noqa: S608
            found |= {row[0] for row in rows if row[0]}
    return found - {SHARED}


async def depart(writer: Writer, scopes: Collection[int], since: str) -> None:
    """Note that the bot was removed from servers; an earlier removal stands."""
    await writer.executemany(
        "INSERT INTO departed (scope, since) VALUES (?, ?) ON CONFLICT (scope) DO NOTHING",
        [(scope, since) for scope in scopes if scope != SHARED],
    )


async def rejoin(writer: Writer, scopes: Collection[int]) -> None:
    """Forget that the bot was removed from servers."""
    await writer.execute_fetchall(
        "DELETE FROM departed WHERE scope IN (SELECT value FROM json_each(?))",
        (json.dumps(list(scopes)),),
    )


def departed(connection: sqlite3.Connection, before: str) -> list[int]:
    """The servers that the bot was removed from before a time."""
    rows = connection.execute("SELECT scope FROM departed WHERE since <= ?", (before,))
    return [row[0] for row in rows]


async def erase(writer: Writer, layout: Sequence[Table], scope: int) -> None:
    """Erase all rows of a server, and those that hang on them, in the transaction of the writer.

    Foreign keys are checked at its end.
    """
    await writer.execute_fetchall("PRAGMA defer_foreign_keys = ON")
    for sql in (
        "DELETE FROM posting WHERE name_id IN (SELECT id FROM name WHERE scope = ?1)",
        "DELETE FROM posting WHERE token_id IN (SELECT id FROM token WHERE scope = ?1)",
        "DELETE FROM spelling WHERE token_id IN (SELECT id FROM token WHERE scope = ?1)",
    ):
        await writer.execute_fetchall(sql, (scope,))
    of_server = {table.name: table.server for table in layout if table.server is not None}
    for table in layout:
        for one in table.references if table.name not in of_server else ():
            if one.parent in of_server:
                await writer.execute_fetchall(
                    f"DELETE FROM {table.name} WHERE {one.column} IN ("  # noqa: S608
                    f"SELECT {one.parent_column} FROM {one.parent} "
                    f"WHERE {of_server[one.parent]} = ?)",
                    (scope,),
                )
    for name, column in of_server.items():
        await writer.execute_fetchall(f"DELETE FROM {name} WHERE {column} = ?", (scope,))  # noqa: S608
