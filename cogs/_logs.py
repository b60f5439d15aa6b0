"""The log on standard error, in which the token never stands."""

from __future__ import annotations

import logging


def set_up(*, secret: str) -> None:
    """Log to standard error, unless a log is set up already."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(secret))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # It announces each try to log in, before anything is known that an operator could use.
    logging.getLogger("discord.client").setLevel(logging.WARNING)


class Redacting(logging.Formatter):
    """Leaves a secret out of whatever is logged, tracebacks included."""

    def __init__(self, secret: str) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines of a record."""
        return super().format(record).replace(self._secret, "[token]")
