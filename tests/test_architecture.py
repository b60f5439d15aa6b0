"""Holds the house's plan: who imports whom, and how long a file and a function may grow.

The ladder itself is in tests/support/imports.py.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import draw_architecture
from tests.support.imports import (
    LADDER,
    ROOT,
    Graph,
    Import,
    against_the_ladder,
    cycles,
    files,
    folders,
    graph,
    graph_of,
    imports,
    module_of,
    rung,
    within,
)

TOPS = ("app", "chat", "cogs", "lore")
FILES = files()
LONGEST_FILE = 450
LONGEST_FUNCTION = 45

# Where a library may be imported; a room is a module or a package.
LIBRARIES = {
    "discord": ("bot", "app", "chat", "cogs"),
    "aiosqlite": ("lore.store",),
    "rapidfuzz": ("lore.linking", "lore.language"),
    "dotenv": ("bot",),
    "prometheus_client": ("app.metrics",),
    "aiohttp": ("app", "chat", "cogs", "lore.fetching", "lore.understanding.reading_model"),
    "yarl": ("app", "lore.fetching"),
    "feedparser": ("lore.feeds",),
    "psycopg": ("lore.store.central",),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


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
    if own and other and own != other:
        yield "a cog imports no other; share it in chat"


def circles(modules: Graph) -> set[tuple[str, str]]:
    """The folders in which files or folders import each other in a circle, with those that do."""
    return {
        (folder, " ".join(circle))
        for folder, inner in folders(modules).items()
        for circle in cycles(inner)
    }


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
def test_a_file_keeps_to_its_libraries_and_its_length(path: Path) -> None:
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


def test_no_file_of_the_tests_is_longer() -> None:
    sources = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("docs/*.py"), ROOT / "check"]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources}
    assert [str(path) for path, count in lines.items() if count > LONGEST_FILE] == []


def test_every_module_has_its_place_on_the_ladder() -> None:
    assert [module for module in graph() if rung(module) is None] == ["lore"]


def test_nobody_imports_up_the_ladder() -> None:
    assert against_the_ladder(graph()) == set()


def test_no_files_import_each_other_in_a_circle() -> None:
    assert cycles(graph()) == []


def test_no_folders_import_each_other_in_a_circle() -> None:
    assert circles(graph()) == set()


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("lore/store/a.py", "import lore.editing.b", True),
        ("lore/store/a.py", "from lore.editing import b", True),
        ("lore/store/a.py", "from lore.understanding.b import x", True),  # beside it
        ("lore/store/a.py", "if TYPE_CHECKING:\n    from lore.editing.b import x", True),
        ("lore/store/a.py", "def f():\n    from lore.editing.b import x", True),
        ("lore/store/a.py", "from lore.model.b import x", False),
        ("lore/store/a.py", "from lore.store.b import x", False),
    ],
)
def test_the_ladder_finds_what_breaks_it(module: str, source: str, found: bool) -> None:
    rooms = ("editing", "understanding", "model", "store")
    others = {Path(f"lore/{room}/b.py"): "" for room in rooms}
    packages = {Path(f"lore/{room}/__init__.py"): "" for room in rooms}
    modules = graph_of({**others, **packages, Path(module): source})
    assert bool(against_the_ladder(modules)) is found


def test_circles_are_found_between_files_and_between_folders() -> None:
    between_files = graph_of({Path("a/b.py"): "import a.c", Path("a/c.py"): "from a.b import x"})
    assert cycles(between_files) == [["a.b", "a.c"]]
    sources = {"a/b.py": "import c.d", "c/d.py": "", "c/e.py": "import a.f", "a/f.py": ""}
    between_folders = graph_of({Path(path): source for path, source in sources.items()})
    assert cycles(between_folders) == []
    assert circles(between_folders) == {("", "a c")}


def test_the_picture_is_drawn_from_the_imports() -> None:
    page = draw_architecture.PAGE.read_text(encoding="utf-8")
    picture = page.split(draw_architecture.START)[1].split(draw_architecture.END)[0]
    assert picture == draw_architecture.drawn(), "run python docs/draw_architecture.py"


def test_the_page_lists_the_rooms_of_the_ladder() -> None:
    page = draw_architecture.PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", page, re.MULTILINE)
    listed = [tuple(re.findall("`([^`]+)`", rooms)) for _, rooms in rows]
    assert listed == [("bot.py",), *LADDER[1:]]
