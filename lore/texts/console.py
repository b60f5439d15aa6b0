"""The sentences of the console and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lore.texts import terms

GREETING = (
    "No DISCORD_TOKEN is set, so this is the console: ask a question, or leave with “quit”. "
    "To connect to Discord, put the token into .env (see README.md) and start again."
)
GOODBYES = frozenset({"quit", "exit", "bye"})
SETTINGS_READ = "The settings can be used."
NOTHING_TO_TRAIN_WITH = "Training needs what is not installed here: pip install -e '.[train]'."
NO_READER = "No reading model is set (READER_URL): questions are read without one."


TOKENLESS = (
    "No DISCORD_TOKEN is set: bot.py opens the console, and whether Discord takes the bot is open."
)


NO_METRICS = (
    "METRICS_PORT needs a library that is not installed: run .venv/bin/pip install -e '.[metrics]'."
)

RESTORED_BY_COPY = (
    "A backup is brought into PostgreSQL by “bot.py copy BACKUP ADDRESS”, into an empty database: "
    "restore puts back a file."
)


def central_well(version: int, position: int) -> str:
    """That the central database can be used."""
    return f"The central database is there: version {version}, {position:,} transactions."


CENTRAL_EMPTY = "The central database is empty: the first start makes its tables."


def same_as_central(path: str) -> str:
    """That a replica holds what the central database does."""
    return f"The replica {path} holds what the central database does, by the digests of all tables."


def copied(rows: int) -> str:
    """What a copy holds."""
    return f"Copied {terms.count(rows, 'row')}, each compared with what it was copied from."


def inspected(path: str, facts: int, *, missing: int, held: bool) -> str:
    """That a database can be used."""
    upgrade = f", to be upgraded by {terms.count(missing, 'step')} at the next start"
    steps = upgrade if missing else ""
    by = "; a bot is running on it" if held else ""
    return f"The database {path} is whole: {terms.count(facts, 'fact')}{steps}{by}."


def not_made_yet(path: str) -> str:
    """That there is no database yet."""
    return f"The database {path} is not there yet: the first start makes it."


def pack_read(path: str, records: int) -> str:
    """That a pack can be taken."""
    return f"The pack {path} can be taken: {terms.count(records, 'record')}."


def backups_there(folder: str, count: int) -> str:
    """That backups can be put into a folder."""
    return f"Backups can be put into {folder}, which has {terms.count(count, 'backup')}."


def imported(sources: int, entities: int, facts: int, seconds: float) -> str:
    """What an import took in."""
    things = terms.count(entities, "entity", "entities")
    brought = f"{terms.count(sources, 'source')}, {things} and {terms.count(facts, 'fact')}"
    return f"Imported {brought} in {seconds:.1f} s."


def learned(facts: int, title: str) -> str:
    """What was stored of an article."""
    return f"Stored {terms.count(facts, 'fact')} under “{title}”."


def exported(records: int, path: str) -> str:
    """What an export wrote."""
    return f"Exported {terms.count(records, 'record')} to {path}."


def opened(path: str, facts: int, *, new: bool, written: datetime | None, upgraded: int) -> str:
    """Which database is served, and what was found there."""
    if new or written is None:
        return f"Database {path}: new, {terms.count(facts, 'fact')}."
    last = f"last written {written:%Y-%m-%d %H:%M} UTC"
    steps = "as it was" if not upgraded else f"upgraded by {terms.count(upgraded, 'step')}"
    return f"Database {path}: {terms.count(facts, 'fact')}, {last}, {steps}."


def backed_up(path: str, facts: int) -> str:
    """What a backup holds."""
    return f"Backed up to {path}: everything, {terms.count(facts, 'fact')} among it."


def restored(path: str, facts: int, kept: str | None) -> str:
    """What a database holds again."""
    aside = f" What was there before is kept as {kept}." if kept else ""
    return f"Restored {path}: {terms.count(facts, 'fact')}.{aside}"


def reader_answers(model: str, seconds: float, patience: float) -> str:
    """That a reading model works, and whether in time."""
    line = f"The reading model {model} answers in {seconds:.1f} s"
    if seconds > patience:
        return (
            f"{line}: a question waits {patience:g} s at most, so try again, or take a faster one."
        )
    return f"{line}."


def reader_fails(model: str, url: str, reason: str) -> str:
    """That a reading model does not work."""
    return f"The reading model {model} at {url} cannot be used: {reason}."


def reader_misreads(model: str, asked: str, questions: Sequence[str]) -> str:
    """That a reading model does not do what it is for."""
    made = " ".join(questions) or "nothing"
    return f"The reading model {model} answers, and made {made} of “{asked}”: take another one."
