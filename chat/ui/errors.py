"""The one place for errors: what a member reads of them, and what the log keeps."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import aiohttp
import discord
from discord import app_commands

from chat.texts import replies as words
from lore.model.errors import LoreError, Stopped, StoreError, Unreachable, Unsettled

log = logging.getLogger(__name__)

ANSWERED = 40060
"""Discord's code for an interaction that was answered before."""

# Its codes for one that can no longer be answered: it is gone, or its 15 minutes are over.
_GONE = frozenset({ANSWERED, 10062, 10015, 50027})
_TOO_MANY, _SERVER_ERROR = 429, 500


class Gone(LoreError):
    """What a button refers to has expired or was deleted."""

    def __init__(self) -> None:
        super().__init__(words.TOO_OLD)


class NotTaken(LoreError):
    """A form that was refused: why, and what was written in it."""

    def __init__(self, why: LoreError, written: Sequence[str]) -> None:
        super().__init__(words.not_taken(explain(why), written))


def original(error: BaseException) -> BaseException:
    """What a command raised: discord.py wraps it."""
    cause = getattr(error, "original", error)
    return cause if isinstance(cause, BaseException) else error


def explain(error: BaseException) -> str:
    """The sentence for a member; what is no LoreError goes to the log with its traceback."""
    cause = original(error)
    if isinstance(cause, Stopped):
        return words.NO_EDITS  # the log has the reason already
    if isinstance(cause, Unreachable | Unsettled):
        return str(cause)  # the log tells when it began
    if isinstance(cause, StoreError):
        log.error("The store failed: %s", cause)
        return words.BROKEN
    if isinstance(cause, LoreError):
        return str(cause)
    if out_of_order(cause):
        log.warning("Discord did not take an answer: %s", cause)
        return words.BROKEN
    if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return words.OUTDATED
    log.error("Something a member asked for failed", exc_info=cause)
    return words.BROKEN


def unshown(record: logging.LogRecord) -> bool:
    """A filter of discord.py's log of commands: choices that Discord did not take in time are no
    error, since what is typed next asks for others."""
    error = record.exc_info[1] if record.exc_info else None
    if "autocomplete" in record.msg and error is not None and (late(error) or out_of_order(error)):
        record.msg, record.args, record.exc_info = (
            "The choices could not be shown: %s",
            (error,),
            None,
        )
        record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
    return True


def late(error: BaseException) -> bool:
    """Whether Discord refuses because the interaction is over, which nobody can mend."""
    return isinstance(error, discord.HTTPException) and error.code in _GONE


def out_of_order(error: BaseException) -> bool:
    """Whether Discord cannot be reached, or could not take something however often it was tried."""
    if isinstance(error, discord.HTTPException):
        return error.status == _TOO_MANY or error.status >= _SERVER_ERROR
    return isinstance(error, discord.RateLimited | aiohttp.ClientError | ConnectionError)
