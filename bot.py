"""Starts everything: settings, store, and then Discord, the console or one of the verbs."""

from __future__ import annotations

import argparse
import asyncio
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from dotenv import dotenv_values

from lore import console
from lore.command_line import verbs
from lore.command_line.arguments import arguments
from lore.command_line.opening import Files, opened, reading_model, seed_shipped, tell_birth
from lore.language.lexicon import Language, load_language
from lore.model.errors import LoreError, SettingsError
from lore.settings import Settings
from lore.store import Store, soundness
from lore.store.lease import lease
from lore.store.migrations import newest
from lore.store.share import PATIENCE, Share, shared
from lore.texts import AnswerTexts
from lore.texts import console as words

ROOT = Path(__file__).resolve().parent
YOUNG = 10_000
"""Objects that are made before Python looks among them for garbage. At its own 700 that takes a
seventh of the time of a question and of a start (tests/lore/answering/test_odd_questions.py)."""
FILES = Files.of(ROOT / "data")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; its exit status."""
    console.speak_utf8()
    gc.set_threshold(YOUNG)
    try:
        options = arguments(sys.argv[1:] if argv is None else argv)
        settings = settings_of(options)
        match options.verb:
            case "backup":
                return verbs.back_up(options, settings, FILES)
            case "restore":
                return verbs.restore(options, settings, FILES)
            case "train":
                return verbs.train(options, settings, FILES)
        return asyncio.run(run(options, settings, load_language(FILES.data)))
    except LoreError as error:
        return console.refuse(str(error))
    except KeyboardInterrupt:
        return 130


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


async def run(options: argparse.Namespace, settings: Settings, language: Language) -> int:
    """Run a verb that needs the store open, or serve where there is none."""
    match options.verb:
        case "ask":
            return await verbs.ask(options, settings, language, FILES)
        case "import":
            return await verbs.take(options, settings, language, FILES)
        case "copy":
            return await verbs.move(options, FILES)
        case "check":
            return await check(settings, language)
        case "learn":
            return await verbs.learn(options, settings, language, FILES)
        case "export":
            return await verbs.give(options, settings, FILES)
        case _:
            return await serve(settings, language)


async def check(settings: Settings, language: Language) -> int:
    """Say of each thing that a start needs whether it is in order; the status is that of bad input
    where one is not. The bot is not connected, and nothing of the database is changed."""
    from app.checkup import Checkup

    checkup = Checkup(
        settings, language, data=FILES.data, pack=FILES.shipped, newest=newest(FILES.migrations)
    )
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
            settings, FILES, patience=patience, upgrade=alone, serving=token is not None
        ) as store:
            await seed_shipped(store, language, FILES)
            await tell_birth(store, logged=token is not None and form == "json")
            async with soundness.watched(store):
                if token is not None:
                    async with shared(store, share):
                        return await connect(settings, token, store, language, share)
                return await converse(settings, store, language)


async def converse(settings: Settings, store: Store, language: Language) -> int:
    """Hold a conversation on the console."""
    from lore.answering import Engine

    wording = AnswerTexts(language.properties)
    source = sys.stdin or io.StringIO()
    async with reading_model(settings, FILES) as model:
        engine = Engine(store, language, model=model)
        with console.output() as out:
            await console.converse(engine=engine, wording=wording, source=source, out=out)
    return 0


async def connect(
    settings: Settings, token: str, store: Store, language: Language, share: Share
) -> int:
    """Serve Discord; the only place that imports it, and what serves it alone."""
    from app.client import run_bot
    from lore.answering import Engine
    from lore.fetching import Fetcher
    from lore.services import Services

    direct = settings.reader is not None and settings.reader.direct
    fetcher = Fetcher() if settings.fetches else None
    async with reading_model(settings, FILES) as model:
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


if __name__ == "__main__":
    sys.exit(main())
