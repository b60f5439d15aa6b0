"""Why an attached file is not taken, as a whole or line by line."""

from __future__ import annotations

from collections.abc import Sequence

from lore.wording.refusals import a, shown
from lore.wording.terms import sentence

TOLD = 10
"""Refused lines that are told where they are shown; a file has all of them."""

NOT_UTF8 = "The file is not a text in UTF-8: save it as such and try again."
INVISIBLE = "there are characters in it that cannot be seen, or that turn the text around"
EMPTY_FILE = "There is nothing in the file."
NO_OBJECT = "the line is not a JSON object"
NO_RANK = "a rank is “preferred” or “superseded”"
TOO_MANY_CELLS = "the row has more cells than the heading"


def no_form(name: str) -> str:
    """A file that is neither JSON Lines nor CSV."""
    return f"{shown(name)} is neither JSON Lines (.jsonl) nor CSV (.csv)."


def file_too_large(limit: int) -> str:
    """A file beyond the limit."""
    return f"The file is too large: at most {limit // (1024 * 1024)} MB at once."


def too_many_rows(rows: int, limit: int) -> str:
    """A file with more rows than are taken at once."""
    return f"The file has {rows:,} rows: at most {limit:,} at once."


def no_heading(unknown: Sequence[str], known: Sequence[str]) -> str:
    """A table whose first row does not name its columns."""
    wrong = f" It has no column {shown(unknown[0])}." if unknown else ""
    return f"The first row of a table names its columns, among {', '.join(known)}.{wrong}"


def no_table(line: int, reason: str) -> str:
    """A table that breaks off."""
    return f"The table cannot be read in line {line}: {reason}."


def formula(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula."""
    return f"{shown(cell)} begins like a formula: put an apostrophe before it"


def no_flag(name: str, cell: str) -> str:
    """A cell that is neither yes nor no."""
    return f"“{name}” is yes or no, not {shown(cell)}"


def no_list(cell: str) -> str:
    """A cell that is no list of names."""
    return f"{shown(cell)} is no list of names: put semicolons between them"


def no_status(text: str) -> str:
    """A word that is no status."""
    return f"{shown(text)} is no status"


def no_overlay(kind: str, field: str | None) -> str:
    """An overlay's record with other fields than it has."""
    return f"a record “{kind}” has “id”{f' and “{field}”' if field else ''} and nothing else"


def no_such(what: str, key: str) -> str:
    """A record names something that is not there."""
    return f"there is no {what} {shown(key)}"


def other_kind(key: str, kind: str, given: str) -> str:
    """A record gives an entity another kind."""
    return f"{shown(key)} is {a(kind)}, and stays one rather than {a(given)}"


def twice(kind: str, key: str, line: int) -> str:
    """Two records of one id."""
    return f"the {kind} {shown(key)} stands in line {line} already"


def differs(key: str, line: int) -> str:
    """Two rows of one fact that do not say the same."""
    return f"the fact {shown(key)} says something else in line {line}"


def import_refused(lines: Sequence[tuple[int, str]]) -> str:
    """A file that was not taken, with the first lines to mend."""
    told = [refused(line, reason) for line, reason in lines[:TOLD]]
    more = [f"… and {len(lines) - len(told):,} more."] if len(lines) > len(told) else []
    count = "1 line cannot" if len(lines) == 1 else f"{len(lines):,} lines cannot"
    return "\n".join([f"Nothing was imported: {count} be taken.", *told, *more])


def refused(line: int, reason: str) -> str:
    """A line that cannot be taken, and why."""
    return f"Line {line}: {sentence(reason)}"
