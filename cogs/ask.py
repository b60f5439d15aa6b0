"""Questions in plain words: /ask, a mention, a reply that pings the bot, and direct messages."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs._asked import LIMIT, is_for
from cogs._cooldown import Wait
from cogs._deliver import reply, typing
from cogs._errors import explain
from cogs._face import Face
from cogs._items import row_of
from cogs._render import said
from lore.wording import commands as words


class Ask(commands.Cog):
    """Takes a question however it comes, and shows the answer."""

    def __init__(self, *, me: discord.abc.User, face: Face) -> None:
        self._me = me
        self._face = face

    @app_commands.command(name="ask", description=words.ASK)
    @app_commands.describe(question=words.ASK_QUESTION, private=words.PRIVATE)
    async def ask(
        self,
        interaction: discord.Interaction[Any],
        question: app_commands.Range[str, 1, LIMIT],
        private: bool = False,
    ) -> None:
        """Answer a question where it was asked."""
        await self._face.ask(interaction, question, private=private)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot; everything else is none of its business."""
        if not is_for(message, self._me):
            return
        try:
            self._face.admit(message)
        except Wait as wait:
            # Said once: a flood is not answered with a flood.
            if wait.first:
                sentence = str(wait)
                await reply(message, lambda _: said(sentence))
            return
        async with typing(message.channel):
            try:
                shown = await self._face.say(message, self._replied_to(message))
            except Exception as error:
                sentence = explain(error)
                shown = lambda _: said(sentence)  # noqa: E731
        await reply(message, shown)

    def _replied_to(self, message: discord.Message) -> str | None:
        """The row of the bot's own message that this one replies to."""
        reference = message.reference.resolved if message.reference else None
        if isinstance(reference, discord.Message) and reference.author == self._me:
            return row_of(reference)
        return None
