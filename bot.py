"""Starts everything: settings, store, and then Discord, the console or one of the verbs."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from dotenv import dotenv_values

from lore import console
from lore.answer import Engine
from lore.dates import PartialDate
from lore.errors import LoreError
from lore.language import Language, load_language
from lore.packs import export_pack, import_pack, seed
from lore.settings import Settings
from lore.store import Store, open_store
from lore.wording import Wording
from lore.wording import console as words

ROOT = Path(__file__).resolve().parent
DATA = ROOT / "data"
SHIPPED = DATA / "mission-impossible"


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """The command line, as README.md describes it."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--database", type=Path, default=argparse.SUPPRESS, metavar="PATH", help="the database file"
    )
    parser = argparse.ArgumentParser(
        prog="bot.py",
        parents=[common],
        description="Answers a film franchise's fans; without a verb: on Discord, or here.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    ask = verbs.add_parser("ask", parents=[common], help="answer one question, or one a line")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument("--conversation", action="store_true", help="the lines are one conversation")
    ask.add_argument("--as-of", metavar="DATE", help="answer as it was known on that date")
    taking = verbs.add_parser("import", parents=[common], help="import packs")
    taking.add_argument("packs", nargs="+", type=Path, metavar="PATH")
    giving = verbs.add_parser("export", parents=[common], help="export a pack as JSON Lines")
    giving.add_argument("file", type=Path, metavar="PATH")
    giving.add_argument("--server", type=int, default=0, metavar="ID", help="one server's facts")
    return parser.parse_args(argv)


@asynccontextmanager
async def opened(database: Path) -> AsyncIterator[Store]:
    """The store, migrated."""
    async with open_store(database, migrations=DATA / "migrations") as store:
        yield store


async def ask(options: argparse.Namespace, settings: Settings, language: Language) -> int:
    """Answer the question of the command line, or each line of standard input."""
    as_of = PartialDate.parse(options.as_of) if options.as_of else None
    questions = [" ".join(options.question)] if options.question else sys.stdin
    async with opened(settings.database) as store:
        await seed_shipped(store, language)
        await console.ask(
            questions,
            engine=Engine(store, language),
            wording=Wording(language.properties),
            out=sys.stdout,
            as_json=options.json,
            as_of=as_of,
        )
    return 0


async def take(options: argparse.Namespace, settings: Settings, language: Language) -> int:
    """Import packs."""
    start = time.perf_counter()
    async with opened(settings.database) as store:
        progress = console.progress_bar(sys.stderr)
        counts = await import_pack(store, options.packs, language.properties, progress=progress)
    seconds = time.perf_counter() - start
    print(words.imported(counts.sources, counts.entities, counts.facts, seconds))
    return 0


async def give(options: argparse.Namespace, settings: Settings) -> int:
    """Export a scope."""
    async with opened(settings.database) as store:
        records = await export_pack(store, options.file, options.server)
    print(words.exported(records, str(options.file)))
    return 0


async def serve(settings: Settings, language: Language) -> int:
    """Serve Discord where a token is set, else converse on the console."""
    async with opened(settings.database) as store:
        await seed_shipped(store, language)
        engine, wording = Engine(store, language), Wording(language.properties)
        if settings.discord_token is None:
            await console.converse(engine=engine, wording=wording, source=sys.stdin, out=sys.stdout)
            return 0
        return await connect(settings, settings.discord_token, engine, wording)


async def connect(settings: Settings, token: str, engine: Engine, wording: Wording) -> int:
    """Serve Discord; the only place that imports it."""
    from cogs._client import run_bot

    return await run_bot(token=token, api_url=settings.api_url, engine=engine, wording=wording)


async def seed_shipped(store: Store, language: Language) -> None:
    """Seed a new database from the shipped pack, and bring what changed into a seeded one."""
    await seed(store, SHIPPED, language.properties)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; its exit status."""
    options = arguments(sys.argv[1:] if argv is None else argv)
    try:
        environment = {**dotenv_values(ROOT / ".env"), **os.environ}
        present = {name: value for name, value in environment.items() if value is not None}
        settings = Settings.from_environment(present, root=ROOT)
        if hasattr(options, "database"):
            settings = replace(settings, database=options.database)
        language = load_language(DATA)
        if options.verb == "ask":
            return asyncio.run(ask(options, settings, language))
        if options.verb == "import":
            return asyncio.run(take(options, settings, language))
        if options.verb == "export":
            return asyncio.run(give(options, settings))
        return asyncio.run(serve(settings, language))
    except LoreError as error:
        return console.refuse(str(error))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
