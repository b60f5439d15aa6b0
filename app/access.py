"""Whether Discord takes the bot, tried without connecting it."""

from __future__ import annotations

import logging

import discord
from discord.http import Route

from app.client import log_in
from app.gateway import GatewayRefused
from app.invitation import invitation
from chat.texts import replies as words
from lore.model.errors import LoreError
from lore.settings import ShardSettings


async def tried(token: str, api_url: str, shards: ShardSettings) -> list[str]:
    """Log in and find the gateway; what there is to tell of it, the invitation among it.

    Raises:
        LoreError: with one line on why Discord does not take it.
    """
    Route.BASE = api_url
    # What discord.py says of failed tries would stand beside the one line.
    logging.getLogger("discord").addHandler(logging.NullHandler())
    ids = None if shards.ids is None else list(shards.ids)
    options = {"shard_count": shards.count, "shard_ids": ids}
    client = discord.AutoShardedClient(intents=discord.Intents.none(), **options)  # type: ignore[arg-type]
    try:
        await log_in(client, token)
        wanted = len(client.shard_ids or range(client.shard_count or 1))
        assert client.application_id is not None
        return [
            words.taken(str(client.user), wanted),
            words.invite(invitation(client.application_id)),
        ]
    except GatewayRefused as refusal:
        raise LoreError(str(refusal)) from None
    finally:
        await client.close()
