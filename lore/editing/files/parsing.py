"""The records of an attached file, each with its line; what cannot be taken, with its reason.

CSV says exactly what JSON Lines say, one row a record or citation.

A hand-written row may leave more out: without a type it is a fact, without an id one that is not
known yet, with names for ids, and with its source in its own cells.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from lore.editing import user_input
from lore.editing.errors import Refused, SourceMissing
from lore.editing.search import find_property
from lore.language.lexicon import Language
from lore.model.errors import LoreError
from lore.model.facts import Status
from lore.packs.parsing import parse_record
from lore.packs.reading import SERVER
from lore.store.packs.dump import Overlay
from lore.store.packs.records import Record, SourceRecord
from lore.texts import refusals

COLUMNS = (
    "type",
    "id",
    "subject",
    "property",
    "value",
    "value_type",
    "role",
    "role_type",
    "spoiler",
    "status",
    "as_of",
    "locator",
    "source",
    "title",
    "publisher",
    "address",
    "published",
    "estimated",
    "reason",
    "name",
    "kind",
    "year",
    "aliases",
    "rank",
    "into",
)

# What a spreadsheet takes for a formula, also where it stands after apostrophes.
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_TRUE = frozenset({"true", "yes", "x", "1"})
_FALSE = frozenset({"", "false", "no", "0"})

Row = dict[str, str]


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unguarded` gives it back."""
    return f"'{cell}" if _FORMULA.match(cell) or _GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`.

    Raises:
        Refused: for a formula.
    """
    if _FORMULA.match(cell):
        raise Refused(refusals.formula(cell))
    return cell[1:] if _GUARDED.match(cell) else cell


def written_rows(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a table, its heading first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for record in records:
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        for row in _flat(record):
            writer.writerow({name: guarded(cell) for name, cell in row.items()})
    yield out.getvalue()


def read_rows(text: str) -> Iterator[tuple[int, Row | Refused]]:
    """The rows of a table with their lines; a row that cannot be read is its refusal.

    Raises:
        Refused: where the heading cannot be used, or quotes never end.
    """
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().casefold() for name in reader.fieldnames or ()]
        unknown = [name for name in names if name not in COLUMNS]
        if unknown or len(set(names)) < len(names) or not names:
            raise Refused(refusals.no_heading(unknown, COLUMNS))
        reader.fieldnames = names
        for cells in reader:
            if any(cells.values()):
                yield reader.line_num, _row(cells)
    except csv.Error as error:
        raise Refused(refusals.no_table(reader.line_num, str(error))) from None


def _row(cells: Mapping[str | None, Any]) -> Row | Refused:
    if None in cells:
        return Refused(refusals.TOO_MANY_CELLS)
    try:
        return {str(name): unguarded((cell or "").strip()) for name, cell in cells.items()}
    except Refused as error:
        return error


def flag(cell: str, name: str) -> bool:
    """A cell as yes or no.

    Raises:
        Refused: where it is neither.
    """
    if cell.casefold() not in _TRUE | _FALSE:
        raise Refused(refusals.no_flag(name, cell))
    return cell.casefold() in _TRUE


def listed(cell: str) -> list[str]:
    """The names of a cell: between semicolons, or as JSON.

    Raises:
        Refused: where the JSON is none.
    """
    if not cell.startswith("["):
        return [part.strip() for part in cell.split(";") if part.strip()]
    try:
        parsed = json.loads(cell)
    except ValueError:
        parsed = None
    if not isinstance(parsed, list) or not all(isinstance(part, str) for part in parsed):
        raise Refused(refusals.no_list(cell))
    return parsed


def _flat(record: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of a record: one, but of a fact one for each citation."""
    plain = {name: _cell(value) for name, value in record.items() if name in COLUMNS}
    for name in ("value", "role"):
        if name in record and record["type"] == "fact":
            ((kind, text),) = record[name].items()
            plain |= {name: text, f"{name}_type": kind}
    if "aliases" in record:
        plain["aliases"] = _joined(record["aliases"])
    for cited in record.get("citations", [{}]):
        yield {**plain, **{name: _cell(value) for name, value in cited.items()}}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value) if value is not None else ""


def _joined(names: Iterable[str]) -> str:
    texts = list(names)
    if any(";" in name or name.startswith("[") or name != name.strip() for name in texts):
        return json.dumps(texts, ensure_ascii=False)
    return "; ".join(texts)


Form = Literal["jsonl", "csv"]

MOST_BYTES = 1024 * 1024
"""Bytes of a file that is imported."""
MOST_ROWS = 5_000
"""Rows of a file that is imported."""
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
class ParsedRow:
    """A record with its line. `made_up` where the file gives no id; `named` where names may stand
    for ids, `role_open` where the role may be a name or a text."""

    line: int
    record: Record | Overlay
    made_up: bool = False
    named: bool = False
    role_open: bool = False


@dataclass(slots=True)
class ParsedFile:
    """The records of a file, and the lines that are refused."""

    taken: list[ParsedRow] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def read_entries(content: bytes, form: Form, language: Language) -> ParsedFile:
    """All records of a file.

    Raises:
        Refused: where the file as a whole cannot be taken.
    """
    if len(content) > MOST_BYTES:
        raise Refused(refusals.file_too_large(MOST_BYTES))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(refusals.NOT_UTF8) from None
    rows = list(_lines(text)) if form == "jsonl" else list(read_rows(text))
    if not rows:
        raise Refused(refusals.EMPTY_FILE)
    if len(rows) > MOST_ROWS:
        raise Refused(refusals.too_many_rows(len(rows), MOST_ROWS))
    return _Reader(language).entries(rows, form)


def _lines(text: str) -> Iterator[tuple[int, dict[str, Any] | Refused]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            record = _object(line)
            if isinstance(record, Refused) or record.get("type") != SERVER:
                yield number, record


def _object(line: str) -> dict[str, Any] | Refused:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        fields = None
    return fields if isinstance(fields, dict) else Refused(refusals.NO_OBJECT)


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
        self._found = ParsedFile()
        self._raw: list[_Raw] = []
        self._facts: dict[str, tuple[_Raw, dict[str, Any]]] = {}
        self._seen: dict[tuple[str, str], int] = {}

    def entries(self, rows: list[tuple[int, Any]], form: Form) -> ParsedFile:
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
                raise Refused(refusals.twice(raw.kind, record.key, known))
        if isinstance(record, SourceRecord):
            user_input.address(record.address)
        if not user_input.is_visible(json.dumps(raw.fields, ensure_ascii=False)):
            raise Refused(refusals.INVISIBLE)
        self._found.taken.append(ParsedRow(raw.line, record, raw.made_up, raw.named, raw.role_open))

    def _gather(self, line: int, row: Row) -> None:
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
                fields["aliases"] = listed(cells["aliases"])
            if "year" in cells:
                fields["year"] = _year(cells["year"])
        self._raw.append(_Raw(line, kind, fields))

    def _gather_fact(self, line: int, cells: Mapping[str, str]) -> None:
        """Gather one citation of a fact, and the fact with the first."""
        fields = self._fact(cells)
        status = cells.get("status", str(Status.REPORTED)).casefold()
        if status not in set(Status):
            raise Refused(refusals.no_status(status))
        cited = {"source": cells.get("source") or self._source(line, cells), "status": status}
        cited |= _dates(cells, "as_of")
        cited |= {"locator": cells["locator"]} if "locator" in cells else {}
        key = cells.get("id")
        if key and key in self._facts:
            raw, first = self._facts[key]
            if first != fields:
                raise Refused(refusals.differs(key, raw.line))
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
            (literal for literal in ("date", "text") if literal in entry.value), "entity"
        )
        fields["value"] = {kind: str(user_input.read_date(value)) if kind == "date" else value}
        if "role" in cells:
            kind = cells.get("role_type") or ("text" if "text" in entry.role else "entity")
            fields["role"] = {kind: cells["role"]}
        return fields | _flags(cells, "spoiler")


def _overlay(kind: str, fields: Mapping[str, Any]) -> Overlay:
    asked = _OVERLAYS[kind]
    wanted = {"id", asked} - {None}
    if set(fields) != wanted or not all(
        isinstance(value, str) and value for value in fields.values()
    ):
        raise Refused(refusals.no_overlay(kind, asked))
    if kind == "rank" and fields["rank"] not in ("preferred", "superseded"):
        raise Refused(refusals.NO_RANK)
    return Overlay(kind, fields["id"], fields[asked] if asked else "")  # type: ignore[arg-type]


def _dates(cells: Mapping[str, str], name: str) -> dict[str, str]:
    return {name: str(user_input.read_date(cells[name]))} if name in cells else {}


def _flags(cells: Mapping[str, str], name: str) -> dict[str, bool]:
    return {name: flag(cells[name], name)} if name in cells else {}


def _year(cell: str) -> int | str:
    """A year as a number where it is written as one; what else stands there is refused later."""
    return int(cell) if cell.isdecimal() and len(cell) <= _YEAR else cell
