"""What /setup shows: one card for a phone, each setting with its control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from chat.ui.rendering import Card
from cogs.server_settings import texts as words
from cogs.server_settings.components import UndoSetting, chooser, reset, switch
from cogs.server_settings.warnings import warnings
from lore.editing import ServerSettings

ORDER = (
    "moderator_role",
    "log_channel",
    "channels",
    "mentions",
    "quiet",
    "public",
    "cooldown",
    "spoiler_channels",
    "digest",
)
COLOUR = 0x4C6EF5

Component = ui.Item[Any]


def card(
    setup: ServerSettings, guild: discord.Guild, *, note: str | None = None, undo: int | None = None
) -> Card:
    """All settings; a `note` says what became of the last press, and `undo` takes back the change
    of that number."""
    head = ui.TextDisplay[Any](f"## {words.TITLE}" + (f"\n{note}" if note else ""))
    shown: list[Component] = [
        head if undo is None else ui.Section(head, accessory=UndoSetting(undo))
    ]
    for key in ORDER:
        shown += _setting(setup, key, guild)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*shown, accent_colour=COLOUR))
    # It is answered by the dynamic items, so discord.py need not remember it.
    view.stop()
    return Card(view=view)


def _setting(setup: ServerSettings, key: str, guild: discord.Guild) -> Sequence[Component]:
    """A setting: how it is, what it does, what keeps it from working, and its control."""
    told = [f"**{words.NAMES[key]}:** {_value(setup, key, guild)}", f"-# {words.WHAT[key]}"]
    told += [f"⚠️ {warning}" for warning in warnings(key, setup, guild)]
    text = ui.TextDisplay[Any]("\n".join(told))
    if isinstance(getattr(setup, key), bool):
        return [ui.Section(text, accessory=switch(setup, key))]
    row: ui.ActionRow[Any] = ui.ActionRow()
    row.add_item(chooser(setup, key, guild))
    if key == "cooldown" or getattr(setup, key) == getattr(ServerSettings(), key):
        return [text, row]
    return [ui.Section(text, accessory=reset(setup, key)), row]


def _value(setup: ServerSettings, key: str, guild: discord.Guild) -> str:
    """How a setting is; roles and channels as Discord shows them, which pings nobody."""
    value = getattr(setup, key)
    match key:
        case "moderator_role":
            role = guild.get_role(value) if value is not None else None
            return words.role(role.mention if role else None)
        case "cooldown":
            return words.pause(value)
        case "channels" | "spoiler_channels" | "log_channel":
            ids = [value] if isinstance(value, int) else value or ()
            there = [f"<#{one}>" for one in ids if guild.get_channel(one) is not None]
            return words.channels(key, there) if there or not ids else words.GONE
        case _:
            return words.on(value)
