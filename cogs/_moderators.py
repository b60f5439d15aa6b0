"""Who may change a server's facts, by what Discord says of them at that moment."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import discord

from cogs._asked import scope_of
from lore.curation import Moderator
from lore.curation.setup import Setups
from lore.errors import LoreError
from lore.models import SHARED
from lore.wording import discord as words

Interaction = discord.Interaction[Any]


class Moderators:
    """Lets pass who may do a thing; to be asked at each command, press, choice and form anew."""

    def __init__(self, setups: Setups) -> None:
        self._setups = setups

    async def moderator(self, interaction: Interaction) -> Moderator:
        """Whoever manages the server or has the role that it chose for its moderators.

        Raises:
            LoreError: for everybody else; it says what is missing.
        """
        scope = _server(interaction)
        if interaction.permissions.manage_guild:
            return Moderator(scope, interaction.user.id)
        role = (await self._setups.get(scope)).moderator_role
        if role is not None and role in _roles(interaction.user):
            return Moderator(scope, interaction.user.id)
        raise LoreError(_missing(interaction, role))

    async def manager(self, interaction: Interaction) -> Moderator:
        """Whoever manages the server.

        Raises:
            LoreError: for everybody else; it says what is missing.
        """
        scope = _server(interaction)
        if not interaction.permissions.manage_guild:
            raise LoreError(words.NEEDS_MANAGE_SERVER)
        return Moderator(scope, interaction.user.id)


def _server(interaction: Interaction) -> int:
    scope = scope_of(interaction)
    if scope == SHARED:
        raise LoreError(words.NEEDS_SERVER)
    return scope


def _missing(interaction: Interaction, role: int | None) -> str:
    """What a member lacks who is no moderator; a role that is gone, nobody can have."""
    there = interaction.guild.get_role(role) if interaction.guild and role is not None else None
    return words.needs_role(there.name) if there else words.NEEDS_MANAGE_SERVER


def _roles(user: discord.User | discord.Member) -> Collection[int]:
    """The roles that Discord sent along with the interaction.

    Of `Member.roles`, those of a server that is not loaded yet would be missing.
    """
    return user._roles if isinstance(user, discord.Member) else ()
