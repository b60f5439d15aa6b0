"""What each verb of the command line does, but serving: opens what it needs, and prints the end.

Each returns the exit status. What cannot be done is a LoreError with a sentence that says why.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
import time
from datetime import date
from pathlib import Path

from lore import console
from lore.command_line.opening import Files, opened, reading_model, seed_shipped, tell_birth
from lore.language.lexicon import Language
from lore.model.dates import PartialDate
from lore.model.errors import LoreError
from lore.model.facts import SHARED
from lore.packs import export_pack, import_pack
from lore.settings import Settings
from lore.store import backup, soundness
from lore.store.central.copying import copy
from lore.store.migrations import newest
from lore.store.presses import Press, presses
from lore.texts import AnswerTexts
from lore.texts import console as words

IMPORT_PATIENCE = 600.0
"""Seconds that an import, or what is learned, waits for its turn where another program writes."""


async def ask(
    options: argparse.Namespace, settings: Settings, language: Language, files: Files
) -> int:
    """Answer the question of the command line, or each line of standard input."""
    from lore.answering import Engine

    as_of = PartialDate.parse(options.as_of) if options.as_of else None
    today = PartialDate.parse(options.today).last if options.today else date.today()
    source = sys.stdin or io.StringIO()  # there is none where the caller has closed it
    asked = console.readable(" ".join(options.question))
    questions = [asked] if options.question else console.lines(source)
    async with opened(settings, files) as store:
        await soundness.look_after_crash(store)
        await seed_shipped(store, language, files)
        await tell_birth(store, unless_usual=True)
        async with reading_model(settings, files, a_minute=None) as model:
            with console.output() as out:
                await console.ask(
                    questions,
                    engine=Engine(store, language, model=model, clock=lambda: today),
                    wording=AnswerTexts(language.properties),
                    out=out,
                    as_json=options.json,
                    as_of=as_of,
                    conversation=options.conversation,
                )
    return 0


async def take(
    options: argparse.Namespace, settings: Settings, language: Language, files: Files
) -> int:
    """Import packs."""
    start = time.perf_counter()
    scope = SHARED if options.shared else options.server
    async with opened(settings, files, patience=IMPORT_PATIENCE) as store:
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


async def learn(
    options: argparse.Namespace, settings: Settings, language: Language, files: Files
) -> int:
    """Print what articles propose and, with --accept, store it under them."""
    from lore.articles.learning import Learner
    from lore.articles.reading import article_files, is_address, read_file
    from lore.articles.texts import printed
    from lore.articles.vocabulary import load_vocabulary
    from lore.fetching import Fetcher

    vocabulary = load_vocabulary(files.data)
    sources: list[str | Path] = []
    for given in options.articles:
        sources += [given] if is_address(given) else article_files([Path(given)])
    patience = IMPORT_PATIENCE if options.accept else 0.0
    async with opened(settings, files, patience=patience) as store:
        await soundness.look_after_crash(store)
        await seed_shipped(store, language, files)
        await tell_birth(store, unless_usual=True)
        learner = Learner(store, language, vocabulary, Fetcher())
        with console.output() as out, console.progress_bar(sys.stderr) as progress:
            for count, source in enumerate(sources, 1):
                if isinstance(source, str):
                    article = await learner.fetch(source)
                else:
                    article = read_file(source, vocabulary)
                reviewed = await learner.review(article)
                if progress is not None and len(sources) > 1:
                    progress(count, len(sources))
                for text in printed(reviewed, language.properties, as_json=options.json):
                    print(console.readable(text), file=out, flush=True)
                if options.accept:
                    stored = await learner.accept(reviewed)
                    print(words.learned(stored, reviewed.article.title), file=sys.stderr)
    return 0


async def give(options: argparse.Namespace, settings: Settings, files: Files) -> int:
    """Export a scope."""
    async with opened(settings, files, create=False) as store:
        records = await export_pack(store, options.file, options.server)
    with console.output() as out:
        # Where the pack went to a pipe, that may be standard output.
        stream = out if options.file.is_file() else sys.stderr
        print(words.exported(records, str(options.file)), file=stream, flush=True)
    return 0


def back_up(options: argparse.Namespace, settings: Settings, files: Files) -> int:
    """Copy the whole database, whoever uses it meanwhile."""
    if settings.central is not None:
        asyncio.run(bring_up(settings, files))
    with console.progress_bar(sys.stderr) as progress:
        copied = backup.back_up(
            settings.database, options.file, newest=newest(files.migrations), progress=progress
        )
    with console.output() as out:
        print(words.backed_up(str(options.file), copied.facts), file=out, flush=True)
    return 0


async def bring_up(settings: Settings, files: Files) -> None:
    """Have the replica hold what the central database does."""
    async with opened(settings, files):
        pass


async def move(options: argparse.Namespace, files: Files) -> int:
    """Copy a database from a file to PostgreSQL, or back."""
    with console.progress_bar(sys.stderr) as progress:
        count = await copy(options.source, options.target, files.migrations, progress=progress)
    with console.output() as out:
        print(words.copied(count), file=out, flush=True)
    return 0


def restore(options: argparse.Namespace, settings: Settings, files: Files) -> int:
    """Put a backup in the place of the database."""
    if settings.central is not None:
        raise LoreError(words.RESTORED_BY_COPY)
    with console.progress_bar(sys.stderr) as progress:
        copied = backup.restore(
            options.file, settings.database, newest=newest(files.migrations), progress=progress
        )
    kept = str(copied.kept) if copied.kept else None
    with console.output() as out:
        print(words.restored(str(settings.database), copied.facts, kept), file=out, flush=True)
    return 0


def train(options: argparse.Namespace, settings: Settings, files: Files) -> int:
    """Learn anew how questions, or articles, are read.

    Raises:
        LoreError: where what that needs is not installed or cannot be read or written.
    """
    try:
        report = _articles(options, files) if options.articles else _read(options, settings, files)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("numpy", "scipy", "lightgbm"):
            raise
        raise LoreError(words.NOTHING_TO_TRAIN_WITH) from None
    with console.output() as out:
        print(*report, sep="\n", file=out, flush=True)
    return 0


def _read(options: argparse.Namespace, settings: Settings, files: Files) -> list[str]:
    """Fit the weights of free reading: on the shipped questions and, where a database is given, on
    what was pressed in its servers."""
    from lore.training import texts, training
    from lore.training.rows import tasks

    start = time.perf_counter()
    work = tasks(files.training, files.shipped)
    if "database" in options:
        work += training.press_tasks(asyncio.run(pressed(settings, files)), settings.database)
    with console.progress_bar(sys.stderr) as progress:
        trained = training.train(
            work, files.data, files.migrations, workers=training.cores(), progress=progress
        )
    report = [*texts.lines(trained, time.perf_counter() - start), texts.verdict(trained)]
    if options.write and not trained.is_worse:
        training.write(files.weights, trained)
        report[-1] = texts.written(str(files.weights))
    return report


def _articles(options: argparse.Namespace, files: Files) -> list[str]:
    """Fit how likely it is that an article states a fact."""
    from lore.training.articles import texts, training
    from lore.training.training import cores

    start = time.perf_counter()
    with console.progress_bar(sys.stderr) as progress:
        trained = training.train(
            files.articles, files.data, files.migrations, processors=cores(), progress=progress
        )
    report = list(texts.lines(trained, time.perf_counter() - start))
    if options.write:
        training.write(trained, files.data)
    return [*report, texts.written(str(files.data)) if options.write else texts.NOT_KEPT]


async def pressed(settings: Settings, files: Files) -> list[Press]:
    """What was pressed in the servers of a database."""
    async with opened(settings, files, create=False) as store:
        return await store.query(presses)
