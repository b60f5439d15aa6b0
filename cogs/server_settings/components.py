"""The controls of /setup. Each custom id tells the setting and the value that was seen, so that a
card from before a restart works, and one that is out of date changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol, Self

import discord
from discord import ChannelType, SelectDefaultValue, SelectDefaultValueType, ui

from chat.editing.texts import UNDO
from chat.ui import sizes
from chat.ui.components import HandlerKey, Interaction
from chat.ui.permissions import ModeratorItem
from cogs.server_settings import texts as words
from lore.editing import ServerSettings

PAUSES = (0, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
"""Seconds that can be chosen as the pause between two questions of a member."""
TALK = (
    ChannelType.text,
    ChannelType.news,
    ChannelType.forum,
    ChannelType.voice,
    ChannelType.stage_voice,
)
LOGS = (ChannelType.text, ChannelType.news)

ON, OFF, DEFAULT = "on", "off", "default"


class SettingsActions(Protocol):
    """What changes a setting."""

    async def change(
        self, interaction: Interaction, key: str, version: str, to: str | None, /
    ) -> None:
        """Give a setting another value, unless it was changed since the card was shown."""

    async def undo(self, interaction: Interaction, number: int, /) -> None:
        """Take a change of settings back, on the same card."""

    async def ask_feeds(self, interaction: Interaction, /) -> None:
        """Ask which feeds are to be read."""


SETTINGS = HandlerKey[SettingsActions]("settings")


class Control(
    ModeratorItem,
    template=r"setup:(?P<key>[a-z_]{1,30}):(?P<version>[0-9a-f]{8})(?::(?P<to>[a-z]+))?",
):
    """A button or a select that changes one setting; `to` tells what a button sets it to."""

    manages = True

    def __init__(self, component: ui.Item[Any], key: str, version: str, to: str | None) -> None:
        super().__init__(component)
        self.key, self.version, self.to = key, version, to

    @classmethod
    def restored(cls, match: re.Match[str], item: ui.Item[Any]) -> Self:
        """The control that was used."""
        return cls(item, match["key"], match["version"], match["to"])

    async def pressed(self, interaction: Interaction) -> None:
        """Change the setting."""
        settings = interaction.client.handlers[SETTINGS]
        await settings.change(interaction, self.key, self.version, self.to)


class UndoSetting(ModeratorItem, template=r"setupundo:(?P<number>\d{1,9})"):
    """Takes a change of settings back, on the card that made it."""

    manages = True

    def __init__(self, number: int) -> None:
        super().__init__(ui.Button(label=UNDO, custom_id=f"setupundo:{number}"))
        self.number = number

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(int(match["number"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Take it back."""
        await interaction.client.handlers[SETTINGS].undo(interaction, self.number)


class ChooseFeeds(ModeratorItem, template=r"setupfeeds"):
    """Opens the form of the feeds."""

    manages = True

    def __init__(self) -> None:
        super().__init__(ui.Button(label=words.CHANGE_FEEDS, custom_id="setupfeeds"))

    @classmethod
    def restored(cls, _: re.Match[str], __: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        await interaction.client.handlers[SETTINGS].ask_feeds(interaction)


ITEMS = (Control, UndoSetting, ChooseFeeds)


def switch(setup: ServerSettings, key: str) -> Control:
    """Turns a setting on or off."""
    turned_on = bool(getattr(setup, key))
    label, to = (words.TURN_OFF, OFF) if turned_on else (words.TURN_ON, ON)
    style = discord.ButtonStyle.secondary if turned_on else discord.ButtonStyle.primary
    button: ui.Button[Any] = ui.Button(label=label, style=style, custom_id=_id(setup, key, to))
    return Control(button, key, setup.version(key), to)


def reset(setup: ServerSettings, key: str, label: str = words.AS_IT_COMES) -> Control:
    """Sets a setting back to how it comes."""
    custom_id = _id(setup, key, DEFAULT)
    button: ui.Button[Any] = ui.Button(label=label, custom_id=custom_id)
    return Control(button, key, setup.version(key), DEFAULT)


def chooser(setup: ServerSettings, key: str, guild: discord.Guild) -> Control:
    """Chooses a role, channels or a pause."""
    shared: dict[str, Any] = {"custom_id": _id(setup, key), "placeholder": words.CHOOSE[key]}
    select: ui.Item[Any]
    if key == "cooldown":
        select = ui.Select(**shared, options=_pauses(setup.cooldown))
    elif key == "moderator_role":
        chosen = _there([setup.moderator_role], guild.get_role, SelectDefaultValueType.role)
        select = ui.RoleSelect(**shared, default_values=chosen)
    else:
        several = key != "log_channel"
        now = getattr(setup, key) if several else [setup.log_channel]
        select = ui.ChannelSelect(
            **shared,
            channel_types=list(TALK if several else LOGS),
            min_values=0 if several else 1,
            max_values=sizes.OPTIONS if several else 1,
            default_values=_there(now, guild.get_channel, SelectDefaultValueType.channel),
        )
    return Control(select, key, setup.version(key), None)


def _there(
    chosen: Iterable[int | None], find: Any, kind: SelectDefaultValueType
) -> list[SelectDefaultValue]:
    """What is chosen already, as far as it is still there."""
    known = [row_id for row_id in chosen if row_id is not None and find(row_id) is not None]
    return [_Chosen(id=row_id, type=kind) for row_id in known[: sizes.OPTIONS]]


class _Chosen(SelectDefaultValue):
    """One whose id is a text, as Discord's description of its API asks; discord.py's is a
    number."""

    def to_dict(self) -> Any:
        return {**super().to_dict(), "id": str(self.id)}


def _pauses(now: int) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=words.pause(pause), value=str(pause), default=pause == now)
        for pause in sorted({*PAUSES, now})
    ]


def _id(setup: ServerSettings, key: str, to: str | None = None) -> str:
    return f"setup:{key}:{setup.version(key)}{f':{to}' if to else ''}"
