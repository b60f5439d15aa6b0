"""The context menu of a message: "Answer this"."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs._face import Face
from lore.wording import commands as words


class Menu(commands.Cog):
    """Answers a message that somebody chose, for them alone."""

    def __init__(self, *, face: Face, tree: app_commands.CommandTree[Any]) -> None:
        self._face = face
        self._tree = tree
        # A cog's methods cannot be context menus, so it brings this one along.
        self._menu = app_commands.ContextMenu(name=words.ANSWER_THIS, callback=self.answer_this)

    async def answer_this(
        self, interaction: discord.Interaction[Any], message: discord.Message
    ) -> None:
        """Answer the chosen message."""
        await self._face.answer_message(interaction, message)

    async def cog_load(self) -> None:
        """Add the menu to the commands."""
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self._tree.remove_command(self._menu.name, type=self._menu.type)
