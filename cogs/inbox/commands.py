"""The commands of /inbox, for the moderators of a server."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from chat.notifications import QuestionCloser
from chat.texts import commands as words
from chat.ui.components import Interaction
from chat.ui.permissions import SHOWN_TO, ModeratorCog
from cogs.inbox.handler import InboxHandler
from cogs.inbox.phrases import PhraseHandler


class InboxCommands(ModeratorCog):
    """Shows a server's moderators what its members asked in vain and what they suggest."""

    inbox = app_commands.Group(
        name="inbox",
        description=words.INBOX,
        default_permissions=SHOWN_TO,
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )

    def __init__(
        self,
        *,
        client: discord.Client,
        desk: InboxHandler,
        phrases: PhraseHandler,
        settling: QuestionCloser,
    ) -> None:
        self._client = client
        self._desk = desk
        self._phrases = phrases
        self._settling = settling

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Settle what changed while the bot was away, and tell whoever is still owed an answer."""
        self._settling.settle(guild.id for guild in self._client.guilds)

    @inbox.command(name="open", description=words.INBOX_OPEN)
    async def open(self, interaction: Interaction) -> None:
        """List the open questions, to the moderator alone."""
        await self._desk.listed(interaction, "open")

    @inbox.command(name="closed", description=words.INBOX_CLOSED)
    async def closed(self, interaction: Interaction) -> None:
        """List what was answered or dismissed."""
        await self._desk.listed(interaction, "closed")

    @inbox.command(name="suggestions", description=words.INBOX_SUGGESTIONS)
    async def suggestions(self, interaction: Interaction) -> None:
        """List what members suggest."""
        await self._desk.listed(interaction, "proposed")

    @inbox.command(name="articles", description=words.INBOX_ARTICLES)
    async def articles(self, interaction: Interaction) -> None:
        """List what feeds brought."""
        await self._desk.listed(interaction, "articles")

    @inbox.command(name="phrases", description=words.INBOX_PHRASES)
    async def phrases(self, interaction: Interaction) -> None:
        """List the phrases that were taught, each to be removed."""
        await self._phrases.listed(interaction)

    @inbox.command(name="stats", description=words.INBOX_STATS)
    async def stats(self, interaction: Interaction) -> None:
        """Show the figures."""
        await self._desk.stats(interaction)
