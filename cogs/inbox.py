"""/inbox: the questions that got no answer, for those who can give one."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs._deliver import respond
from cogs._face import plain
from cogs._moderators import Moderators
from lore.inbox import Inbox
from lore.wording import commands as names
from lore.wording import discord as words

SHOWN = 20
"""Questions that are shown at once, the latest first."""


class InboxList(commands.Cog):
    """Shows a server's moderators what its members asked in vain."""

    def __init__(self, *, inbox: Inbox, moderators: Moderators) -> None:
        self._inbox = inbox
        self._moderators = moderators

    @app_commands.command(name="inbox", description=names.INBOX)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def inbox(self, interaction: discord.Interaction[Any]) -> None:
        """List the open questions, to the moderator alone."""
        by = await self._moderators.moderator(interaction)
        entries = await self._inbox.entries(by.scope, limit=SHOWN)
        shown = words.inbox([(one.number, one.wordings[0], one.asked) for one in entries])
        embeds = interaction.app_permissions.embed_links
        await respond(interaction, plain(shown, embeds=embeds), "private")
