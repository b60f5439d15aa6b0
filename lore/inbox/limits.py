"""What is kept, how much of it and for how long; docs/privacy.md says the same to members."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from lore.model.errors import LoreError

How = Literal["command", "mention", "direct", "about"]
"""How a question came: by a command or its forms, by mentioning the bot or replying to it in a
server, directly, or by "Answer this" on somebody else's message."""


class InboxError(LoreError):
    """Something of the inbox or of a suggestion cannot be done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was asked: a server's id as `scope` (SHARED for none), and how."""

    scope: int
    how: How

    @property
    def is_kept(self) -> bool:
        """Whether what has no answer there may be kept."""
        return self.scope != 0 and self.how in ("command", "mention")


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of what is kept for one server, and of what one person may do in a day."""

    entries: int = 2_000
    pending: int = 2_000
    pending_everywhere: int = 10_000
    days: int = 90
    wishes: int = 25
    reports: int = 10
    reports_kept: int = 1_000
    presses: int = 1_000
    suggestions: int = 5
    suggestions_open: int = 10
    suggestions_open_everyone: int = 500


LONGEST_TEXT = 300
"""Characters of a question that are kept."""
LONGEST_REPORT = 1_000
"""Characters of what is wrong with an answer."""
DAY = timedelta(days=1)
"""In which reports and suggestions are counted."""


_IDS = re.compile(r"<(?:@[!&]?|#)\d*>|(?<!\d)\d{15,}(?!\d)")


def kept_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """A text as it is kept: one line, without mentions and Discord ids, and not too long."""
    return " ".join(_IDS.sub(" ", text).split())[:longest]
