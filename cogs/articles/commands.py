"""/article, and "Read as an article" on a message."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from chat.texts import commands as words
from chat.ui.components import Interaction
from chat.ui.permissions import SHOWN_TO, ModeratorCog
from cogs.articles.handler import ArticleHandler


class ArticleCommands(ModeratorCog):
    """Lets a server's moderators read articles."""

    def __init__(self, *, handler: ArticleHandler, tree: app_commands.CommandTree[Any]) -> None:
        self._handler = handler
        self._tree = tree
        # A cog's methods cannot be context menus, so it brings this one along.
        self._menu = app_commands.ContextMenu(name=words.READ_AS_ARTICLE, callback=self.as_article)
        self._menu.default_permissions = SHOWN_TO
        self._menu.allowed_installs = app_commands.AppInstallationType(guild=True, user=False)
        self._menu.allowed_contexts = app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        )
        # Nor does the cog's check run before it.
        self._menu.add_check(self.interaction_check)

    @app_commands.command(name="article", description=words.ARTICLE)
    @app_commands.default_permissions(SHOWN_TO)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def article(self, interaction: Interaction) -> None:
        """Ask for an article."""
        await self._handler.ask(interaction)

    async def as_article(self, interaction: Interaction, message: discord.Message) -> None:
        """Read a message, and what it shows of a page, as an article."""
        shown = [part for embed in message.embeds for part in (embed.title, embed.description)]
        text = "\n\n".join(part for part in (message.content, *shown) if part)
        await self._handler.read(interaction, text)

    async def cog_load(self) -> None:
        """Add the menu to the commands."""
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self._tree.remove_command(self._menu.name, type=self._menu.type)
