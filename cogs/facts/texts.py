"""What /fact shows besides cards: lists, buttons, the history, files."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from lore.model.edits import Rank

Act = Literal["retire", "restore", "lead", "outdated", "equal"]
ACTS: tuple[Act, ...] = ("retire", "restore", "lead", "outdated", "equal")
RANKS: dict[str, Rank | None] = {"lead": "preferred", "outdated": "superseded", "equal": None}
"""The ranks that are given by acts."""

BUTTONS: dict[str, str] = {
    "edit": "Edit",
    "retire": "Retire",
    "restore": "Restore",
    "lead": "Let it lead",
    "outdated": "No longer counts",
    "equal": "Rank it like any other",
    "history": "History",
}
FORM_TITLES: dict[str, str] = {
    "retire": "Retire the fact",
    "restore": "Restore the fact",
    "lead": "Let it lead where sources disagree",
    "outdated": "It no longer counts",
    "equal": "Rank it like any other",
}
FORMS = {"jsonl": "JSON Lines", "csv": "CSV"}
STATES = {"live": "live", "retired": "retired", "all": "all"}

NEWER = "◀ Newer"
OLDER = "Older ▶"
NEWEST = "◀ Newest"
NEXT = "Next ▶"
PREVIOUS = "◀ Previous"
OPEN_FACT = "Open a fact …"
WHICH_FACT = "Which fact do you mean?"
NAME_CLOSER = "If it is not here, give its number, or more of its words."
OPEN_CHANGE = "Open a change …"
NO_HISTORY = "Nothing was changed here yet."
TOO_LONG = "Search by fewer words: names, a property, or a number."
NOT_READ = "Discord did not give me the file: attach it again."
EXPORT_EMPTY = "This server has no facts of its own, and has changed none of the shared ones."


def found(text: str, first: int, shown: int, total: int) -> tuple[str, str]:
    """Title and first line of a list of facts."""
    title = f"Facts about “{text}”" if text else "This server's own facts, and what it retired"
    if not total:
        return title, "None found." if text else "There are none yet."
    return title, f"{first + 1} to {first + shown} of {total:,}"


def history(number: int | None) -> str:
    """The title of a history."""
    return "Changes, the latest first" if number is None else f"Changes of fact #{number}"


def made(who: str, at: datetime) -> str:
    """Who made a change and when; `who` and the time as Discord shows them."""
    return f"by {who}, <t:{int(at.timestamp())}:f>"


def rest(count: int, change: int) -> str:
    """What of a change is not in a list."""
    return f"… and {count:,} more: open change {change}."


IMPORT_BROKEN_OFF = "I was stopped, and nothing was imported: import the file again in a while."


def import_stored(change: int) -> str:
    """A file that was stored when the process had to end."""
    return f"I was stopped, and the file was imported before: this was change {change}."


def too_large(size: int, limit: int) -> str:
    """A file that is larger than is taken."""
    return f"The file has {size:,} bytes: at most {limit:,} at once. Import it in parts."


def exported(files: int, left: int) -> str:
    """What an export holds, and what of it Discord does not take."""
    report = "This server's own facts, and what it changed of the shared ones."
    if files > 1:
        report += f" They fill {files} files: import them in this order."
    if left:
        report += (
            f" {left} more files are beyond what Discord lets me send: whoever runs me can export "
            "all with bot.py export --server."
        )
    return report
