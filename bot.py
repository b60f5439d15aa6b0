"""Starts everything: settings, store, and then Discord, the console or one of the verbs."""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from dotenv import dotenv_values

from lore import console
from lore.answering import Engine
from lore.language.lexicon import Language, load_language
from lore.model.dates import PartialDate
from lore.model.errors import LoreError, SettingsError
from lore.model.facts import SHARED
from lore.packs import export_pack, import_pack, seed
from lore.settings import Settings, is_address
from lore.store import Store, backup, open_store, soundness
from lore.store.central.copying import copy
from lore.store.central.opening import open_central
from lore.store.lease import lease
from lore.store.migrations import newest
from lore.store.name_index.rebuild import renew_index
from lore.store.packs.recorder import count_facts, takes_pack
from lore.store.presses import Press, presses
from lore.store.share import PATIENCE, Share, shared
from lore.texts import AnswerTexts
from lore.texts import console as words

if TYPE_CHECKING:
    from lore.understanding.reading_model import ReadingModel

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent
DATA = ROOT / "data"
SHIPPED = DATA / "mission-impossible"
MIGRATIONS = DATA / "migrations"
TRAINING = DATA / "training"
WEIGHTS = DATA / "language" / "weights.toml"
LARGEST_ID = 2**63 - 1
IMPORT_PATIENCE = 600.0
"""Seconds that an import, or what is learned, waits for its turn where another program writes."""


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line, as everything else does."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command line."""
        raise LoreError(f"{self.prog}: {message}; see {self.prog} --help.")


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """The command line, as README.md describes it.

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
    ask = verbs.add_parser("ask", parents=[common], help="answer one question, or one a line")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument("--conversation", action="store_true", help="the lines are one conversation")
    ask.add_argument("--as-of", metavar="DATE", help="answer as it was known on that date")
    taking = verbs.add_parser("import", parents=[common], help="import packs")
    taking.add_argument("packs", nargs="+", type=Path, metavar="PATH")
    whose = taking.add_mutually_exclusive_group()
    whose.add_argument("--server", type=server, metavar="ID", help="for one server alone")
    whose.add_argument(
        "--shared", action="store_true", help="for all servers, even what one had of its own"
    )
    giving = verbs.add_parser("export", parents=[common], help="export a pack as JSON Lines")
    giving.add_argument("file", type=Path, metavar="PATH")
    giving.add_argument("--server", type=server, default=0, metavar="ID", help="one server's facts")
    saving = verbs.add_parser("backup", parents=[common], help="copy the whole database")
    saving.add_argument("file", type=Path, metavar="PATH")
    copying = verbs.add_parser("copy", help="copy a database from a file to PostgreSQL, or back")
    copying.add_argument(
        "source", type=place, metavar="FROM", help="a file, or PostgreSQL's address"
    )
    copying.add_argument("target", type=place, metavar="TO", help="the other, with nothing in it")
    back = verbs.add_parser("restore", parents=[common], help="put a backup in its place")
    back.add_argument("file", type=Path, metavar="PATH")
    learning = verbs.add_parser("learn", parents=[common], help="propose facts of articles")
    learning.add_argument("articles", nargs="+", metavar="PATH", help="files, folders, addresses")
    learning.add_argument("--json", action="store_true", help="one JSON object a proposal")
    learning.add_argument("--accept", action="store_true", help="store them under the article")
    verbs.add_parser("check", parents=[common], help="say whether what is set can be used")
    training = verbs.add_parser("train", parents=[common], help="fit how questions are read anew")
    training.add_argument("--write", action="store_true", help="keep the new weights")
    return parser.parse_args(argv)


def place(text: str) -> Path | str:
    """A database of the command line: a file, or PostgreSQL's address."""
    return text if is_address(text) else Path(text)


