"""How the bot behaves in a server: what /setup reads and changes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from lore.curation.errors import Refused
from lore.curation.models import Moderator, Saved
from lore.curation.office import Office
from lore.curation.plans import Plan
from lore.store.units import Image, Unit
from lore.wording import refusals as words

MOST_CHANNELS = 100
LONGEST_COOLDOWN = 3600


@dataclass(frozen=True, slots=True)
class Setup:
    """A server's settings as they come, ids of roles and channels as Discord has them.

    `channels` are those where the bot answers, none for all. `mentions` tells whether it answers
    these, `quiet` that one which is no question gets a reaction at most. In `spoiler_channels`
    spoilers need no bars. `public` answers are seen by all. `cooldown` is in seconds.
    """

    moderator_role: int | None = None
    channels: tuple[int, ...] = ()
    mentions: bool = True
    quiet: bool = False
    log_channel: int | None = None
    spoiler_channels: tuple[int, ...] = ()
    public: bool = True
    cooldown: int = 0


KEYS = tuple(one.name for one in fields(Setup))
_PLACES = ("channels", "spoiler_channels")
_IDS = ("moderator_role", "log_channel")


class Setups:
    """Reads and changes settings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def get(self, scope: int) -> Setup:
        """A server's settings; those of a direct message are as they come."""
        return await self._office.read(scope, lambda reader: _setup(reader.settings()))

    async def set(self, by: Moderator, *, reason: str | None = None, **values: Any) -> Saved:
        """Change settings by their names in `Setup`; one as it comes is no longer kept.

        Raises:
            Refused: for a value that a setting cannot have.
            Unchanged: where all is so already.
        """
        images = {Unit("setting", text=key): _image(key, value) for key, value in values.items()}

        return await self._office.change(by, "setup", lambda _: Plan(dict(images)), reason=reason)


def _setup(values: dict[str, Any]) -> Setup:
    known: dict[str, Any] = {
        key: tuple(value) if key in _PLACES else value
        for key, value in values.items()
        if key in KEYS
    }
    return Setup(**known)


def _image(key: str, value: Any) -> Image | None:
    """A setting's image, None where it is as it comes."""
    default = getattr(Setup(), key, None)
    if key not in KEYS:
        fit = False
    elif key in _PLACES:
        value = tuple(dict.fromkeys(value))
        fit = len(value) <= MOST_CHANNELS and all(type(one) is int and one > 0 for one in value)
    elif key in _IDS:
        fit = value is None or (type(value) is int and value > 0)
    elif key == "cooldown":
        fit = type(value) is int and 0 <= value <= LONGEST_COOLDOWN
    else:
        fit = type(value) is bool
    if not fit:
        raise Refused(words.setting_unfit(key, MOST_CHANNELS, LONGEST_COOLDOWN))
    return None if value == default else {"value": list(value) if key in _PLACES else value}
