"""Completion for moderators: of the server's moderators alone, and of what their server sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from discord import app_commands

from cogs._asked import NAME_LIMIT
from cogs._changing import Changing
from cogs._markdown import cut, length
from cogs._press import Interaction
from lore.curation import Moderator
from lore.errors import LoreError

MOST = 25

Choices = list[app_commands.Choice[str]]
Look = Callable[[Moderator], Awaitable[Iterable[tuple[str, str]]]]
"""Looks up labels, each with what it fills in."""


async def choices(changing: Changing, interaction: Interaction, look: Look) -> Choices:
    """Choices for a moderator, none for anybody else; where many wait, they are left out."""
    if changing.load.swamped:
        return []
    try:
        by = await changing.moderators.moderator(interaction)
        async with changing.load.answering():
            found = await look(by)
    except LoreError:
        return []
    return [
        app_commands.Choice(name=cut(label, NAME_LIMIT), value=value)
        for label, value in found
        if length(value) <= NAME_LIMIT
    ][:MOST]
