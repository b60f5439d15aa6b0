"""What is to be said of the roles and channels that a server chose, as things are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from lore.curation import Setup
from lore.wording import setup as words

LOG_NEEDS = ("view_channel", "send_messages", "embed_links")
ANSWER_NEEDS = ("view_channel", "send_messages")


def warnings(key: str, setup: Setup, guild: discord.Guild) -> Iterator[str]:
    """What keeps a setting from having its effect."""
    match key:
        case "moderator_role":
            if setup.moderator_role is not None and not guild.get_role(setup.moderator_role):
                yield words.ROLE_GONE
        case "log_channel":
            yield from _log(setup.log_channel, guild)
        case "channels" | "spoiler_channels":
            yield from _channels(key, getattr(setup, key), guild)
        case "digest":
            if setup.digest and setup.log_channel is None:
                yield words.NO_LOG


def missing(channel: discord.abc.GuildChannel, wanted: Sequence[str] = LOG_NEEDS) -> list[str]:
    """The permissions that the bot lacks in a channel, by their names in Discord."""
    may = channel.permissions_for(channel.guild.me)
    return [words.PERMISSIONS[one] for one in wanted if not getattr(may, one)]


def _log(chosen: int | None, guild: discord.Guild) -> Iterator[str]:
    if chosen is None:
        return
    channel = guild.get_channel(chosen)
    if channel is None:
        yield words.CHANNEL_GONE
    elif lacking := missing(channel):
        yield words.log_lacks(lacking)


def _channels(key: str, chosen: Sequence[int], guild: discord.Guild) -> Iterator[str]:
    there = [channel for one in chosen if (channel := guild.get_channel(one)) is not None]
    if len(there) < len(chosen):
        yield words.CHANNEL_GONE if len(chosen) == 1 else words.gone(len(chosen) - len(there))
    barred = [one.mention for one in there if missing(one, ANSWER_NEEDS)]
    if key == "channels" and barred:
        yield words.not_allowed(barred)
