"""/setup: how the bot behaves in a server."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs._press import Interaction
from cogs._setup import SetupDesk
from lore.wording import commands as words


class SetUp(commands.Cog):
    """Shows and changes a server's settings."""

    def __init__(self, desk: SetupDesk) -> None:
        self._desk = desk

    @app_commands.command(name="setup", description=words.SETUP)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def setup(self, interaction: Interaction) -> None:
        """Show the settings, to be changed there."""
        await self._desk.show(interaction)
