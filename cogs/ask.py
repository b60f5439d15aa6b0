"""Questions in plain words: /ask, a mention, a reply that pings the bot, a direct message, and
"Answer this" on a message."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from chat.answers.components import row_of
from chat.answers.handler import AnswerHandler
from chat.texts import commands as names
from chat.texts import replies as words
from chat.ui.components import Interaction
from chat.ui.errors import explain
from chat.ui.limits import Wait
from chat.ui.rendering import said
from chat.ui.replies import react, reply, typing
from chat.ui.request import LIMIT, is_for


class Ask(commands.Cog):
    """Takes a question however it comes, and shows the answer."""

    def __init__(self, *, me: discord.abc.User, face: AnswerHandler) -> None:
        self._me = me
        self._face = face

    @app_commands.command(name="ask", description=names.ASK)
    @app_commands.describe(question=names.ASK_QUESTION, private=names.PRIVATE)
    async def ask(
        self,
        interaction: Interaction,
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


class Menu(commands.Cog):
    """Answers a message that somebody chose, for them alone."""

    def __init__(self, *, face: AnswerHandler, tree: app_commands.CommandTree[Any]) -> None:
        self._face = face
        self._tree = tree
        # A cog's methods cannot be context menus, so it brings this one along.
        self._menu = app_commands.ContextMenu(name=names.ANSWER_THIS, callback=self.answer_this)

    async def answer_this(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer the chosen message."""
        await self._face.answer_message(interaction, message)

    async def cog_load(self) -> None:
        """Add the menu to the commands."""
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self._tree.remove_command(self._menu.name, type=self._menu.type)
