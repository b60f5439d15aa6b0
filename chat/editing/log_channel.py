"""The log channel: every change of a server leaves a card there, with Undo."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

import aiohttp
import discord
from cachetools import LRUCache

from chat.editing.undo import Undo
from chat.ui.components import below
from chat.ui.markdown import escape, fit
from chat.ui.permissions import missing
from chat.ui.rendering import DESCRIPTION, TEXT, Card, render, sheet
from chat.ui.replies import post
from chat.ui.request import names_in
from lore.editing import Change, EditingService, Moderator, Saved
from lore.model.edits import SettingStep
from lore.texts import Parts, terms
from lore.texts.changes import ChangeTexts

_MADE = "Your change is made, but the log channel does not tell of it:"

GONE = (
    f"{_MADE} that channel is gone, or I cannot see it. Whoever may manage this server can choose "
    "another with /setup."
)
UNREACHED = f"{_MADE} Discord did not take my message. /fact history has the change."


def by(who: str) -> str:
    """Who made a change."""
    return f"By {who}"


def lacks(permissions: Sequence[str]) -> str:
    """The sentence that a change is not in the log channel, since permissions are missing there."""
    needed = f" I need {terms.series(permissions)} there." if permissions else ""
    return f"{_MADE} I may not write in it.{needed}"


log = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds that whoever made a change waits at most to hear whether the log tells of it; what fails
later is said with the next change."""
MOST = 1_000
"""Cards that are remembered."""
NEEDS = ("view_channel", "send_messages")

_FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError)


class LogChannel:
    """Posts each change in the channel that its server chose; a failure there undoes nothing."""

    def __init__(
        self, client: discord.Client, editing: EditingService, wording: ChangeTexts
    ) -> None:
        self._client = client
        self._editing = editing
        self._wording = wording
        self._cards: LRUCache[tuple[int, int], discord.Message] = LRUCache(MOST)
        self._troubles: dict[int, str] = {}
        self._heard: dict[int, set[int]] = {}
        self._posting: set[asyncio.Task[str | None]] = set()

    async def changed(self, by: Moderator, saved: Saved) -> str | None:
        """Tell of a change; what to say to its author where the log is lost, once until it is
        back."""
        posting = asyncio.create_task(self._tell(by, saved.change))
        self._posting.add(posting)
        posting.add_done_callback(self._posting.discard)
        done, _ = await asyncio.wait({posting}, timeout=PATIENCE)
        trouble = posting.result() if done else self._troubles.get(by.scope)
        heard = self._heard.setdefault(by.scope, set())
        if trouble is None or by.id in heard:
            return None
        heard.add(by.id)
        return trouble

    def shows(self, scope: int, number: int, message: discord.Message) -> None:
        """Remember a card, so that it can be redrawn when its change is undone."""
        self._cards[scope, number] = message

    async def renew(self, scope: int, number: int) -> None:
        """Show in the card of a change how it stands now. It never fails."""
        message: discord.Message | None = self._cards.get((scope, number))
        guild = self._client.get_guild(scope)
        if message is None or guild is None:
            return
        try:
            change = await self._editing.change(number, scope)
            card = self._card(change, guild, message.channel.id, embeds=bool(message.embeds))
            await message.edit(**card.replacement())
        except _FAILURES as failure:
            log.info("A card in a log channel could not be changed: %s", failure)

    async def _tell(self, by: Moderator, change: Change) -> str | None:
        if change.undoes is not None:
            await self.renew(by.scope, change.undoes)
        now = self._editing.setups.known(by.scope).log_channel
        for former in {number for number in _former(change) if number != now}:
            await self._post(by.scope, former, change)
        if now is None:
            return None
        trouble = await self._post(by.scope, now, change)
        if trouble is None:
            self._troubles.pop(by.scope, None)
            self._heard.pop(by.scope, None)
        else:
            self._troubles[by.scope] = trouble
        return trouble

    async def _post(self, scope: int, channel_id: int, change: Change) -> str | None:
        """Leave a card in a channel of the server; the sentence for its author where it failed."""
        guild = self._client.get_guild(scope)
        if guild is None or guild.unavailable:
            return UNREACHED
        channel = guild.get_channel(channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            return GONE
        if lacking := missing(channel, NEEDS):
            return lacks(lacking)
        embeds = not missing(channel, ("embed_links",))
        card = self._card(change, guild, channel_id, embeds=embeds)
        try:
            message = await post(channel, card, nonce=f"log-{change.number}")
        except discord.Forbidden:
            return lacks([])
        except discord.NotFound:
            return GONE
        except _FAILURES as failure:
            log.warning("A log channel could not be written: %s", failure)
            return UNREACHED
        if message is not None:
            self.shows(scope, change.number, message)
        return None

    def _card(self, change: Change, guild: discord.Guild, channel_id: int, *, embeds: bool) -> Card:
        """A change with who made it and why, and Undo as long as it is not undone."""
        told = self._wording.change(change, names_in(guild))
        parts = Parts(told.title, (*told.lines, *told.notes), (), None, (), "choice", told.spoilers)
        safe = self._editing.setups.known(guild.id).spoiler_safe([channel_id])
        laid_out = sheet(parts, barred=not safe)
        who = f"<@{change.actor}>" if change.actor.isdecimal() else escape(change.actor)
        lines = (by(who), *laid_out.lines)
        body = replace(laid_out, lines=(fit(lines, DESCRIPTION if embeds else TEXT),))
        undo = [Undo(change.number)] if change.undone_by is None else []
        return replace(render(body, embeds=embeds), view=below(undo))


def _former(change: Change) -> Iterator[int]:
    """The log channels that a change of settings took this away from: they hear of it last."""
    for step in change.steps:
        if isinstance(step, SettingStep) and step.key == "log_channel" and step.before is not None:
            yield step.before
