"""What the bot is: /sources, /help and /about."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from chat.answers.handler import AnswerHandler, plain
from chat.texts import commands as words
from chat.texts import pages
from chat.ui.components import Interaction
from chat.ui.replies import respond
from lore.texts import Parts


class About(commands.Cog):
    """Tells of itself, and of what its answers rest on."""

    def __init__(self, *, face: AnswerHandler) -> None:
        self._face = face

    @app_commands.command(name="sources", description=words.SOURCES)
    @app_commands.describe(private=words.PRIVATE)
    async def sources(self, interaction: Interaction, private: bool | None = None) -> None:
        """Show what the answers rest on."""
        await self._face.all_sources(interaction, private=private)

    @app_commands.command(name="help", description=words.HELP)
    async def help(self, interaction: Interaction) -> None:
        """Show how to ask."""
        tree = interaction.client.tree
        slash, message = discord.AppCommandType.chat_input, discord.AppCommandType.message
        commands = sorted(command.name for command in tree.get_commands(type=slash))
        menus = sorted(command.name for command in tree.get_commands(type=message))
        await _tell(interaction, pages.help_page(commands, menus))

    @app_commands.command(name="about", description=words.ABOUT)
    async def about(self, interaction: Interaction) -> None:
        """Show what the bot is."""
        await _tell(interaction, pages.ABOUT)


async def _tell(interaction: Interaction, page: Parts) -> None:
    embeds = interaction.app_permissions.embed_links
    await respond(interaction, plain(page, embeds=embeds), "private")
