"""What /setup shows: one card for a phone, each setting with its control."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
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
_GROUPS = ("moderator_role", "channels", "spoiler_channels", "mentions", "digest")
_MOST = 40
"""Components of a message, those inside others counted as well."""
COLOUR = 0x4C6EF5

Component = ui.Item[Any]


def card(
    setup: ServerSettings, guild: discord.Guild, *, note: str | None = None, undo: int | None = None
) -> Card:
    """All settings; a `note` says what became of the last press, and `undo` takes back the change
    of that number."""
    warned = [
        f"⚠️ **{words.NAMES[key]}:** {warning}"
        for key in ORDER
        for warning in warnings(key, setup, guild)
    ]
    head = ui.TextDisplay[Any]("\n".join([f"## {words.TITLE}", *([note] if note else []), *warned]))
    shown: list[Component] = [
        head if undo is None else ui.Section(head, accessory=UndoSetting(undo))
    ]
    settings = {key: _setting(setup, key, guild) for key in ORDER}
    apart = _apart(_MOST - 1 - sum(_count(one) for one in (*shown, *chain(*settings.values()))))
    for key, items in settings.items():
        shown += [ui.Separator[Any](), *items] if key in apart else items
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*shown, accent_colour=COLOUR))
    # It is answered by the dynamic items, so discord.py need not remember it.
    view.stop()
    return Card(view=view)


def _apart(room: int) -> Collection[str]:
    """The settings before which there is a line: all, or the first of a group, as there is room."""
    return ORDER if room >= len(ORDER) else _GROUPS[: max(room, 0)]


def _count(item: Component) -> int:
    """How many components an item is, with those in it."""
    inner = [*getattr(item, "children", ())]
    accessory = getattr(item, "accessory", None)
    return 1 + len(inner) + (accessory is not None)


def _setting(setup: ServerSettings, key: str, guild: discord.Guild) -> Sequence[Component]:
    """A setting: how it is, what it does, and its control."""
    told = f"**{words.NAMES[key]}:** {_value(setup, key, guild)}\n-# {words.WHAT[key]}"
    text = ui.TextDisplay[Any](told)
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
