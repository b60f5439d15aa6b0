"""/privacy: what the bot keeps, and what it keeps of whoever asks: shown, handed out, deleted."""

from __future__ import annotations

import io
from typing import Any, Protocol, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs._cooldown import REPORT, Cooldown
from cogs._deliver import defer, respond
from cogs._face import plain
from cogs._press import Interaction, Press, below
from cogs._render import Card, said
from cogs._threads import MINUTES
from lore.inbox import Limits
from lore.privacy import Privacy
from lore.store import shown
from lore.wording import commands as names
from lore.wording import pages
from lore.wording import privacy as words

FILE = "what-is-kept-of-you.json"


class Pressed(Protocol):
    """A client that can forget a person."""

    privacy: Privacy


class Delete(Press, template=r"privacy:delete"):
    """Deletes what is kept of whoever presses."""

    def __init__(self) -> None:
        button: ui.Button[Any] = ui.Button(
            label=words.DELETE, custom_id="privacy:delete", style=discord.ButtonStyle.danger
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(cls, _: Interaction, __: ui.Item[Any], ___: Any, /) -> Self:
        """The button that was pressed."""
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        """Delete it."""
        client: Pressed = interaction.client
        await defer(interaction, "edit")
        await client.privacy.delete(interaction.user.id)
        await respond(interaction, said(words.DELETED), "edit")


class Privately(commands.Cog):
    """Tells everybody what is kept of them, wherever they are."""

    privacy = app_commands.Group(name="privacy", description=names.PRIVACY)

    def __init__(self, *, privacy: Privacy, cooldown: Cooldown) -> None:
        self._privacy = privacy
        self._cooldown = cooldown

    @privacy.command(name="show", description=names.PRIVACY_SHOW)
    async def show(self, interaction: Interaction) -> None:
        """Show what the bot keeps."""
        limits = Limits()
        page = pages.privacy(
            questions=shown.MOST,
            days=shown.DAYS,
            reports=limits.reports_kept,
            entries=limits.entries,
            minutes=MINUTES,
        )
        embeds = interaction.app_permissions.embed_links
        await respond(interaction, plain(page, embeds=embeds), "private")

    @privacy.command(name="export", description=names.PRIVACY_EXPORT)
    async def export(self, interaction: Interaction) -> None:
        """Hand out all that names whoever asks, as a file that they alone see."""
        self._cooldown.charge(interaction.user.id, REPORT)
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept = await self._privacy.export(interaction.user.id)
        file = discord.File(io.BytesIO(kept.encode()), filename=FILE)
        await interaction.followup.send(words.EXPORTED, file=file, ephemeral=True)

    @privacy.command(name="delete", description=names.PRIVACY_DELETE)
    async def delete(self, interaction: Interaction) -> None:
        """Ask once more before it is deleted."""
        await respond(interaction, Card(words.ASK_ONCE_MORE, view=below([Delete()])), "private")
