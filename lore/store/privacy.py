"""One person's rows, over every table: read for export, and taken out. And the servers that the
bot was removed from, with the erasing of what is theirs.

SQL is made of the names in TABLES, which no input reaches: so each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from lore.model.facts import SHARED
from lore.store.database import Writer
from lore.store.name_index.writer import NameIndex, NewName, StoredName
from lore.store.privacy_schema import TABLES, Table

ACTOR = frozenset({"actor", "actor_id", "moderator_id", "decided_by", "made_by"})
"""Keys in JSON, of any version, whose value is who did something."""
NAME_INDEX = frozenset({"name", "token", "spelling", "posting"})

FORMER_MODERATOR = "former moderator"
FORMER_MEMBER = "former member"
_LEAST = 10**8
"""The least id that Discord gives to anybody; a smaller number in a text may be anything."""

Text = tuple[str, str, str]
"""A table, a column of it, and a text there that names the person."""


def rows_of(connection: sqlite3.Connection, person: int) -> dict[str, list[dict[str, Any]]]:
    """What names a person, by table: their own rows and what they did whole, but for who else had
    to do with it; of all others the text alone that names them, with its server."""
    rows: dict[str, list[dict[str, Any]]] = {}
    named = _named(person)
    for table in TABLES:
        own = [name for name in (table.person, table.actor) if name]
        conditions = [f"{name} = :text OR {name} = :id" for name in own]
        conditions += [f"instr({name}, :text)" for name in table.texts]
        if not conditions or table.name in NAME_INDEX - {"name"}:
            continue
        cursor = connection.execute(
            f"SELECT * FROM {table.name} WHERE {' OR '.join(conditions)}",  # noqa: S608
            {"text": str(person), "id": person},
        )
        columns = [column[0] for column in cursor.description]
        for row in cursor:
            kept = _kept(table, dict(zip(columns, row, strict=True)), person, named)
            if kept:
                rows.setdefault(table.name, []).append(kept)
    return rows


def _kept(table: Table, row: dict[str, Any], person: int, named: re.Pattern[str]) -> dict[str, Any]:
    """What a person is given of a row; nothing where it does not name them."""
    own = {name for name in (table.person, table.actor) if name and str(row[name]) == str(person)}
    if own:
        others = {table.actor} - own
        return {name: cell for name, cell in row.items() if name not in others}
    texts = {
        name: _telling(str(row[name]), named)
        for name in table.texts
        if named.search(str(row[name]))
    }
    return {table.server: row[table.server], **texts} if texts and table.server else texts


def _telling(text: str, named: re.Pattern[str]) -> str:
    """The part of a text that names a person: of JSON the innermost values."""
    try:
        held = json.loads(text)
    except ValueError:
        return text
    if not isinstance(held, dict | list):
        return text
    return "\n".join(leaf for leaf in _leaves(held) if named.search(leaf))


def _leaves(held: Any) -> Iterator[str]:
    if isinstance(held, dict):
        yield from held
        held = list(held.values())
    if isinstance(held, list):
        for part in held:
            yield from _leaves(part)
    else:
        yield str(held)


def texts_naming(connection: sqlite3.Connection, person: int) -> list[Text]:
    """The texts in which a person's id stands; those of the name index by `names_naming`."""
    named = _named(person)
    texts: list[Text] = []
    for table in TABLES:
        for name in table.texts if table.name not in NAME_INDEX else ():
            rows = connection.execute(
                f"SELECT DISTINCT {name} FROM {table.name} WHERE instr({name}, ?)",  # noqa: S608
                (str(person),),
            )
            texts += [(table.name, name, text) for (text,) in rows if named.search(text)]
    return texts


def names_naming(connection: sqlite3.Connection, person: int) -> list[StoredName]:
    """The names in which a person's id stands."""
    rows = connection.execute(
        "SELECT id, scope, entity_id, text, standing FROM name WHERE instr(text, ?)",
        (str(person),),
    )
    named = _named(person)
    return [StoredName(*row) for row in rows if named.search(row[3])]


