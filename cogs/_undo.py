"""Undo, under the result of a change and under its card in the log channel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, Self

from discord import ui

from cogs._asked import scope_of
from cogs._press import Interaction, Press
from lore.curation.errors import Overtaken
from lore.wording import drafting as words

if TYPE_CHECKING:
    from cogs._changing import Changing
    from cogs._log_channel import LogChannel


class Pressed(Protocol):
    """A client that can take changes back."""

    changing: Changing
    log_channel: LogChannel


class Undo(Press, template=r"undo:(?P<number>\d{1,9})"):
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
