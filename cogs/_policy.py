"""What a server has set for its channels. By default, nothing."""

from __future__ import annotations

from typing import Protocol


class Policy(Protocol):
    """The settings that the face asks for; the ids are those of a server and of its channel."""

    def spoiler_safe(self, guild_id: int, channel_id: int) -> bool:
        """Whether everybody in a channel may read what gives something away."""
        ...


class Defaults:
    """Nothing is set anywhere."""

    def spoiler_safe(self, guild_id: int, channel_id: int) -> bool:  # noqa: ARG002
        """No channel is."""
        return False
