"""The token stands in no log."""

from __future__ import annotations

import logging

from app.client import Redacting

SECRET = "MTA5.secret.token"


def test_a_secret_is_left_out_of_messages_and_tracebacks() -> None:
    try:
        raise ValueError(f"header Bot {SECRET}")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "sent %s", (SECRET,), info)
    text = Redacting(SECRET).format(record)
    assert SECRET not in text
    assert "Traceback" in text
    assert text.count("[token]") == 2
