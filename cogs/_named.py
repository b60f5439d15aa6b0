"""Names of what Discord knows by number."""

from __future__ import annotations

from collections.abc import Mapping

import discord


def names_in(guild: discord.Guild | None) -> Mapping[int, str]:
    """The roles and channels of a server by id, as plain text that has to be escaped."""
    if guild is None:
        return {}
    channels = {channel.id: f"#{channel.name}" for channel in guild.channels}
    return channels | {role.id: f"@{role.name}" for role in guild.roles}
