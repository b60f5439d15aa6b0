"""Questions in plain words: /ask, a mention, a reply that pings the bot, and direct messages."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs import _asked
from cogs._answers import Answers
from cogs._deliver import reply, respond, typing
from cogs._errors import explain
from lore.wording import discord as words


class Ask(commands.Cog):
    """Takes a question however it comes, and shows the answer."""

    def __init__(self, *, me: discord.abc.User, answers: Answers) -> None:
        self._me = me
        self._answers = answers

    @app_commands.command(name="ask", description=words.ASK_DESCRIPTION)
    @app_commands.describe(question=words.ASK_QUESTION)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self,
        interaction: discord.Interaction[Any],
        question: app_commands.Range[str, 1, _asked.LIMIT],
    ) -> None:
        """Answer a question where it was asked."""
        key, asked = _asked.key_of(interaction), _asked.origin_of(interaction)
        shown = await self._answers.show(question, key=key, asked=asked)
        await respond(interaction, shown)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot; everything else is none of its business."""
        if not _asked.is_for(message, self._me):
            return
        async with typing(message.channel):
            try:
                key, asked = _asked.key_of(message), _asked.origin_of(message)
                shown = await self._answers.show(message.content, key=key, asked=asked)
            except Exception as error:
                shown = explain(error)
        await reply(message, shown)
