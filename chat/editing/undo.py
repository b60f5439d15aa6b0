"""Undo, under the result of a change and under its card in the log channel."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self

import discord
from discord import ui

from chat.editing import texts as words
from chat.ui.components import HandlerKey, Interaction
from chat.ui.permissions import ModeratorItem
from chat.ui.request import scope_of
from lore.editing import Moderator
from lore.editing.errors import Overtaken


class UndoActions(Protocol):
    """What Undo calls; `number` is that of the change."""

    async def may_undo(self, interaction: Interaction, number: int, /) -> Moderator:
        """Whoever pressed, if they may take the change back; else a LoreError."""

    async def undo(self, interaction: Interaction, number: int, /) -> None:
        """Take the change back, and show what became of it."""


class LogCards(Protocol):
    """The cards in log channels, which show how a change stands."""

    def shows(self, scope: int, number: int, message: discord.Message, /) -> None:
        """Remember the card of a change."""

    async def renew(self, scope: int, number: int, /) -> None:
        """Show in the card of a change how it stands now."""


UNDO = HandlerKey[UndoActions]("undo")
LOG_CARDS = HandlerKey[LogCards]("log cards")


class Undo(ModeratorItem, template=r"undo:(?P<number>\d{1,9})"):
    """Takes the change of a number back, in the server where it is pressed."""

    def __init__(self, number: int) -> None:
        button: ui.Button[Any] = ui.Button(label=words.UNDO, custom_id=f"undo:{number}")
        super().__init__(button)
        self.number = number

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(int(match["number"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Take it back, if whoever pressed may; else nothing is even remembered."""
        handlers = interaction.client.handlers
        changes, cards = handlers[UNDO], handlers[LOG_CARDS]
        await changes.may_undo(interaction, self.number)
        scope, message = scope_of(interaction), interaction.message
        if message is not None and not message.flags.ephemeral:  # it is a card in the log channel
            cards.shows(scope, self.number, message)
        try:
            await changes.undo(interaction, self.number)
        except Overtaken:
            await cards.renew(scope, self.number)
            raise
