"""Questions without an answer, wrong answers, members' suggestions, and the figures of it all."""

from lore.inbox.limits import Asked, InboxError, Limits
from lore.inbox.service import InboxService
from lore.inbox.statistics import Figures, Statistics
from lore.inbox.suggestions import Notice, Suggestions
from lore.store.inbox import InboxEntry, Wish
from lore.store.suggestions import Suggestion

__all__ = [
    "Asked",
    "Figures",
    "InboxEntry",
    "InboxError",
    "InboxService",
    "Limits",
    "Notice",
    "Statistics",
    "Suggestion",
    "Suggestions",
    "Wish",
]
