"""What can be pressed on a page of a review."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self

import discord
from discord import ui

from chat.ui.components import HandlerKey, Interaction
from chat.ui.permissions import ModeratorItem
from cogs.articles import texts as words
from lore.store.sealing import NAME

_STYLES = {
    "accept": discord.ButtonStyle.success,
    "agreeing": discord.ButtonStyle.success,
    "reject": discord.ButtonStyle.danger,
}
_FIRST_ROW = ("accept", "edit", "reject")


class ArticleActions(Protocol):
    """What the items of a review call; `key` is the name of the page."""

    async def step(self, interaction: Interaction, key: str, what: str, /) -> None:
        """Take a step of a review."""


ARTICLES = HandlerKey[ArticleActions]("articles")


class Step(
    ModeratorItem,
    template=rf"article:(?P<key>{NAME}):(?P<what>accept|edit|reject|back|next|agreeing"
    r"|dismiss|following)",
):
    """A step of a review."""

    def __init__(self, key: str, what: str) -> None:
        button: ui.Button[Any] = ui.Button(
            label=words.BUTTONS[what],
            custom_id=f"article:{key}:{what}",
            style=_STYLES.get(what, discord.ButtonStyle.secondary),
            row=int(what not in _FIRST_ROW),
        )
        super().__init__(button)
        self.key, self.what = key, what

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(match["key"], match["what"])

    async def pressed(self, interaction: Interaction) -> None:
        """Take the step."""
        await interaction.client.handlers[ARTICLES].step(interaction, self.key, self.what)


ITEMS = (Step,)
"""All that can be pressed here."""