def server(text: str) -> int:
    """A server's id of the command line."""
    if not text.isdecimal() or not 0 < int(text) <= LARGEST_ID:
        raise argparse.ArgumentTypeError("a server's id is a number such as 81384788765712384")
    return int(text)


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings: of the command line, else of the environment, else of .env beside this file.

    Raises:
        SettingsError: for a value that cannot be used, and where .env cannot be read.
    """
    try:
        beside = dotenv_values(ROOT / ".env")
    except (OSError, ValueError) as error:
        raise SettingsError(f"{ROOT / '.env'} cannot be read: {error}.") from None
    environment = {**beside, **os.environ}
    present = {name: value for name, value in environment.items() if value is not None}
    named = getattr(options, "database", None)
    if isinstance(named, Path):
        settings = Settings.from_environment(present | {"DATABASE": "", "REPLICA": ""}, root=ROOT)
        return replace(settings, database=named)
    if named is not None:
        present["DATABASE"] = named
    return Settings.from_environment(present, root=ROOT)


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    create: bool = True,
    patience: float = 0.0,
    upgrade: bool = True,
    serving: bool = False,
) -> AsyncIterator[Store]:
    """The store, migrated and its names folded as now; a missing one is made if `create`. The
    others are as those of `open_store`. A replica is brought up to the central database, and
    follows that where it is for `serving`."""
    opening: AbstractAsyncContextManager[Store]
    if settings.central is None:
        opening = open_store(
            settings.database, MIGRATIONS, create=create, patience=patience, upgrade=upgrade
        )
    else:
        opening = open_central(
            settings.central,
            settings.database,
            MIGRATIONS,
            patience=patience,
            upgrade=upgrade,
            serving=settings.operating.shards if serving else None,
        )
    async with opening as store:
        with console.progress_bar(sys.stderr) as progress:
            await renew_index(store, progress=progress)
        yield store


@asynccontextmanager
async def reading_model(
    settings: Settings, *, a_minute: int | None = 60
) -> AsyncIterator[ReadingModel | None]:
    """The reading model that is set, asked so many times a minute at most; None where none is."""
    if settings.reader is None:
        yield None
        return
    from lore.understanding.reading_model import Bounds, open_model

    async with open_model(settings.reader, DATA, bounds=Bounds(a_minute=a_minute)) as model:
        yield model


async def ask(options: argparse.Namespace, settings: Settings, language: Language) -> int:
    """Answer the question of the command line, or each line of standard input."""
    as_of = PartialDate.parse(options.as_of) if options.as_of else None
    source = sys.stdin or io.StringIO()  # there is none where the caller has closed it
    asked = console.readable(" ".join(options.question))
    questions = [asked] if options.question else console.lines(source)
    async with opened(settings) as store:
        await soundness.look_after_crash(store)
        await seed_shipped(store, language)
        await tell_birth(store, unless_usual=True)
        async with reading_model(settings, a_minute=None) as model:
            with console.output() as out:
                await console.ask(
                    questions,
                    engine=Engine(store, language, model=model),
                    wording=AnswerTexts(language.properties),
                    out=out,
                    as_json=options.json,
                    as_of=as_of,
                    conversation=options.conversation,
                )
    return 0


async def take(options: argparse.Namespace, settings: Settings, language: Language) -> int:
    """Import packs."""
    start = time.perf_counter()
    scope = SHARED if options.shared else options.server
    async with opened(settings, patience=IMPORT_PATIENCE) as store:
        with console.progress_bar(sys.stderr) as progress:
            counts = await import_pack(
                store, options.packs, language.properties, scope=scope, progress=progress
            )
        await tell_birth(store, unless_usual=True)
    seconds = time.perf_counter() - start
    with console.output() as out:
        text = words.imported(counts.sources, counts.entities, counts.facts, seconds)
        print(text, file=out, flush=True)
    return 0


async def learn(options: argparse.Namespace, settings: Settings, language: Language) -> int:
    """Print what articles propose and, with --accept, store it under them."""
    from lore.articles import texts as proposal_texts
    from lore.articles.learning import Learner
    from lore.articles.reading import article_files, is_address, read_file
    from lore.articles.vocabulary import load_vocabulary
    from lore.fetching import Fetcher

    vocabulary = load_vocabulary(DATA)
    named: list[str | Path] = []
    for given in options.articles:
        named += [given] if is_address(given) else article_files([Path(given)])
    async with opened(settings, patience=IMPORT_PATIENCE if options.accept else 0.0) as store:
        await soundness.look_after_crash(store)
        await seed_shipped(store, language)
        await tell_birth(store, unless_usual=True)
        learner = Learner(store, language, vocabulary, Fetcher())
        with console.output() as out, console.progress_bar(sys.stderr) as progress:
            for place, one in enumerate(named, 1):
                if isinstance(one, str):
                    article = await learner.fetch(one)
                else:
                    article = read_file(one, vocabulary)
                reviewed = await learner.review(article)
                if progress is not None and len(named) > 1:
                    progress(place, len(named))
                for text in proposal_texts.printed(
                    reviewed, language.properties, as_json=options.json
                ):
                    print(console.readable(text), file=out, flush=True)
                if options.accept:
                    count = await learner.accept(reviewed)
                    print(words.learned(count, reviewed.article.title), file=sys.stderr)
    return 0


async def give(options: argparse.Namespace, settings: Settings) -> int:
    """Export a scope."""
    async with opened(settings, create=False) as store:
        records = await export_pack(store, options.file, options.server)
    with console.output() as out:
        # Where the pack went to a pipe, that may be standard output.
        told = out if options.file.is_file() else sys.stderr
        print(words.exported(records, str(options.file)), file=told, flush=True)
    return 0


def back_up(options: argparse.Namespace, settings: Settings) -> int:
    """Copy the whole database, whoever uses it meanwhile."""
    if settings.central is not None:
        asyncio.run(bring_up(settings))
    with console.progress_bar(sys.stderr) as progress:
        copied = backup.back_up(
            settings.database, options.file, newest=newest(MIGRATIONS), progress=progress
        )
    with console.output() as out:
        print(words.backed_up(str(options.file), copied.facts), file=out, flush=True)
    return 0


async def bring_up(settings: Settings) -> None:
    """Have the replica hold what the central database does."""
    async with opened(settings):
        pass


async def move(options: argparse.Namespace) -> int:
    """Copy a database from a file to PostgreSQL, or back."""
    with console.progress_bar(sys.stderr) as progress:
        count = await copy(options.source, options.target, MIGRATIONS, progress=progress)
    with console.output() as out:
        print(words.copied(count), file=out, flush=True)
    return 0


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """Put a backup in the place of the database."""
    if settings.central is not None:
        raise LoreError(words.RESTORED_BY_COPY)
    with console.progress_bar(sys.stderr) as progress:
        copied = backup.restore(
            options.file, settings.database, newest=newest(MIGRATIONS), progress=progress
        )
    kept = str(copied.kept) if copied.kept else None
    with console.output() as out:
        print(words.restored(str(settings.database), copied.facts, kept), file=out, flush=True)
    return 0


def train(options: argparse.Namespace, settings: Settings) -> int:
    """Fit the weights of free reading anew: on the shipped questions and, where a database is
    given, on what was pressed in its servers.

    Raises:
        LoreError: where what that needs is not installed or cannot be read or written.
    """
    from lore.training.rows import tasks

    try:
        from lore.training import texts, training
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("numpy", "scipy", "lightgbm"):
            raise
        raise LoreError(words.NOTHING_TO_TRAIN_WITH) from None
    start = time.perf_counter()
    work = tasks(TRAINING, SHIPPED)
    if "database" in options:
        work += training.press_tasks(asyncio.run(pressed(settings)), settings.database)
    with console.progress_bar(sys.stderr) as progress:
        trained = training.train(
            work, DATA, MIGRATIONS, workers=training.cores(), progress=progress
        )
    told = [*texts.lines(trained, time.perf_counter() - start), texts.verdict(trained)]
    if options.write and not trained.is_worse:
        training.write(WEIGHTS, trained)
        told[-1] = texts.written(str(WEIGHTS))
    with console.output() as out:
        print(*told, sep="\n", file=out, flush=True)
    return 0


async def pressed(settings: Settings) -> list[Press]:
    """What was pressed in the servers of a database."""
    async with opened(settings, create=False) as store:
        return await store.query(presses)


async def serve(settings: Settings, language: Language) -> int:
    """Serve Discord where a token is set, else converse on the console."""
    token, form = settings.discord_token, settings.operating.log_format
    if token is not None:
        from app.logs import set_up

        set_up(secret=token, form=form)
    share = Share(settings.operating.shards)
    patience = PATIENCE if share.is_part else 0.0
    with (
        lease(settings.database, settings.operating.shards) if token else nullcontext(True) as alone
    ):
        async with opened(
            settings, patience=patience, upgrade=alone, serving=token is not None
        ) as store:
            await seed_shipped(store, language)
            await tell_birth(store, logged=token is not None and form == "json")
            async with soundness.watched(store):
                if token is not None:
                    async with shared(store, share):
                        return await connect(settings, token, store, language, share)
                return await converse(settings, store, language)


async def converse(settings: Settings, store: Store, language: Language) -> int:
    """Hold a conversation on the console."""
    wording = AnswerTexts(language.properties)
    source = sys.stdin or io.StringIO()
    async with reading_model(settings) as model:
        engine = Engine(store, language, model=model)
        with console.output() as out:
            await console.converse(engine=engine, wording=wording, source=source, out=out)
    return 0


async def check(settings: Settings, language: Language) -> int:
    """Say of each thing that a start needs whether it is in order; the status is that of bad input
    where one is not. The bot is not connected, and nothing of the database is changed."""
    from app.checkup import Checkup

    checkup = Checkup(settings, language, data=DATA, pack=SHIPPED, newest=newest(MIGRATIONS))
    status = 0
    with console.output() as out:
        print(words.SETTINGS_READ, file=out, flush=True)
        for look in checkup.looks:
            try:
                for line in await look():
                    print(console.readable(line), file=out, flush=True)
            except LoreError as error:
                status = console.refuse(str(error))
    return status


async def tell_birth(store: Store, *, unless_usual: bool = False, logged: bool = False) -> None:
    """Say on standard error which database it is and what was found there; with `unless_usual`
    only of a new or upgraded one, with `logged` as a line of the log."""
    birth = store.birth
    if unless_usual and not birth.created and not birth.upgraded:
        return
    facts = await count_facts(store)
    line = words.opened(
        str(store.path),
        facts,
        new=birth.created,
        written=birth.written,
        upgraded=birth.upgraded,
    )
    if logged:
        log.info("%s", line)
    else:
        print(console.readable(line), file=sys.stderr, flush=True)


async def connect(
    settings: Settings, token: str, store: Store, language: Language, share: Share
) -> int:
    """Serve Discord; the only place that imports it, and what serves it alone."""
    from app.client import run_bot
    from lore.fetching import Fetcher
    from lore.services import Services

    direct = settings.reader is not None and settings.reader.direct
    fetcher = Fetcher() if settings.fetches else None
    async with reading_model(settings) as model:
        engine = Engine(store, language, model=model)
        services = Services.on(
            store,
            language,
            engine,
            settings.quota,
            share=share,
            direct=direct,
            fetcher=fetcher,
        )
        await services.editing.bulk.recover(share.holds)
        beside = {asyncio.create_task(services.inbox.run())}
        if share.is_part or settings.central is not None:
            beside.add(asyncio.create_task(services.editing.setups.follow()))
        try:
            return await run_bot(
                token=token,
                api_url=settings.api_url,
                services=services,
                operating=settings.operating,
            )
        finally:
            for task in beside:
                task.cancel()
            await asyncio.wait(beside)


async def seed_shipped(store: Store, language: Language) -> None:
    """Seed a new database from the shipped pack, and bring what changed into a seeded one.

    A database that an import made is left as it is.
    """
    if await takes_pack(store, SHIPPED.name):
        await seed(store, SHIPPED, language.properties)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; its exit status."""
    console.speak_utf8()
    try:
        options = arguments(sys.argv[1:] if argv is None else argv)
        settings = settings_of(options)
        match options.verb:
            case "backup":
                return back_up(options, settings)
            case "restore":
                return restore(options, settings)
            case "train":
                return train(options, settings)
        return asyncio.run(run(options, settings, load_language(DATA)))
    except LoreError as error:
        return console.refuse(str(error))
    except KeyboardInterrupt:
        return 130


async def run(options: argparse.Namespace, settings: Settings, language: Language) -> int:
    """Run a verb that needs the store open, or serve where there is none."""
    match options.verb:
        case "ask":
            return await ask(options, settings, language)
        case "import":
            return await take(options, settings, language)
        case "copy":
            return await move(options)
        case "check":
            return await check(settings, language)
        case "learn":
            return await learn(options, settings, language)
        case "export":
            return await give(options, settings)
        case _:
            return await serve(settings, language)


if __name__ == "__main__":
    sys.exit(main())
