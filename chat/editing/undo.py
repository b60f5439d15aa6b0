"""Undo, under the result of a change and under its card in the log channel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, Self

from discord import ui

from chat.editing import texts as words
from chat.ui.components import Interaction, PersistentItem
from chat.ui.request import scope_of
from lore.editing.errors import Overtaken

if TYPE_CHECKING:
    from chat.editing.context import EditingContext
    from chat.editing.log_channel import LogChannel


class Pressed(Protocol):
    """A client that can take changes back."""

    changing: EditingContext
    log_channel: LogChannel


class Undo(PersistentItem, template=r"undo:(?P<number>\d{1,9})"):
    """Takes the change of a number back, in the server where it is pressed."""

    def __init__(self, number: int) -> None:
        button: ui.Button[Any] = ui.Button(label=words.UNDO, custom_id=f"undo:{number}")
        super().__init__(button)
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(int(match["number"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Take it back, if whoever pressed may; else nothing is even remembered."""
        client: Pressed = interaction.client
        await client.changing.may_undo(interaction, self.number)
        scope, message = scope_of(interaction), interaction.message
        if message is not None and not message.flags.ephemeral:  # it is a card in the log channel
            client.log_channel.shows(scope, self.number, message)
        try:
            await client.changing.undo(interaction, self.number)
        except Overtaken:
            await client.log_channel.renew(scope, self.number)
            raise
