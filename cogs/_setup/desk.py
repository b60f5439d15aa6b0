"""Showing and changing a server's settings, for those who may."""

from __future__ import annotations

from typing import Any

import discord

from cogs._changing import Changing
from cogs._deliver import defer, respond
from cogs._press import Interaction
from cogs._setup.card import card
from cogs._setup.items import DEFAULT, ON
from lore.curation import Setup
from lore.curation.errors import Overwritten, Unchanged
from lore.curation.setup import KEYS
from lore.errors import LoreError
from lore.wording import setup as words


class SetupDesk:
    """Takes what /setup and its controls are used for; who may is asked at each of them."""

    def __init__(self, changing: Changing) -> None:
        self._changing = changing
        self._setups = changing.curation.setups

    async def show(self, interaction: Interaction) -> None:
        """Show the settings to whoever may change them.

        Raises:
            LoreError: to everybody else.
        """
        by = await self._changing.moderators.manager(interaction)
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
        by = await self._changing.moderators.manager(interaction)
        if key not in KEYS:
            raise LoreError(words.OLD)
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
            shown = card(now, guild, note=words.saved(number), undo=number)
            await respond(interaction, shown, "edit")
        finally:
            await self._changing.follow(interaction, by, saved)


def _wanted(interaction: Interaction, key: str, to: str | None, guild: discord.Guild) -> Any:
    """The value that was chosen.

    Raises:
        LoreError: for a role that everybody has, and for a channel that is not there.
    """
    default = getattr(Setup(), key)
    if to is not None:
        return default if to == DEFAULT else to == ON
    data: Any = interaction.data or {}
    chosen = [int(one) for one in data.get("values") or ()]
    if key == "moderator_role" and guild.id in chosen:
        raise LoreError(words.EVERYBODY)
    if key == "log_channel" and any(guild.get_channel(one) is None for one in chosen):
        raise LoreError(words.CHANNEL_GONE)
    if isinstance(default, tuple):
        return tuple(chosen)
    return chosen[0] if chosen else default


def _guild(interaction: Interaction) -> discord.Guild:
    guild = interaction.guild
    assert guild is not None, "asked for in a server"
    return guild
