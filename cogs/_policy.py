"""What a server has set for its channels and members, at hand in memory."""

from __future__ import annotations

from lore.curation import Setup
from lore.curation.setup import Setups


class Policy:
    """The settings that the face goes by; the ids are those of a server and of its channels."""

    def __init__(self, setups: Setups) -> None:
        self._setups = setups

    def of(self, guild_id: int) -> Setup:
        """All settings of a server; of a direct message those that it comes with."""
        return self._setups.known(guild_id)

    def spoiler_safe(self, guild_id: int, *rooms: int) -> bool:
        """Whether everybody in a channel, or in a thread of it, may read what gives something
        away."""
        return self.of(guild_id).spoiler_safe(rooms)

    def forget(self, guild_id: int) -> None:
        """Drop a server whose settings were erased."""
        self._setups.forget(guild_id)
