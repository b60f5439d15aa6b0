"""The card before a fact is saved: the one path on which facts are stored."""

from cogs._draft.drafts import Drafts
from cogs._draft.work import After

__all__ = ["After", "Drafts"]
