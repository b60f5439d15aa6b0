"""The log on standard error, in which the token never stands: lines to read, or JSON.

Whatever Discord tells the bot of gets an id of its own, which stands in each line that it causes.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime

from lore.settings import LogFormat

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being handled, empty outside of any."""
_INTERACTION = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.-]+")
"""Discord's addresses with a token that lets anybody answer for a quarter of an hour."""


def begin_request() -> None:
    """Give what is handled from here on an id, in tasks that it starts, too."""
    REQUEST.set(secrets.token_hex(4))


def set_up(*, secret: str, form: LogFormat = "plain") -> None:
    """Log to standard error, unless a log is set up already."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(secret) if form == "json" else Lines(secret))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # It announces each try to log in, before anything is known that an operator could use.
    logging.getLogger("discord.client").setLevel(logging.WARNING)


class Redactor:
    """Leaves a secret out of a text, and the tokens of interactions."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def redacted(self, text: str) -> str:
        """The text without them."""
        return _INTERACTION.sub(r"\1[token]", text.replace(self._secret, "[token]"))


def _filled(record: logging.LogRecord) -> logging.LogRecord:
    """A record whose message can be made; else it is told as it is, with what was to fill it."""
    try:
        record.getMessage()
    except (TypeError, ValueError, KeyError):
        record.msg, record.args = f"{record.msg} {record.args}", ()
    return record


class Lines(logging.Formatter):
    """Lines for people."""

    def __init__(self, secret: str) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self._redactor = Redactor(secret)

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines of a record."""
        line = self._redactor.redacted(super().format(_filled(record)))
        return f"{line} [{request}]" if (request := REQUEST.get()) else line


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger and message; request, exception and whatever else
    a record has in `fields`, where it has them."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._redactor = Redactor(secret)

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        redacted = self._redactor.redacted
        time = datetime.fromtimestamp(record.created, UTC)
        told: dict[str, object] = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(_filled(record).getMessage()),
        }
        if request := REQUEST.get():
            told["request"] = request
        if record.exc_info:
            told["exception"] = redacted(self.formatException(record.exc_info))
        if record.stack_info:
            told["stack"] = redacted(self.formatStack(record.stack_info))
        return json.dumps({**getattr(record, "fields", {}), **told}, ensure_ascii=False)
