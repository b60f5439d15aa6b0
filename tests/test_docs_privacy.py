"""What docs/privacy.md promises is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from lore.editing.server_settings import MOST_CLIPPINGS
from lore.feeds.service import LONGEST, MOST_OPEN
from lore.inbox import Limits
from lore.inbox.limits import LONGEST_REPORT, LONGEST_TEXT
from lore.privacy import STAYS
from lore.store import answer_log
from lore.store.inbox import WORDINGS

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "privacy.md").read_text(encoding="utf-8")
LIMITS = Limits()


def bounds() -> dict[str, list[int]]:
    """The numbers of the table of bounds, by what they bound."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", PAGE.split("## Bounds")[1], re.MULTILINE)
    return {
        what: [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", text)]
        for what, text in rows[2:]
    }


def test_the_bounds_are_those_of_the_program() -> None:
    assert bounds() == {
        "questions without an answer": [LIMITS.entries],
        "readings that were pressed": [LIMITS.presses],
        "wordings of an entry": [WORDINGS, LONGEST_TEXT],
        "what waits to be written": [LIMITS.pending, LIMITS.pending_everywhere],
        "what members wrote of wrong answers": [
            LIMITS.reports_kept,
            LONGEST_REPORT,
            LIMITS.reports,
        ],
        "answers that one person waits for": [LIMITS.wishes],
        "articles of feeds": [MOST_OPEN, LONGEST, MOST_CLIPPINGS],
        "suggestions": [
            LIMITS.suggestions_open_everyone,
            LIMITS.suggestions_open,
            LIMITS.suggestions,
        ],
    }


def test_the_times_are_those_of_the_program() -> None:
    assert set(re.findall(r"(\d+) days", PAGE)) == {str(LIMITS.days), str(STAYS.days)}
    assert LIMITS.days == answer_log.DAYS
    assert f"the {answer_log.MOST:,} latest" in PAGE
