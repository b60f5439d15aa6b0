#!/usr/bin/env python3
"""Draws the picture in docs/architecture.md from the imports of the program.

    python docs/draw_architecture.py

Rooms are in the order of the ladder. An arrow says that a room imports another; where it imports a
third through that one, the arrow to the third is left out. tests/test_architecture.py runs this and
fails where the picture is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.support.imports import LADDER, cycles, graph, rung  # noqa: E402 - it needs the path

PAGE = ROOT / "docs" / "architecture.md"
START, END = "```mermaid\n", "```\n"


def rooms() -> dict[str, frozenset[str]]:
    """The rooms of the ladder, each with those that it imports."""
    found: dict[str, set[str]] = {room: set() for rooms in LADDER for room in rooms}
    for module, imported in graph().items():
        here = rung(module)
        for other in imported:
            there = rung(other)
            if here and there and here[1] != there[1]:
                found[here[1]].add(there[1])
    return {room: frozenset(others) for room, others in found.items()}


def drawn() -> str:
    """The picture, as the text of a Mermaid flow chart."""
    return "\n".join(["flowchart TD", *_lines(), ""])


def _lines() -> Iterator[str]:
    imported = rooms()
    for number, names in enumerate(LADDER):
        yield f"    subgraph rung{number}[ ]"
        yield from (f"        {room}" for room in names)
        yield "    end"
    round_about = {room for circle in cycles(imported) for room in circle}
    for room, others in imported.items():
        for other in sorted(others):
            through = any(other in imported[step] for step in others - {other})
            if not through or {room, other} <= round_about:
                yield f"    {room} --> {other}"


def main() -> None:
    """Write the picture into the page."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}{drawn()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
