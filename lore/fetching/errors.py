"""What keeps an address from being fetched, in sentences that a member can read."""

from __future__ import annotations

from lore.model.errors import LoreError


class FetchError(LoreError):
    """An address that was not fetched; the sentence says why."""


NO_ADDRESS = "That is no address that I can fetch: it begins with http:// or https://."
NOT_PUBLIC = "That address is not public: I fetch from the open web alone."
NOT_FOUND = "No such site was found: look at the address again."
UNREACHABLE = "The site cannot be reached: try again later."
TOO_SLOW = "The site took too long: try again later."
ASTRAY = "The address leads on and on: give the one that it ends at."
UNREADABLE = "What came from there cannot be unpacked."


def unusual_port(port: int) -> str:
    """A port that pages are not on."""
    return f"I do not fetch from port {port}: pages of the open web are on 80 and 443."


def refused(status: int) -> str:
    """A status that is no success."""
    return f"The site answers with status {status}."


def too_large(most: int) -> str:
    """More than is read."""
    return f"What is there is too large: {most // 2**20} MB at most, unpacked."


def other_kind(kind: str, wanted: str) -> str:
    """A content type that cannot be read."""
    return f"There is no {wanted} at that address, but {kind or 'something without a type'}."
