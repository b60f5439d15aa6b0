"""The time of day as everything takes it, so that a test can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def stamp(time: datetime) -> str:
    """A time as it is stored."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
