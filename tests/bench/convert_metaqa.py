"""Converts the triples of MetaQA (`subject|relation|object` a line) into a JSON Lines pack.

    python tests/bench/convert_metaqa.py KB OUT.jsonl

The triples are read twice, first for the entities and then for the facts, so that only the names
stay in memory. An entity is a name of one kind: who directs and acts is one person, a person and
a tag of one name are two entities, and so are names that differ in case alone.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

SOURCE = {"type": "source", "id": "wikimovies", "title": "WikiMovies knowledge base"}
RELATIONS = {
    "directed_by": ("director", "person"),
    "written_by": ("writer", "person"),
    "starred_actors": ("cast", "person"),
    "has_genre": ("genre", "genre"),
    "in_language": ("language", "language"),
    "has_tags": ("tag", "tag"),
    "release_year": ("release_date", "date"),
    "has_imdb_rating": ("rating", "text"),
    "has_imdb_votes": ("votes", "text"),
}
"""Each relation with its property and what stands in its object: a kind, a date or a text."""

_PLAIN_VALUES = ("date", "text")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class Entities:
    """Entities with their ids: a readable slug, numbered where an earlier entity has it."""

    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def add(self, kind: str, name: str) -> str | None:
        """The id of an entity that was not met before; None for one that was."""
        if (kind, name) in self.ids:
            return None
        slug = plain = f"{kind}:{slug_of(name)}"
        number = 1
        while slug in self.taken:
            number += 1
            slug = f"{plain}-{number}"
        self.taken.add(slug)
        self.ids[kind, name] = slug
        return slug


def slug_of(name: str) -> str:
    """A name as lower-case ASCII words joined by hyphens; "x" where nothing is left of it."""
    bare = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    return _NOT_SLUG.sub("-", bare.encode("ascii", "ignore").decode().lower()).strip("-") or "x"


def triples(path: Path) -> Iterator[tuple[str, str, str]]:
    """The triples of a file: subject, relation, object.

    Raises:
        ValueError: with the line number of a line that is no triple of a known relation.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            parts = line.rstrip("\n").split("|")
            if len(parts) != 3 or parts[1] not in RELATIONS:
                raise ValueError(f"{path.name}, line {number}: no triple of a known relation")
            yield parts[0], parts[1], parts[2]


def convert(kb: Path, out: Path) -> tuple[int, int]:
    """Write the pack of a file of triples; how many entities and facts it has."""
    with out.open("w", encoding="utf-8") as file:
        _write(file, SOURCE)
        entities = _write_entities(kb, file)
        return len(entities.ids), _write_facts(kb, file, entities)


def _write_entities(kb: Path, file: TextIO) -> Entities:
    entities = Entities()
    for subject, relation, value in triples(kb):
        for kind, name in (("film", subject), (RELATIONS[relation][1], value)):
            if kind in _PLAIN_VALUES:
                continue
            slug = entities.add(kind, name)
            if slug is not None:
                _write(file, {"type": "entity", "id": slug, "name": name, "kind": kind})
    return entities


def _write_facts(kb: Path, file: TextIO, entities: Entities) -> int:
    written: set[str] = set()
    for subject, relation, value in triples(kb):
        name, kind = RELATIONS[relation]
        film = entities.ids["film", subject]
        plain = kind in _PLAIN_VALUES
        known = value if plain else entities.ids[kind, value]
        key = f"{film.removeprefix('film:')}/{name}/{known.removeprefix(f'{kind}:')}"
        if key in written:
            continue
        written.add(key)
        fact = {
            "type": "fact",
            "id": key,
            "subject": film,
            "property": name,
            "value": {kind if plain else "entity": known},
            "citations": [{"source": SOURCE["id"], "status": "confirmed"}],
        }
        _write(file, fact)
    return len(written)


def _write(file: TextIO, record: dict[str, Any]) -> None:
    file.write(json.dumps(record, ensure_ascii=False) + "\n")


def main(arguments: list[str]) -> int:
    """Convert the file of the first argument into that of the second; the exit status."""
    if len(arguments) != 2:
        print("usage: convert_metaqa.py KB OUT.jsonl", file=sys.stderr)
        return 2
    try:
        entities, facts = convert(Path(arguments[0]), Path(arguments[1]))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{entities:,} entities, {facts:,} facts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
