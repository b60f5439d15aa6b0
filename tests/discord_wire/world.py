"""Users, servers and channels, and the payloads in which Discord tells of them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any

Json = dict[str, Any]

_EPOCH_MS = 1_420_070_400_000
_count = itertools.count()


class Permission(IntFlag):
    """The permissions that the tests speak of, as Discord numbers them."""

    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    ADD_REACTIONS = 1 << 6
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    USE_APPLICATION_COMMANDS = 1 << 31


NOTHING = Permission(0)
ORDINARY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
)


def snowflake() -> int:
    """A new id that tells the present time, as Discord's ids do."""
    return (int(time.time() * 1000) - _EPOCH_MS << 22) + next(_count) % (1 << 22)


@dataclass(frozen=True)
class User:
    """Somebody; `permissions` and `roles` are what Discord says of them in a server right now."""

    name: str
    id: int = field(default_factory=snowflake)
    bot: bool = False
    permissions: Permission = ORDINARY
    roles: tuple[int, ...] = ()

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
        }

    def member(self) -> Json:
        return {
            "roles": [str(role) for role in self.roles],
            "flags": 0,
            "joined_at": "2024-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "permissions": str(int(self.permissions)),
        }


@dataclass(frozen=True)
class Role:
    """A role of a server."""

    name: str
    id: int = field(default_factory=snowflake)

    def payload(self) -> Json:
        colours = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
        looks = {"color": 0, "colors": colours, "hoist": False, "position": 1, "flags": 0}
        powers = {"permissions": "0", "managed": False, "mentionable": False}
        return {"id": str(self.id), "name": self.name} | looks | powers


@dataclass(frozen=True)
class Guild:
    """A server. The bot is a member of those that are `installed`."""

    name: str
    id: int = field(default_factory=snowflake)
    installed: bool = True

    def payload(self, bot: User, channels: Iterable[Channel]) -> Json:
        everyone = {"id": str(self.id), "name": "@everyone", "permissions": str(int(ORDINARY))}
        own = [channel for channel in channels if channel.guild == self]
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": "1",
            "unavailable": False,
            "roles": [everyone],
            "members": [bot.member() | {"user": bot.payload()}],
            "channels": [channel.payload() for channel in own],
        }


@dataclass(frozen=True)
class Channel:
    """A text channel of a server, a thread where it has a `parent`, or a direct message where
    `guild` is None.

    `denied` is what everyone, the bot included, may not do there.
    """

    name: str
    guild: Guild | None = None
    id: int = field(default_factory=snowflake)
    denied: Permission = NOTHING
    parent: Channel | None = None

    def payload(self) -> Json:
        if self.guild is None:
            return {"id": str(self.id), "type": 1}
        if self.parent is not None:
            return self._thread(self.guild, self.parent)
        denied = str(int(self.denied))
        overwrite = {"id": str(self.guild.id), "type": 0, "allow": "0", "deny": denied}
        return {
            "id": str(self.id),
            "type": 0,
            "name": self.name,
            "position": 0,
            "guild_id": str(self.guild.id),
            "permission_overwrites": [overwrite],
        }

    def _thread(self, guild: Guild, parent: Channel) -> Json:
        archive: Json = {"archived": False, "auto_archive_duration": 60, "locked": False}
        archive["archive_timestamp"] = "2024-01-01T00:00:00+00:00"
        return {
            "id": str(self.id),
            "type": 11,
            "name": self.name,
            "guild_id": str(guild.id),
            "parent_id": str(parent.id),
            "owner_id": "1",
            "message_count": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "thread_metadata": archive,
        }


def message(
    content: str,
    *,
    author: User,
    channel: Channel,
    mentions: Iterable[User] = (),
    reply_to: Json | None = None,
    webhook: bool = False,
    kind: int = 0,
) -> Json:
    """A message as MESSAGE_CREATE tells it; `kind` is Discord's message type."""
    payload: Json = {
        "id": str(snowflake()),
        "type": 19 if reply_to and not kind else kind,
        "channel_id": str(channel.id),
        "author": author.payload(),
        "content": content,
        "timestamp": "2024-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user.payload() | {"member": user.member()} for user in mentions],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
    }
    if channel.guild is not None:
        payload |= {"guild_id": str(channel.guild.id), "member": author.member()}
    if webhook:
        payload["webhook_id"] = payload["author"]["id"]
    if reply_to is not None:
        payload["message_reference"] = {
            "message_id": reply_to["id"],
            "channel_id": reply_to["channel_id"],
        }
        payload["referenced_message"] = reply_to
    return payload


def interaction(
    kind: int,
    data: Json,
    *,
    user: User,
    channel: Channel,
    application: User,
    message: Json | None = None,
) -> Json:
    """An interaction as INTERACTION_CREATE tells it.

    Where the channel's server has not installed the bot, the user has.
    """
    guild = channel.guild
    payload: Json = {
        "id": str(snowflake()),
        "application_id": str(application.id),
        "type": kind,
        "token": f"interaction-{snowflake()}",
        "version": 1,
        "attachment_size_limit": 10_485_760,
        "app_permissions": str(int(ORDINARY & ~channel.denied)),
        "locale": "en-GB",
        "entitlements": [],
        "channel": channel.payload(),
        "channel_id": str(channel.id),
        "data": data,
        "context": 1 if guild is None else 0,
    }
    if guild is None:
        owners = {"0": "0"}
        payload["user"] = user.payload()
    else:
        owners = {"0": str(guild.id)} if guild.installed else {"1": str(user.id)}
        payload |= {"guild_id": str(guild.id), "guild": {"id": str(guild.id), "features": []}}
        payload["member"] = user.member() | {"user": user.payload()}
    payload["authorizing_integration_owners"] = owners
    if message is not None:
        payload["message"] = message
    return payload
