"""What was asked, and on whose behalf: from messages and interactions to a question and a scope."""

from __future__ import annotations

import re
from typing import Any

import discord

from lore.errors import LoreError
from lore.inbox import Asked
from lore.models import SHARED
from lore.wording import discord as words

LIMIT = 300
"""The characters of a question at most."""

# Mentions of members, roles, channels and commands, emoji, timestamps; and those of everybody.
_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:-?|/[^:<>]+:)\d+(?::[A-Za-z])?>|@(?:everyone|here)\b")


def question(text: str) -> str:
    """A text without Discord's markup, as one line; empty where nothing else was said.

    Raises:
        LoreError: if it is longer than a question may be.
    """
    plain = " ".join(_MARKUP.sub(" ", text).split())
    if len(plain) > LIMIT:
        raise LoreError(words.too_long(LIMIT))
    return plain


def is_for(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether a person says this to the bot: directly, by a mention, or by a pinging reply."""
    if message.author.bot or message.webhook_id is not None:
        return False
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return False
    return isinstance(message.channel, discord.DMChannel) or me in message.mentions


def scope_of(asked: discord.Message | discord.Interaction[Any]) -> int:
    """The server whose facts count here: where the bot is installed; elsewhere the shared ones."""
    if isinstance(asked, discord.Message):
        return asked.guild.id if asked.guild else SHARED
    if asked.guild_id is None:
        return SHARED
    installed = asked.is_guild_integration() or asked.client.get_guild(asked.guild_id) is not None
    return asked.guild_id if installed else SHARED


def key_of(asked: discord.Message | discord.Interaction[Any]) -> tuple[int, int]:
    """The conversation that it belongs to: a person in a channel."""
    if isinstance(asked, discord.Message):
        return asked.author.id, asked.channel.id
    return asked.user.id, asked.channel_id or 0


def origin_of(asked: discord.Message | discord.Interaction[Any]) -> Asked:
    """Where it was asked and how, which decides whether it may be kept."""
    if isinstance(asked, discord.Message):
        return Asked(scope_of(asked), "mention" if asked.guild else "direct")
    return Asked(scope_of(asked), "command")
