"""The sentences of the console and the command line."""

from __future__ import annotations

from datetime import datetime

GREETING = (
    "No DISCORD_TOKEN is set, so this is the console: ask a question, or leave with “quit”. "
    "To connect to Discord, put the token into .env (see README.md) and start again."
)
GOODBYES = frozenset({"quit", "exit", "bye"})


def imported(sources: int, entities: int, facts: int, seconds: float) -> str:
    """What an import took in."""
    return f"Imported {sources} sources, {entities} entities and {facts} facts in {seconds:.1f} s."


def learned(facts: int, title: str) -> str:
    """What was stored of an article."""
    return f"Stored {facts} facts under “{title}”."


def exported(records: int, path: str) -> str:
    """What an export wrote."""
    return f"Exported {records} records to {path}."


def opened(path: str, facts: int, *, new: bool, written: datetime | None, upgraded: int) -> str:
    """Which database is served, and what was found there."""
    if new or written is None:
        return f"Database {path}: new, {facts:,} facts."
    steps = "as it was" if not upgraded else f"upgraded by {upgraded} steps"
    return f"Database {path}: {facts:,} facts, last written {written:%Y-%m-%d %H:%M} UTC, {steps}."


def backed_up(path: str, facts: int) -> str:
    """What a backup holds."""
    return f"Backed up to {path}: everything, {facts:,} facts among it."


def restored(path: str, facts: int, kept: str | None) -> str:
    """What a database holds again."""
    aside = f" What was there before is kept as {kept}." if kept else ""
    return f"Restored {path}: {facts:,} facts.{aside}"
