"""Two tiny franchises with a few labelled questions each, to train on in seconds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]

FRANCHISES = {
    "mole": ("Night Mole", "Ana Lopes", "Captain Vurr", "Bob Stonn"),
    "gull": ("Grey Gull", "Ivo Tarn", "Doctor Quell", "Mia Sorg"),
}


def pack(film: str, actor: str, part: str, director: str) -> list[Row]:
    """The records of a franchise of one film."""
    entities = (("f", film, "film"), ("a", actor, "person"), ("p", part, "character"))
    return [
        {"type": "source", "id": "s", "title": "Gazette", "published": "2026-03-02"},
        *(
            {"type": "entity", "id": key, "name": name, "kind": kind}
            for key, name, kind in (*entities, ("d", director, "person"))
        ),
        _fact("cast", {"entity": "a"}, role={"entity": "p"}),
        _fact("director", {"entity": "d"}),
        _fact("release_date", {"date": "2027-10-01"}),
        _fact("composer", {"entity": "d"}, status="rumoured"),
    ]


def questions(film: str, actor: str, part: str, director: str) -> list[Row]:
    """Questions about it, the last of which nothing answers."""
    return [
        _asked(f"so whos doin {part} then", actor),
        _asked(f"who is it that directs {film} pls", director),
        _asked(f"any idea when {film} lands in cinemas", "@2027-10-01"),
        _asked(f"is {director} scoring {film}?", director, status="rumoured"),
        _asked(f"what was the catering budget of {film}", outcome="unknown"),
    ]


def _asked(text: str, *want: str, outcome: str = "answered", status: str = "confirmed") -> Row:
    row = {"q": text, "kind": "facts", "want": [[one] for one in want], "avoid": []}
    return {**row, "outcome": outcome, "status": status if want else None}


def _fact(name: str, value: Row, *, status: str = "confirmed", **more: Any) -> Row:
    known = {"type": "fact", "id": name, "subject": "f", "property": name, "value": value}
    return {**known, "citations": [{"source": "s", "status": status}], **more}


def write(folder: Path) -> Path:
    """Write both as a folder to train on."""
    for name, named in FRANCHISES.items():
        place = folder / name
        place.mkdir(parents=True)
        for file, rows in (("pack", pack(*named)), ("questions", questions(*named))):
            text = "".join(f"{json.dumps(row)}\n" for row in rows)
            (place / f"{file}.jsonl").write_text(text, encoding="utf-8")
    return folder
