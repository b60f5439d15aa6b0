"""Who may change a server's facts and settings, as Discord says at that moment, and what the bot
itself may do in a channel.

The permission is asked once at each command, press and form, before any handler runs: by the
`interaction_check` of a command's cog or of an item, and by `moderated` for a form. A handler takes
whom that let pass from `moderator_of`; it fails where nobody asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.ext import commands

from chat.texts import replies as words
from chat.ui.components import HandlerKey, Interaction, PersistentItem
from chat.ui.replies import tell
from chat.ui.request import scope_of
from lore.editing import Moderator
from lore.editing.server_settings import ServerSettingsService
from lore.model.errors import LoreError
from lore.model.facts import SHARED

_MODERATOR = "moderator"
Form = Callable[[Interaction], Awaitable[None]]


class Asking(Protocol):
    """Returns the moderator behind an interaction, or raises a LoreError for everybody else."""

    async def moderator(self, interaction: Interaction, /) -> Moderator:
        """Whoever may change facts."""

    async def manager(self, interaction: Interaction, /) -> Moderator:
        """Whoever may change settings."""


PERMISSIONS = HandlerKey[Asking]("permissions")


def moderator_of(interaction: Interaction) -> Moderator:
    """The moderator whom the check of this interaction let pass.

    Raises:
        KeyError: where nothing was checked.
    """
    moderator: Moderator = interaction.extras[_MODERATOR]
    return moderator


async def _check(interaction: Interaction, *, manages: bool = False) -> None:
    asking = interaction.client.handlers[PERMISSIONS]
    check = asking.manager if manages else asking.moderator
    interaction.extras[_MODERATOR] = await check(interaction)


class Denied(app_commands.CheckFailure):
    """A command that its user may not run; `original` says why."""

    def __init__(self, original: LoreError) -> None:
        super().__init__(str(original))
        self.original = original


SHOWN_TO = discord.Permissions(manage_messages=True)
"""Who sees the commands of moderators, unless their server has it otherwise. It hides and allows
nothing: that is asked whenever a command runs. A role that /setup chose has this more often than
Manage Server."""


class ModeratorCog(commands.Cog):
    """Commands for whoever may change facts; with `manages`, for whoever may change settings."""

    manages = False

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let a moderator pass.

        Raises:
            Denied: for everybody else.
        """
        try:
            await _check(interaction, manages=self.manages)
        except LoreError as error:
            raise Denied(error) from None
        return True


class ModeratorItem(PersistentItem, template=r"(?!)"):
    """An item for whoever may change facts; with `manages`, for whoever may change settings."""

    manages = False

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Whether a moderator pressed; everybody else is told what is missing."""
        try:
            await _check(interaction, manages=self.manages)
        except Exception as error:
            await tell(interaction, error)
            return False
        return True


def moderated(take: Form, *, manages: bool = False) -> Form:
    """Wraps a form's handler so that it runs for moderators alone; with `manages`, for whoever may
    change settings."""

    async def checked(interaction: Interaction) -> None:
        await _check(interaction, manages=manages)
        await take(interaction)

    return checked


class Moderators:
    """Decides who is a moderator or a manager of a server, anew for each interaction."""

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


def missing(channel: discord.abc.GuildChannel, wanted: Sequence[str]) -> list[str]:
    """The permissions that the bot lacks in a channel, by their names in Discord."""
    may = channel.permissions_for(channel.guild.me)
    return [words.PERMISSIONS[permission] for permission in wanted if not getattr(may, permission)]
