"""What can be pressed or chosen, after a restart too: its custom id alone tells what it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from chat.ui.replies import tell

Interaction = discord.Interaction[Any]


class PersistentItem(ui.DynamicItem[Any], template=r"(?!)"):
    """A button or a select that discord.py need not remember. A subclass has its template."""

    @classmethod
    def matches(cls, custom_id: str) -> bool:
        """Whether a press on this is one on such an item."""
        return cls.__discord_ui_compiled_template__.fullmatch(custom_id) is not None

    async def callback(self, interaction: Interaction) -> None:
        """Do what was pressed for; what goes wrong is told to whoever pressed."""
        try:
            await self.pressed(interaction)
        except Exception as error:
            await tell(interaction, error)

    async def pressed(self, interaction: Interaction) -> None:
        """Do what was pressed for; whether they may is to be asked anew."""
        raise NotImplementedError


def below(items: Iterable[PersistentItem]) -> ui.View | None:
    """What stands under a card; None where that is nothing."""
    view = ui.View(timeout=None)
    # It is answered by the dynamic items, so discord.py need not remember it.
    view.stop()
    for item in items:
        view.add_item(item)
    return view if view.children else None
