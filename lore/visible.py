"""Text without the characters that turn what stands around them."""

from __future__ import annotations

import re

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode's controls of the direction of writing."""


def unturned(text: str) -> str:
    """A text that is read in the order in which its letters stand."""
    return text if text.isascii() else _TURNING.sub("", text)
