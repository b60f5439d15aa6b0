"""Packs in both forms, and what a database holds of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lore.packs import export_pack
from lore.store import Store

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = ROOT / "data" / "migrations"
SERVER, OTHER = 1234, 5678
KINDS = ["film", "person", "character", "series"]
TABLES = """
[cast]
label = "cast"
subject = ["film"]
value = ["person"]
role = ["character", "text"]
[release_date]
label = "release date"
value = ["date"]
[series]
label = "series"
value = ["series"]
[title]
label = "title"
value = ["text"]
role = ["film"]
[note]
label = "note"
role = []
"""
Fields = dict[str, Any]
ARTICLE: Fields = {"type": "source", "id": "article", "title": "An article"}
WHOSE: Fields = {"type": "server", "id": str(SERVER)}
FILM: Fields = {"type": "entity", "id": "mi-7", "name": "Mission: Impossible 7", "kind": "film"}
REBECCA: Fields = {
    "type": "entity",
    "id": "rebecca",
    "name": "Rebecca Ferguson",
    "kind": "person",
    "aliases": ["Fergeson", "Becca"],
    "year": 1983,
}
CITED = [{"source": "article", "locator": "paragraph 2", "status": "confirmed"}]
CAST: Fields = {
    "type": "fact",
    "id": "cast-rebecca",
    "subject": "mi-7",
    "property": "cast",
    "value": {"entity": "rebecca"},
    "role": {"text": "Ilsa"},
    "citations": CITED,
}
DATE: Fields = {
    "type": "fact",
    "id": "release",
    "subject": "mi-7",
    "property": "release_date",
    "value": {"date": "2021-07"},
    "citations": CITED,
}
TITLE: Fields = {**DATE, "id": "title", "property": "title", "value": {"text": "Reckoning"}}
PACK = (ARTICLE, FILM, REBECCA, CAST, DATE)


def jsonl(path: Path, records: Sequence[Mapping[str, Any] | str]) -> Path:
    lines = [
        one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def toml(folder: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    """A pack as a folder; JSON's texts, numbers and lists of them are TOML's too."""
    folder.mkdir(exist_ok=True)
    for name, kind in (("sources", "source"), ("entities", "entity"), ("facts", "fact")):
        tables = [one for one in records if one["type"] == kind]
        (folder / f"{name}.toml").write_text("\n".join(map(_table, tables)), encoding="utf-8")
    return folder


def _table(record: Mapping[str, Any]) -> str:
    rows = [f"{name} = {_inline(value)}" for name, value in record.items() if name != "type"]
    return "\n".join([f"[[{record['type']}]]", *rows, ""])


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {_inline(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value)


def contents(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for (table,) in tables
    }


async def exported(store: Store, scope: int = 0) -> str:
    out = store.path.with_name("out.jsonl")
    await export_pack(store, out, scope)
    return out.read_text(encoding="utf-8")


async def facts(store: Store, retired: int = 0) -> set[str]:
    rows = await store.read("SELECT key FROM fact WHERE retired = ?", (retired,))
    return {row[0] for row in rows}
