"""Writes packs as JSON Lines."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lore.model.errors import PackError
from lore.model.facts import SHARED
from lore.packs.reading import SERVER
from lore.store.database import Store
from lore.store.packs.dump import records
from lore.store.packs.records import (
    CitationRecord,
    EntityRecord,
    FactRecord,
    Record,
    SourceRecord,
    Term,
)


async def export_pack(store: Store, out: Path, scope: int = SHARED) -> int:
    """Write what a scope has as a pack of JSON Lines; how many records it has.

    A server's pack has the shared sources and entities that its facts need too, and says first
    whose it is, so that nobody gives it to all servers unawares. The file is
    complete or, after an error, as it was before. Questions are answered meanwhile.

    Raises:
        PackError: where the file cannot be written.
        StoreError: where the database cannot be read.
    """
    return await store.query_apart(lambda connection: _write(connection, store.path, out, scope))


def lines(connection: sqlite3.Connection, scope: int) -> Iterator[str]:
    """The lines of a scope's pack, each with its line break."""
    for record in records(connection, scope):
        yield json.dumps(_plain(record), ensure_ascii=False) + "\n"


def _write(connection: sqlite3.Connection, database: Path, out: Path, scope: int) -> int:
    try:
        if out.exists() and out.samefile(database):
            raise PackError(f"{out} is the database itself: name another file.")
        if out.exists() and not out.is_file():
            return _write_lines(connection, out, scope)  # a pipe or a device
        whole = out.resolve()
        part = whole.with_name(whole.name + ".part")
        try:
            count = _write_lines(connection, part, scope)
            part.replace(whole)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise PackError(f"{out} cannot be written: {error.strerror}.") from None
    return count


def _write_lines(connection: sqlite3.Connection, out: Path, scope: int) -> int:
    count = 0
    with out.open("w", encoding="utf-8", newline="\n") as file:
        if scope != SHARED:
            file.write(json.dumps({"type": SERVER, "id": str(scope)}) + "\n")
        for line in lines(connection, scope):
            file.write(line)
            count += 1
    return count


def _plain(record: Record) -> dict[str, Any]:
    """A record as its fields; those that may be left out are, where they say nothing."""
    match record:
        case SourceRecord():
            fields = _source(record)
        case EntityRecord():
            fields = _entity(record)
        case FactRecord():
            fields = _fact(record)
    return {name: value for name, value in fields.items() if value not in (None, False, [])}


def _source(record: SourceRecord) -> dict[str, Any]:
    return {
        "type": "source",
        "id": record.key,
        "title": record.title,
        "published": record.published,
        "estimated": record.estimated,
        "reason": record.reason,
        "publisher": record.publisher,
        "address": record.address,
    }


def _entity(record: EntityRecord) -> dict[str, Any]:
    return {
        "type": "entity",
        "id": record.key,
        "name": record.name,
        "kind": record.kind,
        "aliases": list(record.aliases),
        "year": record.year,
    }


def _fact(record: FactRecord) -> dict[str, Any]:
    return {
        "type": "fact",
        "id": record.key,
        "subject": record.subject,
        "property": record.property,
        "value": _term(record.value),
        "role": _term(record.role) if record.role else None,
        "spoiler": record.spoiler,
        "citations": [_citation(citation) for citation in record.citations],
    }


def _term(term: Term) -> dict[str, str]:
    return {term.type: term.text}


def _citation(citation: CitationRecord) -> dict[str, str]:
    fields = {
        "source": citation.source,
        "locator": citation.locator,
        "as_of": citation.as_of,
        "status": str(citation.status),
    }
    return {name: value for name, value in fields.items() if value is not None}
