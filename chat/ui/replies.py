"""Sending what is shown, to an interaction or in reply to a message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, Literal, TypeVar

import aiohttp
import discord

from chat.ui.errors import ANSWERED, explain, late, original
from chat.ui.rendering import Card, said
from chat.ui.request import permissions

log = logging.getLogger(__name__)

T = TypeVar("T")

TYPING_PATIENCE = 1.0
"""Seconds that an answer waits at most for "is typing" to be on its way."""

Way = Literal["public", "private", "edit"]
"""How an interaction is answered: for all, for the member alone, or by changing its message."""

_DEFERRED = "deferred"
_TURN = "turn"
_TAKEN = "taken"


@asynccontextmanager
async def _turn(interaction: discord.Interaction) -> AsyncIterator[bool]:
    """Wait until nobody else is answering the interaction for the first time; whether Discord has
    an answer by then, be it one whose confirmation was lost."""
    async with interaction.extras.setdefault(_TURN, asyncio.Lock()):
        yield interaction.response.is_done() or _TAKEN in interaction.extras


async def _begin(interaction: discord.Interaction, send: Callable[[], Awaitable[Any]]) -> None:
    await _surely(send)
    interaction.extras[_TAKEN] = True


async def defer(interaction: discord.Interaction, way: Way) -> None:
    """Tell the member to wait, and Discord that an answer comes; `respond` then gives it. Nothing
    is done where the member was told before.

    Raises:
        discord.HTTPException: where Discord refuses.
    """
    response = interaction.response
    async with _turn(interaction) as begun:
        if begun:
            return
        await _begin(
            interaction, lambda: response.defer(ephemeral=way == "private", thinking=way != "edit")
        )
        interaction.extras[_DEFERRED] = way


async def respond(interaction: discord.Interaction, card: Card, way: Way = "public") -> None:
    """Answer an interaction, or add to what it was answered before.

    Raises:
        discord.HTTPException: where Discord refuses.
    """
    private, response = way == "private", interaction.response
    async with _turn(interaction) as begun:
        deferred: Way | None = interaction.extras.pop(_DEFERRED, None)
        if not begun and way == "edit":
            await _begin(interaction, lambda: response.edit_message(**card.replacement()))
        elif not begun:
            await _begin(
                interaction, lambda: response.send_message(**card.arguments(), ephemeral=private)
            )
    if not begun:
        return
    if deferred is not None:
        await _complete(interaction, card, way, deferred)
    else:
        await interaction.followup.send(**card.arguments(), ephemeral=private)


async def _complete(interaction: discord.Interaction, card: Card, way: Way, deferred: Way) -> None:
    """Answer what was deferred. Who sees it was decided then: another way takes a new message."""
    if deferred == way:
        await interaction.edit_original_response(**card.replacement())
        return
    if deferred != "edit":
        with suppress(discord.HTTPException):
            await interaction.delete_original_response()
    await interaction.followup.send(**card.arguments(), ephemeral=way == "private")


async def tell(
    interaction: discord.Interaction,
    error: BaseException,
    *,
    view: discord.ui.View | None = None,
) -> None:
    """Tell a member, and nobody else, what went wrong, with what can be done. It never fails."""
    cause = original(error)
    if late(cause):
        log.warning("An interaction was over before it was answered: %s", cause)
        return
    await add(interaction, explain(cause), view=view)


async def add(
    interaction: discord.Interaction, sentence: str, *, view: discord.ui.View | None = None
) -> None:
    """Tell a member, and nobody else, one sentence more. It never fails."""
    try:
        await respond(interaction, replace(said(sentence), view=view), "private")
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
        log.warning("A member could not be told: %s", failure)


async def reply(message: discord.Message, card: Callable[[bool], Card]) -> None:
    """Answer a message, pinging nobody. Where the bot may not even write text, it stays silent.

    `card` makes what is sent, with an embed or without. It never fails.
    """
    may = permissions(message)
    unknown = not may.value
    try:
        try:
            shown = card(unknown or may.embed_links)
            await _post(message, shown, quote=unknown or may.read_message_history)
        except discord.Forbidden:
            # What is known of the channel can be out of date: the least that a message needs.
            await _post(message, card(False), quote=False)
    except discord.Forbidden:
        log.info("Not allowed to write in channel %d", message.channel.id)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
        log.warning("A message could not be answered: %s", failure)


async def react(message: discord.Message, emoji: str) -> None:
    """Put a reaction on a message. Where that is not allowed there is none; it never fails."""
    try:
        await message.add_reaction(emoji)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
        log.info("A message got no reaction: %s", failure)


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


async def post(
    channel: discord.abc.Messageable, card: Card, *, nonce: str
) -> discord.Message | None:
    """Write in a channel, answering nobody; None where Discord has it and did not say so.

    Of one `nonce` it takes but one message for some minutes.

    Raises:
        discord.DiscordException, aiohttp.ClientError, OSError: where it is not taken.
    """
    arguments = {**card.arguments(), "nonce": nonce}
    return await _surely(lambda: channel.send(**arguments))


async def _surely(send: Callable[[], Awaitable[T]]) -> T | None:
    """Send once more where the connection was dropped: discord.py does not.

    What Discord has had already (a first try whose confirmation was lost) counts as sent.
    """
    try:
        try:
            return await send()
        except (aiohttp.ClientError, OSError):
            return await send()
    except discord.HTTPException as error:
        if error.code != ANSWERED:
            raise
        log.warning("The confirmation of an answer was lost")
        return None


async def _post(message: discord.Message, card: Card, *, quote: bool) -> None:
    # Of one nonce Discord takes but one message, so that it can be sent once more.
    arguments = {**card.arguments(), "nonce": str(message.id)}
    if quote:
        reference = _Quote.from_message(message, fail_if_not_exists=False)
        arguments |= {"reference": reference, "mention_author": False}
    await _surely(lambda: message.channel.send(**arguments))


class _Quote(discord.MessageReference):
    """A reference whose ids are texts, as Discord's description of its API asks; discord.py's are
    numbers."""

    def to_message_reference_dict(self) -> Any:
        told = self.to_dict()
        return {key: str(value) if key.endswith("_id") else value for key, value in told.items()}
