"""The records of a pack's files, one after the other, each with its place."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lore.model.errors import PackError
from lore.packs.parsing import parse_record
from lore.store.packs.records import Record

TOML_FILES = {"sources.toml": "source", "entities.toml": "entity", "facts.toml": "fact"}
"""The files of a pack's folder in the order in which they are read, with the table of each."""
SERVER = "server"
"""The type of the line that says which server's own facts a pack has: {"type": …, "id": …}."""


class Place(NamedTuple):
    """Where a record stands: a file, and a line or a name in it."""

    file: str
    where: int | str

    def __str__(self) -> str:
        where = f"line {self.where}" if isinstance(self.where, int) else self.where
        return f"{self.file}, {where}"

    def refusal(self, reason: object) -> PackError:
        """The error for a record that cannot be taken."""
        return PackError(f"{self}: {reason}.")


class Placed(NamedTuple):
    """A record with its place, and how many bytes of its pack were read by then."""

    place: Place
    record: Record
    read: int


def pack_files(path: Path) -> list[Path]:
    """The files of a pack: those of a TOML folder, or the one of JSON Lines.

    Raises:
        PackError: where there is none, or one of a folder is missing: what it had would go with it.
    """
    try:
        if path.is_dir():
            files = [path / name for name in TOML_FILES]
            missing = [file.name for file in files if not file.is_file()]
            if len(missing) == len(files):
                raise PackError(f"{path} is no pack: it has none of {', '.join(TOML_FILES)}.")
            if missing:
                raise PackError(
                    f"{path} is not a whole pack: {missing[0]} is missing. Bring it back, or make "
                    "an empty file of that name if there is nothing to put in it."
                )
            return files
        if not path.exists():
            raise PackError(f"{path} does not exist.")
    except OSError as error:
        raise PackError(f"{path} cannot be read: {error.strerror}.") from None
    return [path]


def pack_size(path: Path) -> int:
    """The bytes of a pack's files."""
    return sum(file.stat().st_size for file in pack_files(path))


def read_pack(
    path: Path, properties: Collection[str], *, anybodys: bool = False
) -> Iterator[Placed]:
    """The records of a pack, JSON Lines line by line.

    `anybodys` refuses one that says that it is what one server has of its own.

    Raises:
        PackError: with the place and the reason of the first record that cannot be taken.
    """
    try:
        if path.is_dir():
            yield from _read_folder(path, properties)
        else:
            yield from _read_lines(path, properties, anybodys)
    except OSError as error:
        raise PackError(f"{path} cannot be read: {error.strerror}.") from None


def _read_lines(path: Path, properties: Collection[str], anybodys: bool) -> Iterator[Placed]:
    read = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            read += len(line)
            if not line.strip():
                continue
            place = Place(path.name, number)
            try:
                fields = _fields(line)
                if fields.get("type") == SERVER:
                    _check_server(fields.get("id"), anybodys)
                    continue
                record = parse_record(fields.pop("type", None), fields, properties)
            except PackError as error:
                raise place.refusal(error) from None
            yield Placed(place, record, read)


def _check_server(server: object, anybodys: bool) -> None:
    if anybodys:
        raise PackError(
            f"it is what the server {server} has of its own: import it with --server {server}, "
            "or with --shared to give it to all servers"
        )


def _fields(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PackError("the line is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise PackError(f"the line is not JSON ({error})") from None
    if not isinstance(fields, dict):
        raise PackError("the line is not a JSON object")
    return fields


def _read_folder(folder: Path, properties: Collection[str]) -> Iterator[Placed]:
    read = 0
    for path in pack_files(folder):
        content = path.read_bytes()
        read += len(content)
        kind = TOML_FILES[path.name]
        for number, fields in enumerate(_tables(path.name, content, kind), 1):
            key = fields.get("id") if isinstance(fields, dict) else None
            named = f"{kind} “{key}”" if isinstance(key, str) and key else f"{kind} {number}"
            place = Place(path.name, named)
            try:
                record = parse_record(kind, fields, properties)
            except PackError as error:
                raise place.refusal(error) from None
            yield Placed(place, record, read)


def _tables(name: str, content: bytes, kind: str) -> Sequence[Any]:
    """The tables of a TOML file."""
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise PackError(f"{name} is not UTF-8.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PackError(f"{name} is not TOML: {error}.") from None
    tables = document.pop(kind, [])
    if document:
        raise PackError(f"{name} has no “{next(iter(document))}”: it is a list of [[{kind}]].")
    if not isinstance(tables, list):
        raise PackError(f"{name}: write [[{kind}]] rather than [{kind}].")
    return tables
