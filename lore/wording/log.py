"""The sentences of the log channel."""

from __future__ import annotations

from collections.abc import Sequence

from lore.wording import terms

_MADE = "Your change is made, but the log channel does not tell of it:"

GONE = (
    f"{_MADE} that channel is gone, or I cannot see it. Whoever may manage this server can choose "
    "another with /setup."
)
UNREACHED = f"{_MADE} Discord did not take my message. /fact history has the change."


def by(who: str) -> str:
    """Who made a change."""
    return f"By {who}"


def lacks(permissions: Sequence[str]) -> str:
    """A change that the log cannot tell of for want of permissions there."""
    needed = f" I need {terms.series(permissions)} there." if permissions else ""
    return f"{_MADE} I may not write in it.{needed}"