def stripped(text: str, person: int) -> str:
    """A text without a person's id; JSON stays JSON."""
    try:
        held = json.loads(text)
    except ValueError:
        held = None
    named = _named(person)
    if isinstance(held, dict | list):
        return json.dumps(_walked(held, person, named), ensure_ascii=False)
    return named.sub(FORMER_MEMBER, text)


def _walked(held: Any, person: int, named: re.Pattern[str]) -> Any:
    if isinstance(held, dict):
        return {
            named.sub(FORMER_MEMBER, key): FORMER_MODERATOR
            if key in ACTOR and str(value) == str(person)
            else _walked(value, person, named)
            for key, value in held.items()
        }
    if isinstance(held, list):
        return [_walked(part, person, named) for part in held]
    if isinstance(held, str):
        return named.sub(FORMER_MEMBER, held)
    return None if held == person and person >= _LEAST else held


def _named(person: int) -> re.Pattern[str]:
    """Where an id stands in a text: as a mention, or bare and not inside a longer number.

    A short number is no id of Discord's: bare, it may be a day or a year.
    """
    bare = rf"|(?<!\d){person}(?!\d)" if person >= _LEAST else ""
    return re.compile(rf"<@!?{person}>{bare}")


async def remove_person(
    writer: Writer,
    person: int,
    texts: Sequence[Text],
    names: Sequence[StoredName],
) -> int:
    """Take a person out: their own rows, their name in histories, their id in texts; how many."""
    done = 0
    for table in TABLES:
        if table.person:
            done += await _changed(
                writer,
                f"DELETE FROM {table.name} WHERE {table.person} IN (?, ?)",  # noqa: S608
                (person, str(person)),
            )
        if table.actor:
            done += await _changed(
                writer,
                f"""
                UPDATE {table.name}
                SET {table.actor} = ?
                WHERE {table.actor} IN (?, ?)
                """,  # noqa: S608
                (FORMER_MODERATOR, person, str(person)),
            )
    for table_name, column_name, text in texts:
        done += await _changed(
            writer,
            f"""
            UPDATE OR REPLACE {table_name}
            SET {column_name} = ?
            WHERE {column_name} = ?
            """,  # noqa: S608
            (stripped(text, person), text),
        )
    if names:
        await _rename(writer, names, lambda text: stripped(text, person))
    return done + len(names)


async def _rename(
    writer: Writer, names: Sequence[StoredName], changed: Callable[[str], str]
) -> None:
    index = NameIndex(writer)
    await index.remove(names)
    await index.add(
        [NewName(name.scope, name.entity_id, changed(name.text), name.standing) for name in names]
    )
    await index.finish()


async def _changed(writer: Writer, sql: str, parameters: Sequence[object]) -> int:
    cursor = await writer.execute(sql, parameters)
    count = cursor.rowcount
    await cursor.close()
    return count


def servers(connection: sqlite3.Connection) -> set[int]:
    """The servers of which anything is kept."""
    scopes: set[int] = set()
    for table in TABLES:
        if table.server is not None and table.name != "departed":
            rows = connection.execute(f"SELECT DISTINCT {table.server} FROM {table.name}")  # noqa: S608
            scopes |= {row[0] for row in rows if row[0]}
    return scopes - {SHARED}


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


async def erase(writer: Writer, scope: int) -> None:
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
    of_server = {table.name: table.server for table in TABLES if table.server is not None}
    for table in TABLES:
        for reference in table.references if table.name not in of_server else ():
            if reference.parent in of_server:
                await writer.execute_fetchall(
                    f"""
                    DELETE FROM {table.name}
                    WHERE {reference.column} IN (
                        SELECT {reference.parent_column}
                        FROM {reference.parent}
                        WHERE {of_server[reference.parent]} = ?
                    )
                    """,  # noqa: S608
                    (scope,),
                )
    for name, column in of_server.items():
        await writer.execute_fetchall(f"DELETE FROM {name} WHERE {column} = ?", (scope,))  # noqa: S608
