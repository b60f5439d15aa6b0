"""Finds the gateway before it is connected to, so that a refusal ends in one clear line."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import INTERNAL_API_VERSION, Route

from app.logs import begin_request
from chat.texts import replies as words

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that the gateway has to take a connection, and again to greet."""
CLOSE_PATIENCE = 1.0
"""Seconds that it has to confirm that the connection is closed."""


class GatewayRefused(Exception):
    """Discord does not take the bot. The text is one clear line for the operator."""


async def find_gateway(client: discord.AutoShardedClient) -> None:
    """Ask Discord for its gateway, and have every connection of discord.py go there by default, as
    many as Discord advises where the client was not given a number.

    Raises:
        Refused: if the gateway takes no connection, or no further one today.
        discord.HTTPException, aiohttp.ClientError, OSError: if it is not told.
    """
    told = await client.http.request(Route("GET", "/gateway/bot"))
    address = yarl.URL(told["url"])
    limit = told.get("session_start_limit") or {}
    if not client.shard_count:
        client.shard_count = int(told.get("shards", 1))
    wanted = len(client.shard_ids or range(client.shard_count))
    if limit.get("remaining", wanted) < wanted:
        # Discord revokes the token of a bot that goes on.
        raise GatewayRefused(words.too_many_starts(limit.get("reset_after", 0) / 1000))
    await _probe(client, address)
    DiscordWebSocket.DEFAULT_GATEWAY = address


async def _probe(client: discord.Client, address: yarl.URL) -> None:
    """Connect once and leave at the greeting: discord.py would not give up on a refusal cleanly."""
    url = address.with_query(v=INTERNAL_API_VERSION, encoding="json")
    try:
        async with asyncio.timeout(PATIENCE):
            socket = await client.http.ws_connect(str(url))
        try:
            greeting = await socket.receive(timeout=PATIENCE)
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(socket.close(code=1000), CLOSE_PATIENCE)
    except TimeoutError:
        raise GatewayRefused(words.gateway_unreachable(str(address), words.SILENT)) from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise GatewayRefused(words.gateway_unreachable(str(address), reason(error))) from None
    if greeting.type is not aiohttp.WSMsgType.TEXT:
        raise GatewayRefused(words.gateway_closed(socket.close_code))


def reason(error: Exception) -> str:
    """What an error of the connection says, in one line."""
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return words.answers(error.status)
    if isinstance(error, aiohttp.ClientConnectorError):
        error = error.os_error
    told = str(getattr(error, "strerror", None) or error) or type(error).__name__
    return " ".join(told.split())


def guard(client: discord.Client) -> None:
    """Keep the bot alive when an event cannot be read: discord.py ends on the first that cannot."""
    parsers = client._connection.parsers
    for event, parse in list(parsers.items()):
        parsers[event] = functools.partial(_parse, event, parse)


def _parse(event: str, parse: Callable[[Any], None], data: Any) -> None:
    begin_request()  # what is handled runs in tasks that this starts
    try:
        parse(_whole(data))
    except Exception:
        log.exception("An event of the kind %s could not be read", event)


def _whole(data: Any) -> Any:
    """What was sent, without the halves of characters that JSON lets through and no text can hold:
    neither the database takes them nor Discord."""
    if isinstance(data, str):
        return data.encode("utf-8", "replace").decode() if not data.isascii() else data
    if isinstance(data, dict):
        return {key: _whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_whole(part) for part in data]
    return data
