"""Rows that nobody can read but who holds their name: the name is the key, and is not stored.

A name is drawn by chance for one row, so its keystream covers one text. What is stored of it is a
digest, which finds the row and tells nothing of the key. There is nothing to keep secret beside
the names, and nothing to keep whole: who could write into the database needs no forgery.
"""

from __future__ import annotations

import secrets
from hashlib import blake2s, shake_256

NAME = "[A-Za-z0-9_-]{22}"
"""What a name looks like, as a pattern."""
_BYTES = 16
_STEP = 256


def fresh() -> str:
    """A name that nobody can guess: 128 bits of chance in 22 characters."""
    return secrets.token_urlsafe(_BYTES)


def digest(name: str) -> bytes:
    """What is stored of a name."""
    return blake2s(name.encode(), person=b"digest").digest()


def seal(name: str, text: str) -> bytes:
    """A text as it is stored; its length tells no more than how many times 256 bytes it takes."""
    plain = text.encode()
    return _covered(name, plain.ljust(-(-len(plain) // _STEP) * _STEP))


def unseal(name: str, sealed: bytes) -> str:
    """The text of a row by its name."""
    return _covered(name, sealed).decode().rstrip(" ")


def _covered(name: str, content: bytes) -> bytes:
    stream = shake_256(b"stream" + name.encode()).digest(len(content))
    covered = int.from_bytes(content) ^ int.from_bytes(stream)
    return covered.to_bytes(len(content))
