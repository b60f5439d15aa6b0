"""What keeps the settings of a server from having their effect, as things are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from chat.ui.permissions import SHOWN_TO, missing
from cogs.server_settings import texts
from lore.editing import ServerSettings

LOG_NEEDS = ("view_channel", "send_messages", "embed_links")
ANSWER_NEEDS = ("view_channel", "send_messages")


def warnings(key: str, setup: ServerSettings, guild: discord.Guild) -> Iterator[str]:
    """What keeps a setting from having its effect."""
    match key:
        case "moderator_role":
            yield from _role(setup.moderator_role, guild)
        case "log_channel":
            yield from _log(setup.log_channel, guild)
        case "channels" | "spoiler_channels":
            yield from _channels(key, getattr(setup, key), guild)
        case "digest":
            if setup.digest and setup.log_channel is None:
                yield texts.NO_LOG


def _role(chosen: int | None, guild: discord.Guild) -> Iterator[str]:
    if chosen is None:
        return
    role = guild.get_role(chosen)
    if role is None:
        yield texts.ROLE_GONE
    elif not (role.permissions.administrator or role.permissions >= SHOWN_TO):
        yield texts.HIDDEN


def _log(chosen: int | None, guild: discord.Guild) -> Iterator[str]:
    if chosen is None:
        return
    channel = guild.get_channel(chosen)
    if channel is None:
        yield texts.CHANNEL_GONE
    elif lacking := missing(channel, LOG_NEEDS):
        yield texts.log_lacks(lacking)


def _channels(key: str, chosen: Sequence[int], guild: discord.Guild) -> Iterator[str]:
    there = [channel for number in chosen if (channel := guild.get_channel(number)) is not None]
    if len(there) < len(chosen):
        yield texts.CHANNEL_GONE if len(chosen) == 1 else texts.gone(len(chosen) - len(there))
    barred = [channel.mention for channel in there if missing(channel, ANSWER_NEEDS)]
    if key == "channels" and barred:
        yield texts.not_allowed(barred)
