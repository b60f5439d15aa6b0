"""What a member may do, by what Discord says of them at that moment."""

from __future__ import annotations

from typing import Any

import discord

from lore.errors import LoreError
from lore.wording import discord as words


def needs_manage_server(interaction: discord.Interaction[Any]) -> None:
    """Let pass who may manage the server.

    Raises:
        LoreError: for everybody else; it says what is missing.
    """
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise LoreError(words.NEEDS_MANAGE_SERVER)
