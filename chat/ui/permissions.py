"""Who may change a server's facts, by what Discord says of them at that moment.

What is to be said of the roles and channels that a server chose, as things are now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import discord

from chat.texts import replies as words
from chat.ui.request import scope_of
from cogs.server_settings import texts
from lore.editing import Moderator, ServerSettings
from lore.editing.server_settings import ServerSettingsService
from lore.model.errors import LoreError
from lore.model.facts import SHARED

Interaction = discord.Interaction[Any]


class Moderators:
    """Lets pass who may do a thing; to be asked at each command, press, choice and form anew."""

    def __init__(self, setups: ServerSettingsService) -> None:
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


LOG_NEEDS = ("view_channel", "send_messages", "embed_links")
ANSWER_NEEDS = ("view_channel", "send_messages")


def warnings(key: str, setup: ServerSettings, guild: discord.Guild) -> Iterator[str]:
    """What keeps a setting from having its effect."""
    match key:
        case "moderator_role":
            if setup.moderator_role is not None and not guild.get_role(setup.moderator_role):
                yield texts.ROLE_GONE
        case "log_channel":
            yield from _log(setup.log_channel, guild)
        case "channels" | "spoiler_channels":
            yield from _channels(key, getattr(setup, key), guild)
        case "digest":
            if setup.digest and setup.log_channel is None:
                yield texts.NO_LOG


def missing(channel: discord.abc.GuildChannel, wanted: Sequence[str] = LOG_NEEDS) -> list[str]:
    """The permissions that the bot lacks in a channel, by their names in Discord."""
    may = channel.permissions_for(channel.guild.me)
    return [texts.PERMISSIONS[one] for one in wanted if not getattr(may, one)]


def _log(chosen: int | None, guild: discord.Guild) -> Iterator[str]:
    if chosen is None:
        return
    channel = guild.get_channel(chosen)
    if channel is None:
        yield texts.CHANNEL_GONE
    elif lacking := missing(channel):
        yield texts.log_lacks(lacking)


def _channels(key: str, chosen: Sequence[int], guild: discord.Guild) -> Iterator[str]:
    there = [channel for one in chosen if (channel := guild.get_channel(one)) is not None]
    if len(there) < len(chosen):
        yield texts.CHANNEL_GONE if len(chosen) == 1 else texts.gone(len(chosen) - len(there))
    barred = [one.mention for one in there if missing(one, ANSWER_NEEDS)]
    if key == "channels" and barred:
        yield texts.not_allowed(barred)
