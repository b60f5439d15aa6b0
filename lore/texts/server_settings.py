"""The settings of a server in words, the same in /setup, in the log and in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lore.texts import terms

NAMES = {
    "moderator_role": "Moderators",
    "channels": "Where I answer",
    "mentions": "Mentions",
    "quiet": "Quiet",
    "public": "Answers for all to see",
    "cooldown": "Pause between questions",
    "spoiler_channels": "Where spoilers are safe",
    "log_channel": "Log",
    "digest": "Weekly digest",
    "feeds": "Feeds",
    "feed_limit": "Articles a day",
}
MANAGERS, EVERYWHERE, NONE = "who may manage the server", "every channel", "none"
_UNSET = {"moderator_role": MANAGERS, "channels": EVERYWHERE, "feed_limit": "as many as usual"}
"""How a setting is that was not made; others have nothing then."""
_NO_ID = 2**32
"""No number of seconds is beyond this, and every id of Discord is."""


def on(value: bool) -> str:
    """A setting that is on or off."""
    return "on" if value else "off"


def change(key: str, before: Any, after: Any, names: Mapping[int, str]) -> str:
    """A setting as it was and as it is, None where it is not made; `names` are those of roles and
    channels by their ids."""
    # What is on or off, and is not made, is the other one.
    if isinstance(before, bool) or isinstance(after, bool):
        sides = (not after if before is None else before, not before if after is None else after)
        was, now = map(on, sides)
    else:
        was, now = _value(key, before, names), _value(key, after, names)
    return f"{NAMES.get(key, key)}: {was} → {now}."


def _value(key: str, value: Any, names: Mapping[int, str]) -> str:
    if value is None or value == []:
        return _UNSET.get(key, NONE)
    if isinstance(value, list):
        return terms.series([_place(part, names) for part in value])
    return f"{value} s" if key == "cooldown" else _place(value, names)


def _place(value: Any, names: Mapping[int, str]) -> str:
    """The name of a role or a channel; any other value as it is."""
    gone = isinstance(value, int) and value > _NO_ID
    return names.get(value, "one that is gone" if gone else str(value))
