"""The day on which a question is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lore.store.fact_reader import Reader

Clock = Callable[[], date]
"""Tells what day it is."""


def asked_on(reader: Reader, today: date) -> date:
    """The day as of which a reader sees the facts, else today."""
    return min(reader.as_of.last, today) if reader.as_of else today
