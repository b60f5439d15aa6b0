"""/setup: shows a server's settings on one card and changes them, for its managers."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from chat.editing.context import EditingContext
from chat.texts import commands as words
from chat.ui.components import Interaction
from chat.ui.permissions import ModeratorCog, moderator_of
from chat.ui.replies import defer, respond
from cogs.server_settings import texts
from cogs.server_settings.card import card
from cogs.server_settings.components import DEFAULT, ON
from lore.editing import ServerSettings
from lore.editing.errors import Overtaken, Overwritten, Unchanged
from lore.editing.server_settings import KEYS
from lore.model.errors import LoreError


class SettingsHandler:
    """Takes what /setup and its controls are used for; who may is asked at each of them."""

    def __init__(self, changing: EditingContext) -> None:
        self._changing = changing
        self._setups = changing.editing.setups

    async def show(self, interaction: Interaction) -> None:
        """Show the settings to whoever may change them.

        Raises:
            LoreError: to everybody else.
        """
        by = moderator_of(interaction)
        await respond(
            interaction, card(self._setups.known(by.scope), _guild(interaction)), "private"
        )

    async def change(
        self, interaction: Interaction, key: str, version: str, to: str | None
    ) -> None:
        """Change a setting that was seen in a version; where it is another now, show that.

        Raises:
            LoreError: where they may not, and for what cannot be chosen.
        """
        by = moderator_of(interaction)
        if key not in KEYS:
            raise LoreError(texts.OLD)
        guild = _guild(interaction)
        value = _wanted(interaction, key, to, guild)
        await defer(interaction, "edit")
        try:
            saved = await self._setups.set(by, seen={key: version}, **{key: value})
        except (Overwritten, Unchanged) as error:
            shown = card(self._setups.known(by.scope), guild, note=str(error))
            await respond(interaction, shown, "edit")
            return
        number = saved.change.number
        now = self._setups.known(by.scope)
        try:
            shown = card(now, guild, note=texts.saved(number), undo=number)
            await respond(interaction, shown, "edit")
        finally:
            await self._changing.follow(interaction, by, saved)

    async def undo(self, interaction: Interaction, number: int) -> None:
        """Take a change of settings back and show how they are now; where it cannot be, say why.

        Raises:
            LoreError: where they may not, and where there is no such change of settings.
        """
        by = moderator_of(interaction)
        guild = _guild(interaction)
        await self._changing.may_undo(interaction, number)
        await defer(interaction, "edit")
        try:
            saved = await self._changing.editing.undo(number, by)
        except Overtaken as error:
            shown = card(self._setups.known(by.scope), guild, note=str(error))
            await respond(interaction, shown, "edit")
            return
        told = self._changing.wording.saved(saved)
        now = self._setups.known(by.scope)
        try:
            shown = card(now, guild, note=told, undo=saved.change.number)
            await respond(interaction, shown, "edit")
        finally:
            await self._changing.follow(interaction, by, saved)


def _wanted(interaction: Interaction, key: str, to: str | None, guild: discord.Guild) -> Any:
    """The value that was chosen.

    Raises:
        LoreError: for a role that everybody has, and for a channel that is not there.
    """
    default = getattr(ServerSettings(), key)
    if to is not None:
        return default if to == DEFAULT else to == ON
    data: Any = interaction.data or {}
    chosen = [int(one) for one in data.get("values") or ()]
    if key == "moderator_role" and guild.id in chosen:
        raise LoreError(texts.EVERYBODY)
    if key == "log_channel" and any(guild.get_channel(one) is None for one in chosen):
        raise LoreError(texts.CHANNEL_GONE)
    if isinstance(default, tuple):
        return tuple(chosen)
    return chosen[0] if chosen else default


def _guild(interaction: Interaction) -> discord.Guild:
    guild = interaction.guild
    assert guild is not None, "asked for in a server"
    return guild


class SettingsCommands(ModeratorCog):
    """Shows and changes a server's settings."""

    manages = True

    def __init__(self, desk: SettingsHandler) -> None:
        self._desk = desk

    @app_commands.command(name="setup", description=words.SETUP)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def setup(self, interaction: Interaction) -> None:
        """Show the settings, to be changed there."""
        await self._desk.show(interaction)
