"""The records of an attached file, each with its line; what cannot be taken, with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from lore.curation import tables, written
from lore.curation.errors import Refused, SourceMissing
from lore.curation.properties import find_property
from lore.errors import LoreError
from lore.language import Language
from lore.models import Status
from lore.packs.parsing import parse_record
from lore.packs.reading import SERVER
from lore.store.overlays import Overlay
from lore.store.records import Record, SourceRecord
from lore.wording import files

Form = Literal["jsonl", "csv"]

MOST_BYTES = 1024 * 1024
MOST_ROWS = 5_000
_YEAR = 4
"""Digits of a year."""
_OVERLAYS: dict[str, str | None] = {
    "hidden": None,
    "hidden_name": "name",
    "rank": "rank",
    "merged": "into",
}
"""The field of each overlay that says what it is about, besides its id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with its line. `made_up` where the file gives no id; `named` where names may stand
    for ids, `role_open` where the role may be a name or a text."""

    line: int
    record: Record | Overlay
    made_up: bool = False
    named: bool = False
    role_open: bool = False


@dataclass(slots=True)
class Entries:
    """The records of a file, and the lines that are refused."""

    taken: list[Entry] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def read_entries(content: bytes, form: Form, language: Language) -> Entries:
    """All records of a file.

    Raises:
        Refused: where the file as a whole cannot be taken.
    """
    if len(content) > MOST_BYTES:
        raise Refused(files.file_too_large(MOST_BYTES))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(files.NOT_UTF8) from None
    rows = list(_lines(text)) if form == "jsonl" else list(tables.read_rows(text))
    if not rows:
        raise Refused(files.EMPTY_FILE)
    if len(rows) > MOST_ROWS:
        raise Refused(files.too_many_rows(len(rows), MOST_ROWS))
    return _Reader(language).entries(rows, form)


def _lines(text: str) -> Iterator[tuple[int, dict[str, Any] | Refused]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found = _object(line)
            if isinstance(found, Refused) or found.get("type") != SERVER:
                yield number, found


def _object(line: str) -> dict[str, Any] | Refused:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        fields = None
    return fields if isinstance(fields, dict) else Refused(files.NO_OBJECT)


@dataclass(slots=True)
class _Raw:
    """A record before it is checked; the citations of one fact may stand on several rows."""

    line: int
    kind: Any
    fields: dict[str, Any]
    made_up: bool = False
    named: bool = False
    role_open: bool = False


class _Reader:
    """Gathers the records of rows, then checks them; what is refused is noted with its line."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._found = Entries()
        self._raw: list[_Raw] = []
        self._facts: dict[str, tuple[_Raw, dict[str, Any]]] = {}
        self._seen: dict[tuple[str, str], int] = {}

    def entries(self, rows: list[tuple[int, Any]], form: Form) -> Entries:
        """The entries of all rows."""
        for line, row in rows:
            with self._noting(line):
                if isinstance(row, Refused):
                    raise row
                if form == "jsonl":
                    self._raw.append(_Raw(line, row.pop("type", None), row))
                else:
                    self._gather(line, row)
        for raw in self._raw:
            with self._noting(raw.line):
                self._check(raw)
        self._found.refused.sort()
        return self._found

    @contextmanager
    def _noting(self, line: int) -> Iterator[None]:
        try:
            yield
        except LoreError as error:
            self._found.refused.append((line, str(error).removesuffix(".")))

    def _check(self, raw: _Raw) -> None:
        """Take one record, which must be the only one of its id."""
        record: Record | Overlay
        if isinstance(raw.kind, str) and raw.kind in _OVERLAYS:
            record = _overlay(raw.kind, raw.fields)
        else:
            record = parse_record(raw.kind, raw.fields, self._language.properties)
            known = self._seen.setdefault((raw.kind, record.key), raw.line)
            if known != raw.line:
                raise Refused(files.twice(raw.kind, record.key, known))
        if isinstance(record, SourceRecord):
            written.address(record.address)
        if not written.is_visible(json.dumps(raw.fields, ensure_ascii=False)):
            raise Refused(files.INVISIBLE)
        self._found.taken.append(Entry(raw.line, record, raw.made_up, raw.named, raw.role_open))

    def _gather(self, line: int, row: tables.Row) -> None:
        """Gather the record of a table's row."""
        kind = row.get("type") or "fact"
        cells = {name: cell for name, cell in row.items() if cell and name != "type"}
        if kind == "fact":
            self._gather_fact(line, cells)
            return
        fields: dict[str, Any] = dict(cells)
        if kind == "source":
            fields |= _dates(cells, "published") | _flags(cells, "estimated")
        elif kind == "entity":
            if "aliases" in cells:
                fields["aliases"] = tables.listed(cells["aliases"])
            if "year" in cells:
                fields["year"] = _year(cells["year"])
        self._raw.append(_Raw(line, kind, fields))

    def _gather_fact(self, line: int, cells: Mapping[str, str]) -> None:
        """Gather one citation of a fact, and the fact with the first."""
        fields = self._fact(cells)
        status = cells.get("status", str(Status.REPORTED)).casefold()
        if status not in set(Status):
            raise Refused(files.no_status(status))
        cited = {"source": cells.get("source") or self._source(line, cells), "status": status}
        cited |= _dates(cells, "as_of")
        cited |= {"locator": cells["locator"]} if "locator" in cells else {}
        key = cells.get("id")
        if key and key in self._facts:
            raw, first = self._facts[key]
            if first != fields:
                raise Refused(files.differs(key, raw.line))
            raw.fields["citations"].append(cited)
            return
        whole = {
            **fields,
            "id": key or f"the fact in line {line} of this table",
            "citations": [cited],
        }
        role_open = "role" in fields and "role_type" not in cells
        raw = _Raw(line, "fact", whole, not key, named=True, role_open=role_open)
        self._raw.append(raw)
        if key:
            self._facts[key] = (raw, fields)

    def _source(self, line: int, cells: Mapping[str, str]) -> str:
        """Gather the source in a fact's own cells; the id that it is given."""
        names = ("title", "publisher", "address", "reason")
        fields: dict[str, Any] = {name: cells[name] for name in names if name in cells}
        fields |= _dates(cells, "published") | _flags(cells, "estimated")
        if "title" not in fields:
            raise SourceMissing
        key = f"the source in line {line} of this table"
        self._raw.append(_Raw(line, "source", {**fields, "id": key}, made_up=True))
        return key

    def _fact(self, cells: Mapping[str, str]) -> dict[str, Any]:
        entry = find_property(cells.get("property", ""), self._language)
        fields: dict[str, Any] = {"property": entry.id, "subject": cells.get("subject", "")}
        value = cells.get("value", "")
        kind = cells.get("value_type") or next(
            (one for one in ("date", "text") if one in entry.value), "entity"
        )
        fields["value"] = {kind: str(written.read_date(value)) if kind == "date" else value}
        if "role" in cells:
            kind = cells.get("role_type") or ("text" if "text" in entry.role else "entity")
            fields["role"] = {kind: cells["role"]}
        return fields | _flags(cells, "spoiler")


def _overlay(kind: str, fields: Mapping[str, Any]) -> Overlay:
    asked = _OVERLAYS[kind]
    wanted = {"id", asked} - {None}
    if set(fields) != wanted or not all(isinstance(one, str) and one for one in fields.values()):
        raise Refused(files.no_overlay(kind, asked))
    if kind == "rank" and fields["rank"] not in ("preferred", "superseded"):
        raise Refused(files.NO_RANK)
    return Overlay(kind, fields["id"], fields[asked] if asked else "")  # type: ignore[arg-type]


def _dates(cells: Mapping[str, str], name: str) -> dict[str, str]:
    return {name: str(written.read_date(cells[name]))} if name in cells else {}


def _flags(cells: Mapping[str, str], name: str) -> dict[str, bool]:
    return {name: tables.flag(cells[name], name)} if name in cells else {}


def _year(cell: str) -> int | str:
    """A year as a number where it is written as one; what else stands there is refused later."""
    return int(cell) if cell.isdecimal() and len(cell) <= _YEAR else cell
