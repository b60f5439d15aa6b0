"""Sending what is shown, to an interaction or in reply to a message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import discord

from cogs._errors import too_late
from cogs._render import Card, render
from lore.wording import Parts

log = logging.getLogger(__name__)

TYPING_PATIENCE = 1.0
"""Seconds that an answer waits at most for "is typing" to be on its way."""


async def respond(
    interaction: discord.Interaction[Any], shown: Parts | str, *, private: bool = False
) -> None:
    """Answer an interaction, or add to what it was answered before; `private` to the member alone.

    Raises:
        discord.HTTPException: where Discord refuses, except that the interaction is over.
    """
    card = render(shown, embeds=_embeds(interaction.app_permissions))
    try:
        if interaction.response.is_done():
            await interaction.followup.send(**card.arguments(), ephemeral=private)
        else:
            await interaction.response.send_message(**card.arguments(), ephemeral=private)
    except discord.HTTPException as error:
        if not too_late(error):
            raise
        log.warning("An interaction was over before it was answered (code %d)", error.code)


async def reply(message: discord.Message, shown: Parts | str) -> None:
    """Answer a message, pinging nobody. Where the bot may not even write text, it stays silent.

    Raises:
        discord.HTTPException: where Discord refuses for another reason.
    """
    may = _permissions(message)
    embeds, quote = _embeds(may), not may.value or may.read_message_history
    try:
        await _post(message, render(shown, embeds=embeds), quote=quote)
    except discord.Forbidden:
        # What is known of the channel can be out of date: the least that a message needs is left.
        try:
            await _post(message, render(shown, embeds=False), quote=False)
        except discord.Forbidden:
            log.info("Not allowed to write in channel %d", message.channel.id)


@asynccontextmanager
async def typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Show "is typing" while the block runs; it never fails the block and hardly delays it."""
    showing = asyncio.create_task(_show_typing(channel))
    try:
        yield
    finally:
        # One that arrived after the answer would stay for ten seconds.
        await asyncio.wait({showing}, timeout=TYPING_PATIENCE)
        showing.cancel()


async def _show_typing(channel: discord.abc.Messageable) -> None:
    with suppress(discord.DiscordException, aiohttp.ClientError, OSError):
        await channel.typing()


async def _post(message: discord.Message, card: Card, *, quote: bool) -> None:
    arguments = card.arguments()
    if quote:
        reference = _Quote.from_message(message, fail_if_not_exists=False)
        arguments |= {"reference": reference, "mention_author": False}
    await message.channel.send(**arguments)


class _Quote(discord.MessageReference):
    """A reference whose ids are texts, as Discord's description of its API asks; discord.py's are
    numbers."""

    def to_message_reference_dict(self) -> Any:
        told = self.to_dict()
        return {key: str(value) if key.endswith("_id") else value for key, value in told.items()}


def _permissions(message: discord.Message) -> discord.Permissions:
    """What the bot may do in the message's channel; nothing at all where that is not known."""
    channel = message.channel
    me = message.guild.me if message.guild else None
    if me is None or isinstance(channel, discord.DMChannel | discord.GroupChannel):
        return discord.Permissions.none()
    try:
        return channel.permissions_for(me)
    except discord.ClientException:  # a thread whose channel the bot does not know
        return discord.Permissions.none()


def _embeds(may: discord.Permissions) -> bool:
    """Whether embeds are shown. A bot that may do nothing could not be there: that is not known."""
    return not may.value or may.embed_links
