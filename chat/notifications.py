"""Notifications after a change: questions that have an answer now are closed, and members who
asked to be told are told, directly or where they asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

import aiohttp
import discord

from chat.answers.service import AnswerService
from chat.ui.background import Background
from chat.ui.markdown import cut, escape
from chat.ui.rendering import Card, render, sheet
from chat.ui.request import Policy
from lore.editing import Moderator, Saved
from lore.inbox import InboxService, Notice, Wish
from lore.texts import Parts
from lore.texts import inbox as words

log = logging.getLogger(__name__)

Room = discord.abc.GuildChannel | discord.Thread

_QUESTION = 150
"""Characters of a question as it stands in the sentence over its answer."""


class Notifier:
    """Tells members of a server, for as long as they are members of it."""

    def __init__(
        self,
        client: discord.Client,
        *,
        inbox: InboxService,
        answers: AnswerService,
        policy: Policy,
        background: Background,
    ) -> None:
        self._client = client
        self._inbox = inbox
        self._answers = answers
        self._policy = policy
        self._background = background
        self._telling = asyncio.Lock()

    async def send_due(self) -> None:
        """Tell everybody who is owed an answer; who cannot be told now is owed it further on."""
        async with self._telling:  # nobody is told twice
            for wish in await self._inbox.owed():
                if await self._tell(wish):
                    await self._inbox.told([wish])

    def notify(self, scope: int, notice: Notice) -> None:
        """Tell a member of a verdict, soon; where that cannot be, nothing happens."""
        card = Card(escape(notice.text))
        self._background.start(lambda: self._reach(scope, notice.member_id, None, lambda _: card))

    async def _tell(self, wish: Wish) -> bool:
        answer = await self._answers.quietly(wish.question, wish.scope)
        if answer is None:
            return False  # it is gone again
        return await self._reach(
            wish.scope,
            wish.member_id,
            wish.channel_id,
            lambda channel: self._card(answer, wish, channel),
        )

    def _card(self, answer: Parts, wish: Wish, channel: Room | None) -> Card:
        """The answer as it is shown directly, or in a channel with the name of who asked."""
        rooms = (channel.id, getattr(channel, "parent_id", None) or channel.id) if channel else ()
        safe = self._policy.spoiler_safe(wish.scope, *rooms)
        embeds = channel is None or channel.permissions_for(channel.guild.me).embed_links
        shown = render(sheet(answer, barred=not safe), embeds=embeds)
        told = [escape(words.answered(cut(wish.question, _QUESTION)))]
        if channel is not None:
            told.insert(0, f"<@{wish.member_id}>")
        if shown.pages > 1:
            told.append(words.MORE_OF_IT)
        lead = " ".join(told)
        return Card(f"{lead}\n{shown.content}" if shown.content else lead, shown.embed)

    async def _reach(
        self,
        scope: int,
        person: int,
        channel: int | None,
        card: Callable[[Room | None], Card],
    ) -> bool:
        """Send a card to a member; False where it is to be tried again.

        Whoever has left the server is sent nothing, and neither is who can be reached nowhere.
        """
        guild = self._client.get_guild(scope)
        if guild is None or guild.unavailable:
            return False
        try:
            try:
                member = await guild.fetch_member(person)
            except discord.NotFound:
                return True
            try:
                await self._directly(member, card(None))
            except discord.Forbidden:
                await self._in_channel(guild, channel, card)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
            log.warning("A member could not be told yet: %s", failure)
            return False
        return True

    async def _directly(self, member: discord.Member, card: Card) -> None:
        # Discord's description of its API asks for ids as texts; discord.py's would be numbers.
        opened = await self._client.http.start_private_message(str(member.id))
        room = self._client.get_partial_messageable(int(opened["id"]))
        await room.send(**card.arguments())

    async def _in_channel(
        self,
        guild: discord.Guild,
        channel: int | None,
        card: Callable[[Room | None], Card],
    ) -> None:
        room = guild.get_channel_or_thread(channel) if channel is not None else None
        if not isinstance(room, discord.abc.Messageable):
            return
        rooms = {room.id, getattr(room, "parent_id", None) or room.id}
        if not self._policy.of(guild.id).answers_in(rooms):
            return  # the server wants no answers there any more
        try:
            await room.send(**card(room).arguments())
        except (discord.Forbidden, discord.NotFound):
            log.info("Not allowed to write in channel %d", room.id)


class QuestionCloser:
    """Settles servers one after the other, in the background: a change is never kept waiting."""

    def __init__(self, *, inbox: InboxService, teller: Notifier, background: Background) -> None:
        self._inbox = inbox
        self._teller = teller
        self._background = background
        self._wanted: dict[int, None] = {}
        self._running = False

    async def changed(self, by: Moderator, saved: Saved) -> None:
        """Settle the server of a change; one of settings alone answers nothing."""
        if saved.change.action != "setup":
            self.settle([by.scope])

    def settle(self, scopes: Iterable[int]) -> None:
        """Settle servers soon; a server that waits already is settled once."""
        self._wanted |= dict.fromkeys(scopes)
        if not self._running:
            self._running = True
            self._background.start(self._run)

    async def _run(self) -> None:
        try:
            while self._wanted:
                while self._wanted:
                    scope = next(iter(self._wanted))
                    del self._wanted[scope]
                    await self._settled(scope)
                await self._teller.send_due()
        finally:
            self._running = False

    async def _settled(self, scope: int) -> None:
        try:
            await self._inbox.settle(scope)
        except Exception:
            log.exception("The questions of server %d could not be settled", scope)
