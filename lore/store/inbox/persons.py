"""One person's rows, over every table: read for export, and taken out."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lore.store.database import Writer
from lore.store.inbox.schema import ACTOR, NAME_INDEX, PERSON, Table, tables
from lore.store.names import NameIndex, NewName, StoredName

FORMER_MODERATOR = "former moderator"
FORMER_MEMBER = "former member"
_LEAST = 10**8

Text = tuple[str, str, str]
"""A table, a column of it, and a text there that names the person."""


def rows_of(connection: sqlite3.Connection, person: int) -> dict[str, list[dict[str, Any]]]:
    """What names a person, by table: their own rows and what they did whole, but for who else had
    to do with it; of all others the text alone that names them, with its server."""
    found: dict[str, list[dict[str, Any]]] = {}
    named = _named(person)
    for table in tables(connection):
        own = [column.name for column in table.among(PERSON | ACTOR)]
        texts = [column.name for column in table.texts]
        conditions = [f"{name} = :text OR {name} = :id" for name in own]
        conditions += [f"instr({name}, :text)" for name in texts if name not in own]
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
                found.setdefault(table.name, []).append(kept)
    return found


def _kept(table: Table, row: dict[str, Any], person: int, named: re.Pattern[str]) -> dict[str, Any]:
    """What a person is given of a row; nothing where it does not name them."""
    actors = [column.name for column in table.among(ACTOR)]
    own = [*actors, *(column.name for column in table.among(PERSON))]
    if any(str(row[name]) == str(person) for name in own):
        others = {name for name in actors if str(row[name]) != str(person)}
        return {name: cell for name, cell in row.items() if name not in others}
    texts = {
        column.name: _telling(str(row[column.name]), named)
        for column in table.texts
        if named.search(str(row[column.name]))
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
        for one in held:
            yield from _leaves(one)
    else:
        yield str(held)


def texts_naming(connection: sqlite3.Connection, person: int) -> list[Text]:
    """The texts in which a person's id stands; those of the name index by `names_naming`."""
    named = _named(person)
    found: list[Text] = []
    for table in tables(connection):
        for column in table.texts if table.name not in NAME_INDEX else ():
            rows = connection.execute(
                f"SELECT DISTINCT {column.name} FROM {table.name} "  # noqa: S608
                f"WHERE instr({column.name}, ?)",
                (str(person),),
            )
            found += [(table.name, column.name, text) for (text,) in rows if named.search(text)]
    return found


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
            if key in ACTOR and str(one) == str(person)
            else _walked(one, person, named)
            for key, one in held.items()
        }
    if isinstance(held, list):
        return [_walked(one, person, named) for one in held]
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
    layout: Sequence[Table],
    person: int,
    texts: Sequence[Text],
    names: Sequence[StoredName],
) -> int:
    """Take a person out: their own rows, their name in histories, their id in texts; how many."""
    done = 0
    for table in layout:
        for column in table.among(PERSON):
            done += await _changed(
                writer,
                f"DELETE FROM {table.name} WHERE {column.name} IN (?, ?)",  # noqa: S608
                (person, str(person)),
            )
        for column in table.among(ACTOR):
            instead = FORMER_MODERATOR if column.type == "TEXT" else 0
            done += await _changed(
                writer,
                f"UPDATE {table.name} SET {column.name} = ? "  # noqa: S608
                f"WHERE {column.name} IN (?, ?)",
                (instead, person, str(person)),
            )
    for table_name, column_name, text in texts:
        done += await _changed(
            writer,
            f"UPDATE OR REPLACE {table_name} SET {column_name} = ? "  # noqa: S608
            f"WHERE {column_name} = ?",
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
        [NewName(one.scope, one.entity_id, changed(one.text), one.standing) for one in names]
    )
    await index.finish()


async def _changed(writer: Writer, sql: str, parameters: Sequence[object]) -> int:
    cursor = await writer.execute(sql, parameters)
    count = cursor.rowcount
    await cursor.close()
    return count
