"""What moderators read of what their server may store."""

from __future__ import annotations

from collections.abc import Sequence

from lore.quota import MEGABYTE, Level, Resource
from lore.texts import terms

SETTINGS: dict[Resource, str] = {
    "facts": "SERVER_FACTS",
    "names": "SERVER_NAMES",
    "sources": "SERVER_SOURCES",
    "text": "SERVER_TEXT_MB",
}


def full(level: Level) -> str:
    """A change for which a server has no room left."""
    return (
        f"Nothing was changed: it would make {amount(level.resource, level.stored)} that this "
        f"server stores, and {amount(level.resource, level.most)} is the most. Whoever runs the "
        f"bot can raise that ({SETTINGS[level.resource]})."
    )


def amount(resource: Resource, count: int) -> str:
    """How much there is of something that a server has a quota of."""
    if resource == "text":
        return f"{count / MEGABYTE:,.1f} MB of text with its history"
    return terms.count(count, resource.removesuffix("s"))


def filling(levels: Sequence[Level]) -> list[str]:
    """What of a server's quota is nearly used up."""
    return [
        f"This server stores {amount(level.resource, level.stored)} of at most "
        f"{amount(level.resource, level.most)}: what goes beyond is refused."
        for level in levels
    ]
