"""Questions in plain words: /ask, a mention, a reply that pings the bot, and direct messages."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs._asked import LIMIT, is_for
from cogs._cooldown import Wait
from cogs._deliver import react, reply, typing
from cogs._errors import explain
from cogs._face import Face
from cogs._items import row_of
from cogs._render import said
from lore.wording import commands as names
from lore.wording import discord as words


class Ask(commands.Cog):
    """Takes a question however it comes, and shows the answer."""

    def __init__(self, *, me: discord.abc.User, face: Face) -> None:
        self._me = me
        self._face = face

    @app_commands.command(name="ask", description=names.ASK)
    @app_commands.describe(question=names.ASK_QUESTION, private=names.PRIVATE)
    async def ask(
        self,
        interaction: discord.Interaction[Any],
        question: app_commands.Range[str, 1, LIMIT],
        private: bool | None = None,
    ) -> None:
        """Answer a question where it was asked."""
        await self._face.ask(interaction, question, private=private)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot; everything else is none of its business."""
        if not is_for(message, self._me):
            return
        where = self._face.place(message)
        if where is None:
            return
        try:
            self._face.admit(message, where)
        except Wait as wait:
            # Said once: a flood is not answered with a flood.
            if wait.first:
                await self._wait(message, str(wait), quiet=where.setup.quiet)
            return
        async with nullcontext() if where.setup.quiet else typing(message.channel):
            try:
                shown = await self._face.say(message, where, self._replied_to(message))
            except Exception as error:
                sentence = explain(error)
                shown = lambda _: said(sentence)  # noqa: E731
        if shown is None:
            await react(message, words.NO_QUESTION)
        else:
            await reply(message, shown)

    async def _wait(self, message: discord.Message, sentence: str, *, quiet: bool) -> None:
        if quiet:
            await react(message, words.WAIT)
        else:
            await reply(message, lambda _: said(sentence))

    def _replied_to(self, message: discord.Message) -> str | None:
        """The row of the bot's own message that this one replies to."""
        reference = message.reference.resolved if message.reference else None
        if isinstance(reference, discord.Message) and reference.author == self._me:
            return row_of(reference)
        return None
