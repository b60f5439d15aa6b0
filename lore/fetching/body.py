"""The body of a response, read and unpacked piece by piece, so that no bomb is ever whole."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Final

import aiohttp

from lore.fetching import errors
from lore.fetching.errors import FetchError

_PIECE = 65_536
"""Bytes that are taken in at once."""
_GZIP_OR_ZLIB: Final = 47
"""zlib's sign that either header may stand there."""
ACCEPTED = "gzip"
"""What is asked for; what some servers send all the same, "deflate", is unpacked as well."""


async def bounded(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The unpacked body of a response that was not unpacked yet.

    Raises:
        FetchError: where it has more bytes than `most`, packed or unpacked, and where it is packed
            otherwise than was asked for.
    """
    unpack = _unpacker(response.headers.get("Content-Encoding", ""), most)
    taken, content = 0, bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        taken += len(piece)
        content += unpack(piece, most + 1 - len(content))
        if taken > most or len(content) > most:
            raise FetchError(errors.too_large(most))
    return bytes(content)


def _unpacker(coding: str, most: int) -> Callable[[bytes, int], bytes]:
    """Unpacks the next piece, to at most so many bytes."""
    match coding.strip().casefold():
        case "" | "identity":
            return lambda piece, _: piece
        case "gzip" | "x-gzip" | "deflate":
            unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
        case _:
            raise FetchError(errors.UNREADABLE)

    def unpack(piece: bytes, room: int) -> bytes:
        try:
            unpacked = unpacker.decompress(piece, room)
        except zlib.error:
            raise FetchError(errors.UNREADABLE) from None
        if unpacker.unconsumed_tail:
            raise FetchError(errors.too_large(most))
        return unpacked

    return unpack
