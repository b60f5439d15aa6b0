"""How the bot behaves in a server: what /setup reads and changes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from hashlib import blake2s
from typing import Any

from lore.editing.errors import Overwritten, Refused
from lore.editing.plans import Plan
from lore.editing.transaction import ChangeRunner
from lore.model.edits import Moderator, Saved
from lore.model.errors import StoreError
from lore.store.changes.snapshots import SettingSnapshot, Target
from lore.store.history_reader import HistoryReader
from lore.store.moderator_reader import all_settings, settings_revision
from lore.texts import refusals as words

log = logging.getLogger(__name__)

FOLLOWED = 0.3
"""Seconds from one look for other processes' settings to the next."""
MOST_CHANNELS = 100
"""Channels that a setting may list."""
MOST_FEEDS, LONGEST_FEED = 10, 390
MOST_CLIPPINGS = 100
"""Articles of feeds that a server may take in a day."""
LONGEST_COOLDOWN = 3600
"""Seconds of the longest pause between two questions of a member."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server's settings as they come, ids of roles and channels as Discord has them.

    `channels` are those where the bot answers, none for all. `mentions` tells whether it answers
    these, `quiet` that one which is no question gets a reaction at most. In `spoiler_channels`
    spoilers need no bars. `public` answers are seen by all. `cooldown` is in seconds. `digest`
    wishes for a weekly summary in the log channel. `feeds` are addresses of RSS or Atom, of whose
    articles at most `feed_limit` a day come into the inbox.
    """

    moderator_role: int | None = None
    channels: tuple[int, ...] = ()
    mentions: bool = True
    quiet: bool = False
    log_channel: int | None = None
    spoiler_channels: tuple[int, ...] = ()
    public: bool = True
    cooldown: int = 0
    digest: bool = False
    feeds: tuple[str, ...] = ()
    feed_limit: int = 10

    def answers_in(self, rooms: Collection[int]) -> bool:
        """Whether the bot answers in a place: a channel, or a thread with its channel."""
        return not self.channels or any(room in self.channels for room in rooms)

    def spoiler_safe(self, rooms: Collection[int]) -> bool:
        """Whether everybody in a place may read what gives something away."""
        return any(room in self.spoiler_channels for room in rooms)

    def version(self, key: str) -> str:
        """What tells the value that a setting has from others: 8 characters."""
        value = json.dumps(getattr(self, key))
        return blake2s(value.encode(), digest_size=4).hexdigest()


KEYS = tuple(field.name for field in fields(ServerSettings))
_PLACES = ("channels", "spoiler_channels")
_LISTS = (*_PLACES, "feeds")
_IDS = ("moderator_role", "log_channel")


class ServerSettingsService:
    """Reads and changes settings. Those of all servers are at hand in memory once `load` was
    called, and are renewed with every change; those of other processes as long as `follow` runs."""

    def __init__(self, runner: ChangeRunner) -> None:
        self._runner = runner
        self._known: dict[int, ServerSettings] = {}
        self._revision = -1
        self._renewing = asyncio.Lock()
        runner.watch(self._changed)

    async def load(self) -> None:
        """Have the settings of all servers at hand."""
        async with self._renewing:  # of two changes, the later state is the one that stays
            self._revision, stored = await self._runner.store.query(
                lambda connection: (settings_revision(connection), all_settings(connection))
            )
            self._known = {scope: _setup(values) for scope, values in stored.items()}

    async def follow(self, *, every: float = FOLLOWED) -> None:
        """Renew what other processes change, until cancelled: within so many seconds, and as long
        as reading takes.

        Looking costs one row. `PRAGMA data_version` would tell of every write, several times a
        second; a cursor in the journal would miss what no moderator changed, and ids that are given
        again once a server was erased.
        """
        while True:
            try:
                if await self._runner.store.query(settings_revision) != self._revision:
                    await self.load()
            except StoreError as error:
                log.warning("Settings could not be looked at: %s", error)
            await asyncio.sleep(every)

    def known(self, scope: int) -> ServerSettings:
        """A server's settings, from memory."""
        return self._known.get(scope) or ServerSettings()

    def forget(self, scope: int) -> None:
        """Drop a server whose settings were erased."""
        self._known.pop(scope, None)

    async def get(self, scope: int) -> ServerSettings:
        """A server's settings; those of a direct message are as they come."""
        return await self._runner.read(scope, lambda reader: _setup(reader.settings()))

    async def set(
        self,
        by: Moderator,
        *,
        reason: str | None = None,
        seen: Mapping[str, str] | None = None,
        **values: Any,
    ) -> Saved:
        """Change settings by their names in `ServerSettings`; one as it comes is no longer kept.

        `seen` has the versions of those that the change rests on.

        Raises:
            Refused: for a value that a setting cannot have.
            Overwritten: where one is no longer as it was seen.
            Unchanged: where all is so already.
        """
        snapshots = {
            Target("setting", text=key): _snapshot(key, value) for key, value in values.items()
        }

        def plan(reader: HistoryReader) -> Plan:
            now = _setup(reader.settings())
            if any(now.version(key) != version for key, version in (seen or {}).items()):
                raise Overwritten
            return Plan(dict(snapshots))

        return await self._runner.change(by, "setup", plan, reason=reason)

    async def _changed(self, scope: int, targets: Collection[Target]) -> None:
        """Renew what is at hand of a server whose settings were changed, in whatever way."""
        if any(target.what == "setting" for target in targets):
            async with self._renewing:
                self._known[scope] = await self.get(scope)


def _setup(values: dict[str, Any]) -> ServerSettings:
    known: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value
        for key, value in values.items()
        if key in KEYS
    }
    return ServerSettings(**known)


def _snapshot(key: str, value: Any) -> SettingSnapshot | None:
    """A setting's snapshot, None where it has its default."""
    default = getattr(ServerSettings(), key, None)
    if key not in KEYS:
        fit = False
    elif key in _PLACES:
        value = tuple(dict.fromkeys(value))
        fit = len(value) <= MOST_CHANNELS and all(
            type(channel) is int and channel > 0 for channel in value
        )
    elif key == "feeds":
        value = tuple(dict.fromkeys(value))
        fit = len(value) <= MOST_FEEDS and all(map(_is_feed, value))
    elif key == "feed_limit":
        fit = type(value) is int and 1 <= value <= MOST_CLIPPINGS
    elif key in _IDS:
        fit = value is None or (type(value) is int and value > 0)
    elif key == "cooldown":
        fit = type(value) is int and 0 <= value <= LONGEST_COOLDOWN
    else:
        fit = type(value) is bool
    if not fit:
        most = {"feeds": MOST_FEEDS, "feed_limit": MOST_CLIPPINGS}.get(key, MOST_CHANNELS)
        raise Refused(words.setting_unfit(key, most, LONGEST_COOLDOWN))
    if value == default:
        return None
    return SettingSnapshot(list(value) if key in _LISTS else value)


def _is_feed(address: Any) -> bool:
    """Whether something can be kept as the address of a feed; whether it may be fetched is asked
    whenever it is."""
    return (
        isinstance(address, str)
        and address.startswith(("http://", "https://"))
        and address.isprintable()
        and len(address) <= LONGEST_FEED
    )
