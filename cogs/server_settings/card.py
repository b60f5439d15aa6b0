"""What /setup shows: one card for a phone, each setting with its control."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import discord
from discord import ui

from chat.ui.rendering import Card
from cogs.server_settings import texts as words
from cogs.server_settings.components import ChooseFeeds, UndoSetting, chooser, reset, switch
from cogs.server_settings.warnings import warnings
from lore.editing import ServerSettings
from lore.texts.server_settings import NAMES, on

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
_GROUPS = ("moderator_role", "channels", "spoiler_channels", "mentions", "digest", "feeds")
"""The settings before which there is a line where there is no room for one before each."""
_LISTS = ("moderator_role", "log_channel", "channels", "spoiler_channels")
"""The settings with a Reset, which all fit one row."""
_LONGEST_HOST = 60
"""Characters of a feed's site."""
_MOST = 40
"""Components of a message, those inside others counted as well."""
COLOUR = 0x4C6EF5
"""The edge of the card."""

Component = ui.Item[Any]


def card(
    setup: ServerSettings,
    guild: discord.Guild,
    *,
    fetches: bool,
    note: str | None = None,
    undo: int | None = None,
) -> Card:
    """All settings, the feeds only where the bot `fetches` addresses; a `note` says what became of
    the last press, and `undo` takes back the change of that number."""
    warned = [
        f"⚠️ **{NAMES[key]}:** {warning}" for key in ORDER for warning in warnings(key, setup, guild)
    ]
    head = ui.TextDisplay[Any]("\n".join([f"## {words.TITLE}", *([note] if note else []), *warned]))
    shown: list[Component] = [
        head if undo is None else ui.Section(head, accessory=UndoSetting(undo))
    ]
    settings, room = _settings(setup, guild, shown, fetches=fetches)
    apart = settings if room >= len(settings) else _GROUPS[: max(room, 0)]
    for key, items in settings.items():
        shown += [ui.Separator[Any](), *items] if key in apart else items
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*shown, accent_colour=COLOUR))
    # It is answered by the dynamic items, so discord.py need not remember it.
    view.stop()
    return Card(view=view)


def _settings(
    setup: ServerSettings, guild: discord.Guild, head: Sequence[Component], *, fetches: bool
) -> tuple[dict[str, Sequence[Component]], int]:
    """The settings by their keys, and how many components there is room for beside them. Where that
    is none, what sets the lists back stands in one row under them all."""
    for beside in (True, False):
        settings = {key: _setting(setup, key, guild, resets=beside) for key in ORDER}
        if fetches:
            settings["feeds"] = [_feeds(setup)]
        if not beside:
            settings["resets"] = [_resets(setup)]
        room = _MOST - 1 - sum(_count(item) for item in (*head, *chain(*settings.values())))
        if room >= 0:
            break
    return settings, room


def _resets(setup: ServerSettings) -> Component:
    """What sets the lists back, in one row."""
    row: ui.ActionRow[Any] = ui.ActionRow()
    for key in _LISTS:
        if _is_set(setup, key):
            row.add_item(reset(setup, key, f"{words.AS_IT_COMES}: {NAMES[key]}"))
    return row


def _is_set(setup: ServerSettings, key: str) -> bool:
    return bool(getattr(setup, key) != getattr(ServerSettings(), key))


def _count(item: Component) -> int:
    """How many components an item is, with those in it."""
    inner = [*getattr(item, "children", ())]
    accessory = getattr(item, "accessory", None)
    return 1 + len(inner) + (accessory is not None)


def _feeds(setup: ServerSettings) -> Component:
    """The feeds: which they are, by their sites, and what opens the form of them."""
    hosts = dict.fromkeys((urlsplit(feed).hostname or feed)[:_LONGEST_HOST] for feed in setup.feeds)
    shown = words.feeds([discord.utils.escape_markdown(host) for host in hosts], setup.feed_limit)
    text = ui.TextDisplay[Any](f"**{NAMES['feeds']}:** {shown}\n-# {words.FEEDS_WHAT}")
    return ui.Section(text, accessory=ChooseFeeds())


def _setting(
    setup: ServerSettings, key: str, guild: discord.Guild, *, resets: bool
) -> Sequence[Component]:
    """A setting: how it is, what it does, and its control; where it `resets`, also what sets it
    back."""
    line = f"**{NAMES[key]}:** {_value(setup, key, guild)}\n-# {words.WHAT[key]}"
    text = ui.TextDisplay[Any](line)
    if isinstance(getattr(setup, key), bool):
        return [ui.Section(text, accessory=switch(setup, key))]
    row: ui.ActionRow[Any] = ui.ActionRow()
    row.add_item(chooser(setup, key, guild))
    if not (resets and key in _LISTS and _is_set(setup, key)):
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
            there = [f"<#{channel}>" for channel in ids if guild.get_channel(channel) is not None]
            return words.channels(key, there) if there or not ids else words.GONE
        case _:
            return on(value)
