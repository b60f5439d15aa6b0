"""What can be pressed on a page of a review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol, Self

import discord
from discord import ui

from chat.ui.components import Interaction, PersistentItem
from cogs.articles import texts as words
from lore.store.sealing import NAME

if TYPE_CHECKING:
    from cogs.articles.handler import ArticleHandler

_STYLES = {
    "accept": discord.ButtonStyle.success,
    "agreeing": discord.ButtonStyle.success,
    "reject": discord.ButtonStyle.danger,
}
_SECOND_ROW = ("back", "next", "agreeing")


class Pressed(Protocol):
    """A client that reads articles, to which the items hand on what is pressed."""

    articles: ArticleHandler


class Step(
    PersistentItem,
    template=rf"article:(?P<key>{NAME}):(?P<what>accept|edit|reject|back|next|agreeing)",
):
    """A step of a review."""

    def __init__(self, key: str, what: str) -> None:
        button: ui.Button[Any] = ui.Button(
            label=words.BUTTONS[what],
            custom_id=f"article:{key}:{what}",
            style=_STYLES.get(what, discord.ButtonStyle.secondary),
            row=int(what in _SECOND_ROW),
        )
        super().__init__(button)
        self.key, self.what = key, what

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(match["key"], match["what"])

    async def pressed(self, interaction: Interaction) -> None:
        """Take the step."""
        client: Pressed = interaction.client
        await client.articles.step(interaction, self.key, self.what)


ITEMS = (Step,)
"""All that can be pressed here."""
