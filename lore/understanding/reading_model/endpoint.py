"""One call of a chat-completions interface."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from lore.settings import ReaderSettings
from lore.understanding.reading_model.prompt import SCHEMA, Messages, NoReading

LARGEST = 65_536
"""Bytes of a reply at most."""
_TOKENS = 400
"""Tokens that the model may write."""
_REFUSED = (400, 422)
"""Statuses that say that a request has something which the interface does not know."""


class EndpointFailed(Exception):
    """The model gave no reply that can be used; the text says why in a few words, and has neither
    what was sent nor what came nor the key."""


class Endpoint:
    """Asks one model for completions. What it returns was bounded, and nothing of it is believed.

    An interface that knows no schema of replies is asked without one from then on.
    """

    def __init__(self, settings: ReaderSettings, session: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._session = session
        self._bare = False

    async def complete(self, messages: Messages) -> str:
        """What the model says next; empty where it declines.

        Raises:
            EndpointFailed: where nothing that can be used comes.
        """
        try:
            status, content = await self._post(messages)
            if status in _REFUSED and not self._bare:
                self._bare = True
                status, content = await self._post(messages)
        except aiohttp.ClientConnectorError:
            raise EndpointFailed("nobody answers there") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise EndpointFailed(type(error).__name__) from None
        if status != 200:
            raise EndpointFailed(f"status {status}")
        return _content(content)

    async def _post(self, messages: Messages) -> tuple[int, bytes]:
        body: dict[str, Any] = {"model": self._settings.model, "messages": messages}
        if not self._bare:
            schema = {"name": "plain_questions", "strict": True, "schema": SCHEMA}
            body |= {
                "temperature": 0,
                "max_tokens": _TOKENS,
                "response_format": {"type": "json_schema", "json_schema": schema},
            }
        key = self._settings.key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        url = f"{self._settings.url}/chat/completions"
        # A redirect might take the key and the question to somebody else.
        async with self._session.post(
            url, json=body, headers=headers, allow_redirects=False
        ) as response:
            return response.status, await _bounded(response)


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    """The body of a response.

    Raises:
        EndpointFailed: where it is larger than any reply.
    """
    content = bytearray()
    async for piece in response.content.iter_chunked(8_192):
        content += piece
        if len(content) > LARGEST:
            raise EndpointFailed("a reply that is too large")
    return bytes(content)


def _content(body: bytes) -> str:
    """What the model said in a completion.

    Raises:
        NoReading: where it is none.
    """
    try:
        message = json.loads(body)["choices"][0]["message"]
        said, declined = message.get("content"), message.get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise NoReading("no completion") from None
    if declined or said is None:
        return ""
    if not isinstance(said, str):
        raise NoReading("no completion")
    return said
