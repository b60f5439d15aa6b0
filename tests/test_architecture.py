"""Holds the house's plan: who imports whom, and how long a file and a function may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOPS = ("app", "chat", "cogs", "lore")
FILES = sorted(
    path.relative_to(ROOT)
    for path in [ROOT / "bot.py", *(one for top in TOPS for one in ROOT.glob(f"{top}/**/*.py"))]
)
LONGEST_FILE = 450
LONGEST_FUNCTION = 45

# Where a library may be imported; a room is a module or a package.
LIBRARIES = {
    "discord": ("bot", "app", "chat", "cogs"),
    "aiosqlite": ("lore.store",),
    "rapidfuzz": ("lore.linking", "lore.language"),
    "dotenv": ("bot",),
}
# What cogs share and has no room of its own yet.
SHARED = ("cogs.inbox.texts",)
# What the bottom of lore may import of lore.
BOTTOM = {
    "lore.model.errors": (),
    "lore.model.dates": ("lore.model.errors",),
    "lore.model.facts": ("lore.model.errors", "lore.model.dates"),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One imported module, or one name of a module; `late` inside a function."""

    name: str
    line: int
    late: bool

    def inside(self, *rooms: str) -> bool:
        return within(self.name, *rooms)


def within(module: str, *rooms: str) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def module_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, node: ast.AST, *, late: bool = False) -> Iterator[Import]:
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
        yield from imports(path, child, late=late or isinstance(child, Function))


def public_cog(module: str) -> str | None:
    """The public cog that a module or a name is, or belongs to."""
    room, _, rest = module.partition(".")
    cog = rest.partition(".")[0]
    return cog if room == "cogs" and cog else None


def faults_of_import(module: str, found: Import) -> Iterator[str]:
    for library, rooms in LIBRARIES.items():
        if found.inside(library) and not within(module, *rooms):
            yield f"{library} belongs to {' and '.join(rooms)}"
    if module == "bot" and found.inside("discord") and not found.late:
        yield "bot.py imports discord only inside the function that connects"
    if within(module, "lore") and found.inside("app", "chat", "cogs"):
        yield "lore never imports what knows Discord"
    if found.inside("bot"):
        yield "nobody imports bot"
    own, other = public_cog(module), public_cog(found.name)
    if own and other and own != other and not found.inside(*SHARED):
        yield "a cog imports no other; share it in chat"
    if module in BOTTOM and found.inside("lore") and not found.inside(*BOTTOM[module]):
        yield "the bottom of lore imports nothing above it"


def faults(path: Path, source: str) -> list[str]:
    """What a file does against the plan, each with its line."""
    tree = ast.parse(source)
    module = module_of(path)
    broken = [
        f"{path}:{found.line}: imports {found.name}: {fault}"
        for found in imports(path, tree)
        for fault in faults_of_import(module, found)
    ]
    if path.parts[0] in TOPS:
        broken += too_long(path, source, tree)
    return broken


def too_long(path: Path, source: str, tree: ast.AST) -> Iterator[str]:
    if (lines := len(source.splitlines())) > LONGEST_FILE:
        yield f"{path}: {lines} lines, {LONGEST_FILE} at most: make it a package"
    for node in ast.walk(tree):
        if isinstance(node, Function):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield (
                    f"{path}:{node.lineno}: {node.name} has {lines} lines, "
                    f"{LONGEST_FUNCTION} at most"
                )


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_house_stands_as_planned(path: Path) -> None:
    assert faults(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bot.py", "import discord"),
        ("bot.py", "import aiosqlite"),
        ("lore/answering.py", "def f():\n    import discord"),
        ("lore/answering.py", "if TYPE_CHECKING:\n    from discord.ext import commands"),
        ("lore/linking/index.py", "import aiosqlite"),
        ("lore/understanding.py", "from rapidfuzz import fuzz"),
        ("lore/settings.py", "from dotenv import dotenv_values"),
        ("cogs/ask.py", "import dotenv"),
        ("lore/console.py", "import cogs"),
        ("lore/console.py", "from chat.ui import rendering"),
        ("lore/store/read.py", "from ...chat import ui"),
        ("cogs/ask.py", "import bot"),
        ("lore/console.py", "from bot import main"),
        ("cogs/ask.py", "from cogs import facts"),
        ("cogs/ask.py", "from .facts import Facts"),
        ("cogs/ask/views.py", "import cogs.facts.cards"),
        ("lore/model/errors.py", "from lore.model.dates import PartialDate"),
        ("lore/model/dates.py", "from . import models"),
        ("lore/model/facts.py", "import lore.answering"),
        ("lore/answering.py", "\n" * (LONGEST_FILE + 1)),
        ("cogs/ask.py", "async def f():\n" + "    pass\n" * LONGEST_FUNCTION),
    ],
)
def test_each_rule_finds_what_breaks_it(path: str, source: str) -> None:
    assert len(faults(Path(path), source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bot.py", "def connect():\n    import discord"),
        ("bot.py", "from dotenv import dotenv_values"),
        ("cogs/ask.py", "import discord\nfrom chat.ui import rendering"),
        ("cogs/facts/cards.py", "from . import views\nfrom chat.ui import rendering"),
        ("lore/store/read.py", "import aiosqlite\nfrom ..models import Fact"),
        ("lore/store/__init__.py", "from .read import Reader"),
        ("lore/store/migrations.py", "import aiosqlite"),
        ("lore/linking/fuzzy.py", "from rapidfuzz.distance import OSA"),
        ("lore/model/facts.py", "from lore.model.dates import PartialDate"),
        ("lore/discordant.py", "import discordant"),
    ],
)
def test_each_rule_lets_pass_what_keeps_it(path: str, source: str) -> None:
    assert faults(Path(path), source) == []
