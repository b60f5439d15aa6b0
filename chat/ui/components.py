"""What can be pressed or chosen, after a restart too: its custom id alone tells what it does.

A component asks the bot for a handler by a key, and the key's type states what the component calls.
So components know no handler, and a type checker sees where a handler no longer does what one of
them calls: at the line of app/bot.py that registers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

import discord
from discord import ui
from discord.ext import commands

from chat.ui.replies import tell

H = TypeVar("H")


@dataclass(frozen=True, eq=False)
class HandlerKey(Generic[H]):
    """Stands for one handler of the bot; `H` is a Protocol of what its components call."""

    name: str


class Handlers:
    """The handlers of the bot, each under its key."""

    def __init__(self) -> None:
        self._handlers: dict[HandlerKey[Any], Any] = {}

    def add(self, key: HandlerKey[H], handler: H) -> None:
        """Register the handler of a key."""
        self._handlers[key] = handler

    def __getitem__(self, key: HandlerKey[H]) -> H:
        handler: H = self._handlers[key]
        return handler


class App(commands.AutoShardedBot):
    """The bot as components see it. It is a class and no Protocol, since discord.py binds the
    client of an interaction to its own class. Whoever makes it adds its handlers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.handlers = Handlers()


Interaction = discord.Interaction[App]


class PersistentItem(ui.DynamicItem[Any], template=r"(?!)"):
    """A button or a select that discord.py need not remember. A subclass has its template."""

    @classmethod
    def matches(cls, custom_id: str) -> bool:
        """Whether a custom id is one of such an item."""
        return cls.__discord_ui_compiled_template__.fullmatch(custom_id) is not None

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The item that was pressed."""
        return cls.restored(match, item)

    @classmethod
    def restored(cls, match: re.Match[str], item: ui.Item[Any]) -> Self:
        """The item of a custom id that matched the template; `item` is as Discord sent it."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Run the action; errors are reported to the user."""
        try:
            await self.pressed(interaction)
        except Exception as error:
            await tell(interaction, error)

    async def pressed(self, interaction: Interaction) -> None:
        """Run the action."""
        raise NotImplementedError


def below(items: Iterable[PersistentItem]) -> ui.View | None:
    """The view with the items of a card; None where there are none."""
    view = ui.View(timeout=None)
    # It is answered by the dynamic items, so discord.py need not remember it.
    view.stop()
    for item in items:
        view.add_item(item)
    return view if view.children else None
