"""Questions without an answer, wrong answers, members' suggestions, and the figures of it all."""

from lore.inbox.figures import Figures, Statistics
from lore.inbox.keeping import Inbox
from lore.inbox.rules import Asked, InboxError, Limits
from lore.inbox.suggesting import Notice, Suggestions
from lore.store.inbox.entries import Entry, Wish
from lore.store.inbox.suggested import Suggestion

__all__ = [
    "Asked",
    "Entry",
    "Figures",
    "Inbox",
    "InboxError",
    "Limits",
    "Notice",
    "Statistics",
    "Suggestion",
    "Suggestions",
    "Wish",
]
