"""/privacy: what the bot keeps, and what it keeps of whoever asks: shown, handed out, deleted."""

from __future__ import annotations

import io
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from chat.answers.handler import plain
from chat.texts import commands as names
from chat.texts import pages
from chat.ui.components import HandlerKey, Interaction, PersistentItem, below
from chat.ui.limits import REPORT, Cooldown
from chat.ui.rendering import Card, said
from chat.ui.replies import defer, respond
from lore.conversation import MINUTES
from lore.inbox import Limits
from lore.privacy import Privacy
from lore.store import answer_log

EXPORTED = (
    "This is all that names you, by table, in every server. Questions are kept without who asked, "
    "so they are not in it."
)
ASK_ONCE_MORE = (
    "This deletes what names you, in every server, and cannot be taken back: what you asked to be "
    "told, what you suggested, and your id in texts. In histories of facts that you changed you "
    "become “former moderator”; the facts stay."
)
DELETE = "Delete what is kept of me"
DELETED = "Done: nothing that is kept names you any more."


FILE = "what-is-kept-of-you.json"


PRIVACY = HandlerKey[Privacy]("privacy")


class Delete(PersistentItem, template=r"privacy:delete"):
    """Deletes what is kept of whoever presses."""

    def __init__(self) -> None:
        button: ui.Button[Any] = ui.Button(
            label=DELETE, custom_id="privacy:delete", style=discord.ButtonStyle.danger
        )
        super().__init__(button)

    @classmethod
    def restored(cls, _: Any, __: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        """Delete it."""
        await defer(interaction, "edit")
        await interaction.client.handlers[PRIVACY].delete(interaction.user.id)
        await respond(interaction, said(DELETED), "edit")


class PrivacyCommands(commands.Cog):
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
            questions=answer_log.MOST,
            days=answer_log.DAYS,
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
        await interaction.followup.send(EXPORTED, file=file, ephemeral=True)

    @privacy.command(name="delete", description=names.PRIVACY_DELETE)
    async def delete(self, interaction: Interaction) -> None:
        """Ask once more before it is deleted."""
        await respond(interaction, Card(ASK_ONCE_MORE, view=below([Delete()])), "private")
