"""The sentences of /setup. Names of roles and channels come in ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from chat.texts.replies import duration
from lore.texts import terms
from lore.texts.server_settings import EVERYWHERE, MANAGERS, NONE

TITLE = "How I behave in this server"
AS_IT_COMES = "Reset"
TURN_ON = "Turn on"
TURN_OFF = "Turn off"
WHAT = {
    "moderator_role": "This role may change facts and see the inbox, as whoever may manage the "
    "server always can.",
    "channels": "Elsewhere I ignore mentions, and a command answers its user alone. A thread "
    "counts as its channel.",
    "mentions": "I answer messages that mention me. Commands always work.",
    "quiet": "A mention that asks nothing gets a reaction at most.",
    "public": "All see the answer to a command, unless its user chooses otherwise.",
    "cooldown": "How long each member waits between two questions in this server.",
    "spoiler_channels": "Elsewhere what would give something away is behind black bars.",
    "log_channel": "Every change of facts and settings, with Undo.",
    "digest": "A summary of each week's questions, in the log.",
}
CHOOSE = {
    "moderator_role": "Choose the moderators' role",
    "channels": "Choose where I answer",
    "cooldown": "Choose a pause",
    "spoiler_channels": "Choose where spoilers are safe",
    "log_channel": "Choose the log channel",
}
EVERYBODY = (
    "Everybody has that role, so everybody could change facts: choose one that only moderators "
    "have."
)
FEEDS_WHAT = (
    "News sites as RSS or Atom. Articles that speak of what I know wait in /inbox articles, and "
    "nothing of them is stored before you accept it."
)
CHANGE_FEEDS = "Choose feeds"
FEEDS_LABEL = "Addresses of RSS or Atom, one a line"
FEEDS_HINT = "https://variety.com/feed/"
FEED_LIMIT_LABEL = "Articles a day at most"
NO_NUMBER = "How many articles a day is a whole number."
OLD = "This setting is no longer there: run /setup again."

GONE = "gone"
ROLE_GONE = "That role is gone: choose another."
CHANNEL_GONE = "That channel is gone, or I cannot see it: choose another."
HIDDEN = (
    "Who has this role cannot see my commands: give it Manage Messages, or show it the commands "
    "under Server Settings, Integrations."
)
NO_LOG = "There is no log channel for it yet: choose one."


def role(name: str | None) -> str:
    """Who moderates."""
    return name or MANAGERS


def channels(key: str, names: Sequence[str]) -> str:
    """The channels of a setting."""
    if not names:
        return EVERYWHERE if key == "channels" else NONE
    return _some(names)


def _some(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    return terms.series([*names[:5], *([f"{len(names) - 5} more"] if names[5:] else [])])


def feeds(hosts: Sequence[str], limit: int) -> str:
    """The feeds that are read, by their sites."""
    if not hosts:
        return NONE
    return f"{_some(hosts)}; {limit} article{'' if limit == 1 else 's'} a day at most"


def pause(seconds: int) -> str:
    """How long members wait."""
    return duration(seconds) if seconds else NONE


def gone(count: int) -> str:
    """Warns of chosen channels that are not there."""
    if count == 1:
        return "One of them is gone, or I cannot see it."
    return f"{count} of them are gone, or I cannot see them."


def not_allowed(names: Sequence[str]) -> str:
    """Warns of channels in which the bot cannot answer."""
    return f"I may not write in {terms.series(names[:5])}: mentions there stay without an answer."


def log_lacks(permissions: Sequence[str]) -> str:
    """Warns of permissions that are missing in the log channel."""
    return f"I cannot write there: give me {terms.series(permissions)} in that channel."


def saved(change: int) -> str:
    """A setting was changed."""
    return f"Saved. This was change {change}."
