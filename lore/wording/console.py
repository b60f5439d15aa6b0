"""The sentences of the console and the command line."""

from __future__ import annotations

GREETING = (
    "No DISCORD_TOKEN is set, so this is the console: ask a question, or leave with “quit”. "
    "To connect to Discord, put the token into .env (see README.md) and start again."
)
GOODBYES = frozenset({"quit", "exit", "bye"})


def imported(sources: int, entities: int, facts: int, seconds: float) -> str:
    """What an import took in."""
    return f"Imported {sources} sources, {entities} entities and {facts} facts in {seconds:.1f} s."


def exported(records: int, path: str) -> str:
    """What an export wrote."""
    return f"Exported {records} records to {path}."
