"""The one place for errors: what a member reads of them, and what the log keeps."""

from __future__ import annotations

import logging

import discord
from discord import app_commands

from lore.errors import LoreError
from lore.wording import discord as words

log = logging.getLogger(__name__)

# Discord's codes for an interaction that can no longer be answered: it is gone, or was answered
# (by a first try whose confirmation was lost), or its 15 minutes are over.
_GONE = frozenset({10062, 40060, 10015, 50027})


def explain(error: BaseException) -> str:
    """The sentence for a member; what is no LoreError goes to the log with its traceback."""
    cause = getattr(error, "original", error)  # what a command raised comes wrapped
    if isinstance(cause, LoreError):
        return str(cause)
    if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return words.OUTDATED
    log.error("Something a member asked for failed", exc_info=cause)
    return words.BROKEN


def too_late(error: discord.HTTPException) -> bool:
    """Whether Discord refuses because the interaction is over, which nobody can mend."""
    return error.code in _GONE
