"""A small pack with all that is hard to show: equal names, long lists, spoilers, hostile text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]

HOSTILE = "**Ilsa** [Faust](https://x.example) <@1> @everyone"
ECHOES = tuple(range(2001, 2009))
CROWD = 400
CAST = tuple(f"Extra Number{n} Longname-Withersworth the Somethingth" for n in range(CROWD))


def rows() -> Iterator[Row]:
    """The records."""
    yield {"type": "source", "id": "gazette", "title": "Night Train Finds Its Conductor"} | {
        "publisher": "Film Gazette",
        "published": "2026-03-02",
        "address": "https://gazette.example/night-train?a=(b)",
    }
    yield {"type": "source", "id": "page", "title": "All Aboard", "published": "2026-03"} | {
        "estimated": True,
        "reason": "it calls the Gazette's article new",
    }
    yield {"type": "source", "id": "roll", "title": "Cameras Roll", "published": "2026-05-05"}
    yield _entity("night-train", "Night Train", "film", year=2027)
    yield _entity("vale", "Conductor Vale", "character")
    yield _entity("stoker", "Stoker Bly", "character")
    yield _entity("ana", "Ana Lopez", "person")
    yield _entity("bob", "Bob Stone", "person")
    yield _fact("night-train", "cast", {"entity": "ana"}, role={"entity": "vale"})
    yield _fact("night-train", "cast", {"entity": "bob"}, role={"entity": "stoker"}, spoiler=True)
    yield _fact("vale", "fate", {"text": "dies in the tunnel"}, spoiler=True)
    yield _fact("night-train", "release_date", {"date": "2027-10-01"})
    yield _fact("night-train", "release_date", {"date": "2027-11"}, source="page")
    start = {"date": "2026-09"}
    yield _fact("night-train", "filming_start", start, source="roll", status="reported")
    yield _fact("night-train", "director", {"entity": "bob"}, source="page", status="rumoured")
    yield _entity("hostile", HOSTILE, "person")
    yield _fact("night-train", "producer", {"entity": "hostile"})
    for year in ECHOES:
        yield _entity(f"echo-{year}", "The Echo", "film", year=year)
        yield _fact(f"echo-{year}", "director", {"entity": "ana"})
    for year in (1999, 2019):
        yield _entity(f"fog-{year}", "Harbour Fog", "film", year=year)
        yield _fact(f"fog-{year}", "director", {"entity": "ana" if year == 1999 else "bob"})
    yield _entity("crowd", "Crowd Scene", "film", year=2020)
    for number, name in enumerate(CAST):
        yield _entity(f"extra-{number}", name, "person")
        yield _fact("crowd", "cast", {"entity": f"extra-{number}"}, spoiler=number == CROWD - 1)


def write(path: Path) -> Path:
    """Write the pack as JSON Lines."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows()), encoding="utf-8")
    return path


def _entity(number: str, name: str, kind: str, **more: Any) -> Row:
    return {"type": "entity", "id": number, "name": name, "kind": kind} | more


def _fact(
    subject: str,
    name: str,
    value: Row,
    *,
    source: str = "gazette",
    status: str = "confirmed",
    **more: Any,
) -> Row:
    number = f"{subject}-{name}-{next(iter(value.values()))}"
    cited = {"source": source, "locator": "paragraph 2", "status": status}
    known = {"subject": subject, "property": name, "value": value, "citations": [cited]}
    return {"type": "fact", "id": number} | known | more
