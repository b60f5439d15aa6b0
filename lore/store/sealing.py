"""Rows that nobody can read but who holds their name: the name is the key, and is not stored.

A name is drawn by chance for one row. What is stored of it is a digest, which finds the row and
tells nothing of the key. The cipher is AES-128 in GCM, of the library `cryptography`; its Fernet
would store the second of each sealing in the clear, and a row has no more than its day.
"""

from __future__ import annotations

import base64
import secrets
from hashlib import blake2s

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAME = "[A-Za-z0-9_-]{22}"
"""What a name looks like, as a pattern."""
_BYTES = 16
"""Bytes of chance in a name."""
_NONCE = 12
"""Bytes of AES-GCM's nonce."""
_STEP = 256
"""Bytes to a multiple of which a text is filled up, so that its length tells little."""


def fresh() -> str:
    """A name that nobody can guess: 128 bits of chance in 22 characters."""
    return secrets.token_urlsafe(_BYTES)


def digest(name: str) -> bytes:
    """What is stored of a name."""
    return blake2s(name.encode(), person=b"digest").digest()


def seal(name: str, text: str) -> bytes:
    """A text as it is stored: a nonce, then the ciphertext. Its length tells no more than how many
    times 256 bytes the text takes."""
    plain = text.encode()
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(name).encrypt(nonce, plain.ljust(-(-len(plain) // _STEP) * _STEP), None)


def unseal(name: str, sealed: bytes) -> str | None:
    """The text of a row by its name; None where the name did not seal it, or not in this way, as
    before November 2026."""
    try:
        plain = _cipher(name).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError):
        return None
    return plain.decode().rstrip(" ")


def _cipher(name: str) -> AESGCM:
    return AESGCM(base64.urlsafe_b64decode(f"{name}=="))
