"""Records as rows of CSV and back: exactly what JSON Lines say, one row a record or citation.

A hand-written row may leave more out: without a type it is a fact, without an id one that is not
known yet, with names for ids, and with its source in its own cells.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lore.curation.errors import Refused
from lore.wording import files

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
        raise Refused(files.formula(cell))
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
            raise Refused(files.no_heading(unknown, COLUMNS))
        reader.fieldnames = names
        for cells in reader:
            if any(cells.values()):
                yield reader.line_num, _row(cells)
    except csv.Error as error:
        raise Refused(files.no_table(reader.line_num, str(error))) from None


def _row(cells: Mapping[str | None, Any]) -> Row | Refused:
    if None in cells:
        return Refused(files.TOO_MANY_CELLS)
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
        raise Refused(files.no_flag(name, cell))
    return cell.casefold() in _TRUE


def listed(cell: str) -> list[str]:
    """The names of a cell: between semicolons, or as JSON.

    Raises:
        Refused: where the JSON is none.
    """
    if not cell.startswith("["):
        return [one.strip() for one in cell.split(";") if one.strip()]
    try:
        found = json.loads(cell)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Refused(files.no_list(cell))
    return found


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
    found = list(names)
    if any(";" in name or name.startswith("[") or name != name.strip() for name in found):
        return json.dumps(found, ensure_ascii=False)
    return "; ".join(found)
