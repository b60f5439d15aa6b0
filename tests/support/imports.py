"""Who imports whom, read from the source, and the ladder that says who may.

`LADDER` is the one list that the tests hold the tree to and that the picture in
docs/architecture.md is drawn from.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parents[2]

LADDER = (
    ("bot",),
    ("app",),
    ("cogs",),
    ("chat",),
    ("lore.command_line", "lore.services"),
    ("lore.console", "lore.feeds", "lore.inbox"),
    ("lore.editing", "lore.conversation", "lore.training"),
    ("lore.answering", "lore.articles", "lore.packs", "lore.privacy"),
    ("lore.store", "lore.understanding"),
    ("lore.linking", "lore.texts"),
    ("lore.fetching", "lore.language", "lore.settings"),
    ("lore.model",),
    ("lore.quota", "lore.steps", "lore.visible"),
)
"""The rooms from top to bottom. A room may import what stands on a lower rung, and nothing else:
not the rooms above it, and not those beside it. What a type checker alone reads counts, too."""

Graph = Mapping[str, frozenset[str]]
"""Modules, or packages, each with those that it imports."""


@dataclass(frozen=True)
class Import:
    """One imported module, or one name of a module; `late` inside a function."""

    name: str
    line: int
    late: bool

    def inside(self, *rooms: str) -> bool:
        return within(self.name, *rooms)


def within(module: str, *rooms: str) -> bool:
    """Whether a module is one of some modules and packages, or in one."""
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def module_of(path: PurePath) -> str:
    """The dotted name of a file, given from the top of the tree."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: PurePath, node: ast.AST, *, late: bool = False) -> Iterator[Import]:
    """Every import, relative ones made absolute; `from a import b` counts as `a.b`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, late)
        elif isinstance(child, ast.ImportFrom):
            above = path.parts[: len(path.parts) - child.level] if child.level else ()
            base = ".".join([*above, *([child.module] if child.module else [])])
            for alias in child.names:
                yield Import(f"{base}.{alias.name}", child.lineno, late)
        inner = late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from imports(path, child, late=inner)


def files() -> list[Path]:
    """All files of the program, from the top of the tree."""
    found = [ROOT / "bot.py"]
    for top in ("app", "chat", "cogs", "lore"):
        found += ROOT.glob(f"{top}/**/*.py")
    return sorted(path.relative_to(ROOT) for path in found)


@cache
def graph() -> Graph:
    """The modules of the program with the modules of it that each imports."""
    sources = {path: (ROOT / path).read_text(encoding="utf-8") for path in files()}
    return graph_of(sources)


def graph_of(sources: Mapping[Path, str]) -> Graph:
    """As `graph`, of sources by their paths."""
    known = {module_of(path) for path in sources}
    return {
        module_of(path): frozenset(
            module
            for found in imports(path, ast.parse(source))
            if (module := _module(found.name, known)) and module != module_of(path)
        )
        for path, source in sources.items()
    }


def _module(name: str, known: set[str]) -> str | None:
    """The module that an imported name is, or is taken from; None of another program."""
    return next((one for one in (name, name.rpartition(".")[0]) if one in known), None)


def rung(module: str, ladder: Iterable[Iterable[str]] = LADDER) -> tuple[int, str] | None:
    """Where a module stands: the number of its rung from the top, and its room."""
    for number, rooms in enumerate(ladder):
        for room in rooms:
            if within(module, room):
                return number, room
    return None


def against_the_ladder(modules: Graph) -> set[tuple[str, str]]:
    """The imports that lead up or sideways, as pairs of modules."""
    broken = set()
    for module, imported in modules.items():
        here = rung(module)
        for other in imported:
            there = rung(other)
            if here and there and here[1] != there[1] and there[0] <= here[0]:
                broken.add((module, other))
    return broken


def folders(modules: Graph) -> dict[str, Graph]:
    """For each folder, what stands in it (files and folders) with what of it each imports."""
    found: dict[str, dict[str, set[str]]] = {}
    for module, imported in modules.items():
        for other in imported:
            here, there = module.split("."), other.split(".")
            shared = 0
            while shared < min(len(here), len(there)) and here[shared] == there[shared]:
                shared += 1
            if shared < min(len(here), len(there)):  # neither is the folder of the other
                inner = found.setdefault(".".join(here[:shared]), {})
                inner.setdefault(here[shared], set()).add(there[shared])
    return {
        folder: {name: frozenset(others) for name, others in inner.items()}
        for folder, inner in found.items()
    }


def cycles(modules: Graph) -> list[list[str]]:
    """The groups of modules that import each other in a circle, each sorted."""
    reach = {module: _reached(module, modules) for module in modules}
    groups = {
        tuple(sorted(other for other in reach[module] if module in reach.get(other, ())))
        for module in modules
        if module in reach[module]
    }
    return sorted(list(group) for group in groups)


def _reached(start: str, modules: Graph) -> set[str]:
    reached: set[str] = set()
    waiting = list(modules.get(start, ()))
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += modules.get(module, ())
    return reached
