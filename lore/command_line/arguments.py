"""Reads the command line: verbs, options, and what each of them may say."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeAlias

from lore.model.errors import LoreError
from lore.settings import is_address

LARGEST_ID = 2**63 - 1
"""The largest of Discord's ids, and of SQLite's integers."""

AddVerb: TypeAlias = Callable[..., argparse.ArgumentParser]
"""Adds a verb by its name and a line of help; returns the parser of its options."""


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line, as everything else does."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command line."""
        raise LoreError(f"{self.prog}: {message}; see {self.prog} --help.")


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """The command line, as README.md describes it. `verb` is None where there is none, `database`
    is missing where it is not given.

    Raises:
        LoreError: where it is none of these.
    """
    common = Parser(add_help=False)
    common.add_argument(
        "--database",
        type=place,
        default=argparse.SUPPRESS,
        metavar="PATH",
        help="the database file, or PostgreSQL's address",
    )
    parser = Parser(
        prog="bot.py",
        parents=[common],
        description="Answers a film franchise's fans; without a verb: on Discord, or here.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    add = partial(verbs.add_parser, parents=[common])
    _ask(add)
    _packs(add)
    _copies(add, without_database=verbs.add_parser)
    _learn(add)
    add("check", help="say whether what is set can be used")
    training = add("train", help="fit how questions, or articles, are read anew")
    training.add_argument("--articles", action="store_true", help="how articles are judged")
    training.add_argument("--write", action="store_true", help="keep the new weights")
    return parser.parse_args(argv)


def _ask(add: AddVerb) -> None:
    ask = add("ask", help="answer one question, or one a line")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument("--conversation", action="store_true", help="the lines are one conversation")
    ask.add_argument("--as-of", metavar="DATE", help="answer as it was known on that date")
    ask.add_argument("--today", metavar="DATE", help="answer as if asked on that day")


def _packs(add: AddVerb) -> None:
    importing = add("import", help="import packs")
    importing.add_argument("packs", nargs="+", type=Path, metavar="PATH")
    scope = importing.add_mutually_exclusive_group()
    scope.add_argument("--server", type=server, metavar="ID", help="for one server alone")
    scope.add_argument(
        "--shared", action="store_true", help="for all servers, even what one had of its own"
    )
    exporting = add("export", help="export a pack as JSON Lines")
    exporting.add_argument("file", type=Path, metavar="PATH")
    exporting.add_argument(
        "--server", type=server, default=0, metavar="ID", help="one server's facts"
    )


def _copies(add: AddVerb, without_database: AddVerb) -> None:
    add("backup", help="copy the whole database").add_argument("file", type=Path, metavar="PATH")
    copying = without_database("copy", help="copy a database from a file to PostgreSQL, or back")
    copying.add_argument(
        "source", type=place, metavar="FROM", help="a file, or PostgreSQL's address"
    )
    copying.add_argument("target", type=place, metavar="TO", help="the other, with nothing in it")
    restoring = add("restore", help="put a backup in its place")
    restoring.add_argument("file", type=Path, metavar="PATH")


def _learn(add: AddVerb) -> None:
    learning = add("learn", help="propose facts of articles")
    learning.add_argument("articles", nargs="+", metavar="PATH", help="files, folders, addresses")
    learning.add_argument("--json", action="store_true", help="one JSON object a proposal")
    learning.add_argument("--accept", action="store_true", help="store them under the article")


def place(text: str) -> Path | str:
    """A database of the command line: a file, or PostgreSQL's address."""
    return text if is_address(text) else Path(text)


def server(text: str) -> int:
    """A server's id of the command line.

    Raises:
        ArgumentTypeError: where Discord gives no such id.
    """
    if not text.isdecimal() or not 0 < int(text) <= LARGEST_ID:
        raise argparse.ArgumentTypeError("a server's id is a number such as 81384788765712384")
    return int(text)
