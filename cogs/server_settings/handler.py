"""/setup: shows a server's settings on one card and changes them, for its managers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from chat.editing.context import EditingContext
from chat.texts import commands as words
from chat.ui import forms, sizes
from chat.ui.components import Interaction
from chat.ui.forms import Sent
from chat.ui.permissions import ModeratorCog, moderated, moderator_of
from chat.ui.rendering import Card
from chat.ui.reopening import open_form
from chat.ui.replies import defer, respond
from cogs.server_settings import texts
from cogs.server_settings.card import card
from cogs.server_settings.components import DEFAULT, ON
from lore.editing import Moderator, ServerSettings
from lore.editing.errors import Overtaken, Overwritten, Unchanged
from lore.editing.server_settings import KEYS
from lore.fetching import Fetcher
from lore.model.errors import LoreError
from lore.texts.server_settings import NAMES

FORM = "setupfeeds"
_VERSION = 8
"""Characters of a setting's version."""


class SettingsHandler:
    """Takes what /setup and its controls are used for; who may is asked at each of them."""

    def __init__(self, changing: EditingContext, fetcher: Fetcher | None) -> None:
        self._changing = changing
        self._fetcher = fetcher
        self._setups = changing.editing.setups

    async def show(self, interaction: Interaction) -> None:
        """Show the settings to whoever may change them.

        Raises:
            LoreError: to everybody else.
        """
        by = moderator_of(interaction)
        await respond(interaction, self._card(by, _guild(interaction)), "private")

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
        value = _wanted(interaction, key, to, _guild(interaction))
        await self._set(interaction, by, {key: version}, {key: value})

    def _card(
        self, by: Moderator, guild: discord.Guild, note: str | None = None, undo: int | None = None
    ) -> Card:
        fetches = self._fetcher is not None
        return card(self._setups.known(by.scope), guild, fetches=fetches, note=note, undo=undo)

    async def ask_feeds(self, interaction: Interaction) -> None:
        """Ask which feeds are to be read, and how many of their articles a day.

        Raises:
            LoreError: where nothing may be fetched.
        """
        if self._fetcher is None:
            raise LoreError(texts.OLD)
        now = self._setups.known(moderator_of(interaction).scope)
        versions = f"{now.version('feeds')}{now.version('feed_limit')}"
        fields = [
            forms.text(
                "feeds",
                texts.FEEDS_LABEL,
                most=sizes.TYPED,
                value="\n".join(now.feeds),
                hint=texts.FEEDS_HINT,
            ),
            forms.text("limit", texts.FEED_LIMIT_LABEL, most=3, value=str(now.feed_limit)),
        ]
        await open_form(interaction, forms.form(NAMES["feeds"], f"{FORM}:{versions}", fields))

    @property
    def forms(self) -> Mapping[str, Sent]:
        """The handler of each form, by what its custom id starts with."""
        return {FORM: moderated(self._feeds_sent, manages=True)}

    async def _feeds_sent(self, interaction: Interaction) -> None:
        by = moderator_of(interaction)
        if self._fetcher is None:
            raise LoreError(texts.OLD)
        data: Any = interaction.data or {}
        _, _, versions = str(data.get("custom_id", "")).partition(":")
        given = forms.sent(interaction)
        addresses = [self._fetcher.checked(address) for address in given.get("feeds", "").split()]
        limit = given.get("limit", "").strip() or str(ServerSettings().feed_limit)
        if not (limit.isascii() and limit.isdecimal()):
            raise LoreError(texts.NO_NUMBER)
        seen = {"feeds": versions[:_VERSION], "feed_limit": versions[_VERSION:]}
        values = {"feeds": tuple(addresses), "feed_limit": int(limit)}
        await self._set(interaction, by, seen, values)

    async def _set(
        self,
        interaction: Interaction,
        by: Moderator,
        seen: Mapping[str, str],
        values: Mapping[str, Any],
    ) -> None:
        """Change settings that were seen in these versions, and show them all on the same card."""
        guild = _guild(interaction)
        await defer(interaction, "edit")
        try:
            saved = await self._setups.set(by, seen=seen, **values)
        except (Overwritten, Unchanged) as error:
            await respond(interaction, self._card(by, guild, str(error)), "edit")
            return
        number = saved.change.number
        try:
            await respond(interaction, self._card(by, guild, texts.saved(number), number), "edit")
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
            await respond(interaction, self._card(by, guild, str(error)), "edit")
            return
        report = self._changing.wording.saved(saved)
        try:
            shown = self._card(by, guild, report, saved.change.number)
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
    chosen = [int(number) for number in data.get("values") or ()]
    if key == "moderator_role" and guild.id in chosen:
        raise LoreError(texts.EVERYBODY)
    if key == "log_channel" and any(guild.get_channel(channel) is None for channel in chosen):
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
