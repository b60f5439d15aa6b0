"""What /fact import and /fact export do: a server's facts as JSON Lines or CSV."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lore.editing.errors import Refused, Unchanged
from lore.editing.files.importer import Importer
from lore.editing.files.parsing import (
    MOST_BYTES,
    MOST_ROWS,
    Form,
    ParsedFile,
    read_entries,
    written_rows,
)
from lore.editing.plans import Plan
from lore.editing.transaction import ChangeRunner
from lore.model.edits import Imported, Moderator
from lore.model.facts import SHARED
from lore.packs import lines
from lore.store.history_reader import HistoryReader
from lore.store.packs.dump import Overlay, overlays
from lore.store.packs.records import EntityRecord, FactRecord, SourceRecord, Table
from lore.store.staging import SLICE, clear_all
from lore.texts import refusals as words

_FIELD = {"hidden_name": "name", "rank": "rank", "merged": "into"}


def form_of(name: str) -> Form:
    """The form of a file, by its name.

    Raises:
        Refused: where it is neither.
    """
    ending = name.rpartition(".")[2].casefold()
    if ending == "csv":
        return "csv"
    if ending in ("jsonl", "ndjson", "json"):
        return "jsonl"
    raise Refused(words.no_form(name))


class FileExchange:
    """Imports and exports one server at a time."""

    def __init__(self, runner: ChangeRunner) -> None:
        self._runner = runner
        self._importing = asyncio.Lock()  # one large file at a time: each takes memory

    async def recover(self, holds: Callable[[int], bool] = lambda _: True) -> None:
        """Take out what an import has left that a crash broke off, in the servers that this process
        holds; to be called at the start."""
        await clear_all(self._runner.store, holds)

    async def take(
        self, content: bytes, form: Form, by: Moderator, *, reason: str | None = None
    ) -> Imported:
        """Import a file, all or nothing, as one change.

        Raises:
            ImportRefused: with the lines that cannot be taken and why.
            Refused: where the file as a whole cannot be.
        """
        language = self._runner.language
        entries = await asyncio.to_thread(read_entries, content, form, language)

        def plan(reader: HistoryReader, first: Mapping[Table, int] | None = None, /) -> Plan:
            return Importer(reader, language, first).plan(entries)

        change = self._runner.change_in_slices
        try:
            if len(entries.taken) > SLICE:
                async with self._importing:
                    saved = await change(by, "import", plan, _counts(entries), reason=reason)
            else:
                saved = await self._runner.change(by, "import", plan, reason=reason, apart=True)
        except Unchanged:
            saved = None
        records = [entry.record for entry in entries.taken]
        # Rows of a table describe their source each anew, under an id of its own.
        sources = {
            replace(source, key="") if entry.made_up else source
            for entry in entries.taken
            if isinstance(source := entry.record, SourceRecord)
        }
        return Imported(
            len(sources),
            sum(isinstance(record, EntityRecord) for record in records),
            sum(isinstance(record, FactRecord) for record in records),
            saved.change if saved else None,
            saved.filling if saved else (),
        )

    async def give(self, scope: int, form: Form) -> list[bytes]:
        """All that a server has as its own and sees otherwise, in files that `take` takes one
        after the other; mostly one.

        Raises:
            Refused: for the shared facts.
        """
        if scope == SHARED:
            raise Refused(words.NOT_HERE)
        return await self._runner.store.query_apart(
            lambda connection: _files(_plain(connection, scope), form)
        )


def _counts(entries: ParsedFile) -> dict[Table, int]:
    """The most new rows that entries take: a fact may bring a subject, a value and a role."""
    records = [entry.record for entry in entries.taken]
    facts = sum(isinstance(record, FactRecord) for record in records)
    entities = sum(isinstance(record, EntityRecord) for record in records)
    sources = sum(isinstance(record, SourceRecord) for record in records)
    return {"source": sources, "entity": entities + 3 * facts, "fact": facts}


def _plain(connection: sqlite3.Connection, scope: int) -> Iterator[dict[str, Any]]:
    """The records of a server; a source that none of its facts cites any more is left out."""
    records = [json.loads(line) for line in lines(connection, scope)]
    cited = {citation["source"] for record in records for citation in record.get("citations", ())}
    for record in records:
        if record["type"] != "source" or record["id"] in cited:
            yield record
    for overlay in overlays(connection, scope):
        yield _overlay(overlay)


def _overlay(overlay: Overlay) -> dict[str, Any]:
    field = _FIELD.get(overlay.type)
    return {"type": overlay.type, "id": overlay.key, **({field: overlay.text} if field else {})}


def _json_lines(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for record in found:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _files(found: Iterable[Mapping[str, Any]], form: Form) -> list[bytes]:
    """Records as files within the limits of an import; each table with its heading."""
    rendered = _json_lines(found) if form == "jsonl" else written_rows(found)
    heading = next(rendered) if form == "csv" else ""
    files: list[bytes] = []
    taken: list[bytes] = []
    size = first = len(heading.encode())
    rows = 0
    for line in rendered:
        whole = line.encode()
        count = line.count("\n")
        if taken and (size + len(whole) > MOST_BYTES or rows + count > MOST_ROWS):
            files.append(heading.encode() + b"".join(taken))
            taken, size, rows = [], first, 0
        taken.append(whole)
        size += len(whole)
        rows += count
    return [*files, heading.encode() + b"".join(taken)]
