"""Where a request comes from and what its server allows there: messages and interactions as plain
data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import discord

from chat.texts import replies as words
from lore.editing import ServerSettings
from lore.editing.server_settings import ServerSettingsService
from lore.inbox.limits import How
from lore.model.errors import LoreError
from lore.model.facts import SHARED
from lore.visible import unturned


class Policy:
    """The settings that the face goes by; the ids are those of a server and of its channels."""

    def __init__(self, setups: ServerSettingsService) -> None:
        self._setups = setups

    def of(self, guild_id: int) -> ServerSettings:
        """All settings of a server; of a direct message those that it comes with."""
        return self._setups.known(guild_id)

    def spoiler_safe(self, guild_id: int, *rooms: int) -> bool:
        """Whether everybody in a channel, or in a thread of it, may read what gives something
        away."""
        return self.of(guild_id).spoiler_safe(rooms)

    def forget(self, guild_id: int) -> None:
        """Drop a server whose settings were erased."""
        self._setups.forget(guild_id)


LIMIT = 300
"""The characters of a question at most."""
NAME_LIMIT = 100
"""The characters of a name at most: what autocompletion may fill in."""

# Mentions of members, roles, channels and commands, emoji, timestamps; and those of everybody.
_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:-?|/[^:<>]+:)\d+(?::[A-Za-z])?>|@(?:everyone|here)\b")
_HELP = re.compile(r"[/!]?help(?: me)?(?: please)?[ .!?]*", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]*\?")


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Who asks where and how, and what that allows. `scope` is the server whose facts count and
    `setup` has its settings; `rooms` are the channel and, of a thread, the one that it is in;
    `embeds` says whether cards are shown."""

    person: int
    channel: int
    scope: int
    how: How
    embeds: bool
    rooms: frozenset[int]
    setup: ServerSettings

    @property
    def barred(self) -> bool:
        """Whether spoilers go behind bars here."""
        return not self.setup.spoiler_safe(self.rooms)

    @property
    def open(self) -> bool:
        """Whether answers here may be seen by all."""
        return self.setup.answers_in(self.rooms)

    @property
    def key(self) -> tuple[int, int]:
        """Whose conversation it is."""
        return self.person, self.channel

    @property
    def moderated(self) -> int | None:
        """The channel, where its server has moderators who look after the bot's facts."""
        return self.channel if self.scope != SHARED else None


def request_context(asked: discord.Message | discord.Interaction, policy: Policy) -> RequestContext:
    """Where a message or an interaction comes from."""
    if isinstance(asked, discord.Message):
        person, channel, may = asked.author.id, asked.channel.id, permissions(asked)
    else:
        person, channel = asked.user.id, asked.channel_id or 0
        may = asked.app_permissions
    rooms = frozenset({channel, getattr(asked.channel, "parent_id", None) or channel})
    # A bot that may do nothing at all could not be there: that is not known.
    embeds = not may.value or may.embed_links
    scope = scope_of(asked)
    return RequestContext(person, channel, scope, _how(asked), embeds, rooms, policy.of(scope))


def question(text: str) -> str:
    """A text without Discord's markup, as one line; empty where nothing else was said.

    Raises:
        LoreError: if it is longer than a question may be.
    """
    plain = _plain(text)
    if len(plain) > LIMIT:
        raise LoreError(words.too_long(LIMIT))
    return plain


def says_something(text: str) -> bool:
    """Whether there is more in a message than mentions and emoji."""
    return bool(_plain(text))


def may_ask(text: str) -> bool:
    """Whether a text may be a question: a long one is, if it asks anything."""
    plain = _plain(text)
    return bool(plain) and (len(plain) <= LIMIT or "?" in plain)


def asks_for_help(text: str) -> bool:
    """Whether a text asks how to ask, and nothing else."""
    return _HELP.fullmatch(text) is not None


def question_in(text: str) -> str:
    """The question of somebody's message: all of it, or of a long one the last that it asks.

    Raises:
        LoreError: if there is nothing to answer in it.
    """
    plain = _plain(text)
    if not plain:
        raise LoreError(words.NOTHING_ASKED)
    if len(plain) <= LIMIT:
        return plain
    asked = [found for found in map(_plain, _SENTENCE.findall(text)) if len(found) <= LIMIT]
    if not asked:
        raise LoreError(words.NOTHING_ASKED)
    return asked[-1]


def is_for(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether a person says this to the bot: directly, by a mention, or by a pinging reply."""
    if message.author.bot or message.webhook_id is not None:
        return False
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return False
    return isinstance(message.channel, discord.DMChannel) or me in message.mentions


def scope_of(asked: discord.Message | discord.Interaction) -> int:
    """The server whose facts count here: where the bot is installed; elsewhere the shared ones."""
    if isinstance(asked, discord.Message):
        return asked.guild.id if asked.guild else SHARED
    if asked.guild_id is None:
        return SHARED
    installed = asked.is_guild_integration() or asked.client.get_guild(asked.guild_id) is not None
    return asked.guild_id if installed else SHARED


def permissions(message: discord.Message) -> discord.Permissions:
    """What the bot may do in the message's channel; nothing at all where that is not known."""
    channel = message.channel
    me = message.guild.me if message.guild else None
    if me is None or isinstance(channel, discord.DMChannel | discord.GroupChannel):
        return discord.Permissions.none()
    try:
        return channel.permissions_for(me)
    except discord.ClientException:  # a thread whose channel the bot does not know
        return discord.Permissions.none()


def _how(asked: discord.Message | discord.Interaction) -> How:
    if isinstance(asked, discord.Message):
        return "mention" if asked.guild else "direct"
    return "command"


def _plain(text: str) -> str:
    return " ".join(unturned(_MARKUP.sub(" ", text)).split())


def names_in(guild: discord.Guild | None) -> Mapping[int, str]:
    """The roles and channels of a server by id, as plain text that has to be escaped."""
    if guild is None:
        return {}
    channels = {channel.id: f"#{channel.name}" for channel in guild.channels}
    return channels | {role.id: f"@{role.name}" for role in guild.roles}
