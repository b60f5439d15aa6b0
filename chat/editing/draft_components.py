"""What can be pressed on the card before a fact is saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol, Self

import discord
from discord import ui

from chat.editing import texts as words
from chat.ui import sizes
from chat.ui.components import HandlerKey, Interaction
from chat.ui.markdown import cut
from chat.ui.permissions import ModeratorItem
from lore.store.sealing import NAME

_STYLES = {
    "save": discord.ButtonStyle.success,
    "supersede": discord.ButtonStyle.success,
    "cancel": discord.ButtonStyle.danger,
}


class DraftActions(Protocol):
    """What the items of a draft's card call; `key` is the name of the card."""

    async def step(self, interaction: Interaction, key: str, what: str, /) -> None:
        """Take a step on the way of a draft."""

    async def use(self, interaction: Interaction, key: str, place: int, /) -> None:
        """Take one of the names that are offered, by its place."""

    async def create(self, interaction: Interaction, key: str, place: int, /) -> None:
        """Create something as one of the kinds that are offered, by its place."""


DRAFTS = HandlerKey[DraftActions]("drafts")


class Step(
    ModeratorItem,
    template=rf"draft:(?P<key>{NAME}):(?P<what>save|supersede|edit|cancel|back|more|fact|source"
    r"|details|names)",
):
    """A step on the way of a draft."""

    def __init__(self, key: str, what: str, others: int = 1) -> None:
        labels = {"more": words.MORE, "supersede": words.supersede(others), **words.BUTTONS}
        button: ui.Button[Any] = ui.Button(
            label=labels[what],
            custom_id=f"draft:{key}:{what}",
            style=_STYLES.get(what, discord.ButtonStyle.secondary),
            row=2,
        )
        super().__init__(button)
        self.key, self.what = key, what

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(match["key"], match["what"])

    async def pressed(self, interaction: Interaction) -> None:
        """Take the step."""
        await interaction.client.handlers[DRAFTS].step(interaction, self.key, self.what)


class Use(ModeratorItem, template=rf"draft:(?P<key>{NAME}):use:(?P<place>\d{{1,2}})"):
    """Takes one of the names that are offered."""

    def __init__(self, key: str, place: int, label: str = "…") -> None:
        button: ui.Button[Any] = ui.Button(
            label=cut(label, sizes.BUTTON),
            custom_id=f"draft:{key}:use:{place}",
            style=discord.ButtonStyle.primary,
            row=1,
        )
        super().__init__(button)
        self.key, self.place = key, place

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(match["key"], int(match["place"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Take it."""
        await interaction.client.handlers[DRAFTS].use(interaction, self.key, self.place)


class Choose(ModeratorItem, template=rf"draft:(?P<key>{NAME}):(?P<what>kind|name)"):
    """Chooses one of many names, or the kind of a new one; the values are places in the list."""

    def __init__(self, key: str, what: str, offered: Sequence[str] = ()) -> None:
        options = [
            discord.SelectOption(label=cut(label, sizes.OPTION), value=str(place))
            for place, label in enumerate(offered[: sizes.OPTIONS])
        ]
        select: ui.Select[Any] = ui.Select(
            custom_id=f"draft:{key}:{what}",
            placeholder=words.CREATE_AS if what == "kind" else words.CHOOSE,
            options=options,
            row=0,
        )
        super().__init__(select)
        self.key, self.what = key, what

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The select that was used."""
        return cls(match["key"], match["what"])

    async def pressed(self, interaction: Interaction) -> None:
        """Take what was chosen."""
        drafts = interaction.client.handlers[DRAFTS]
        place = int(self.item.values[0])
        if self.what == "kind":
            await drafts.create(interaction, self.key, place)
        else:
            await drafts.use(interaction, self.key, place)


ITEMS = (Step, Use, Choose)
