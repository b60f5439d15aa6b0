"""Autocompletion for moderators: for a server's moderators alone, of what their server sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from discord import app_commands

from chat.editing.context import EditingContext
from chat.ui import sizes
from chat.ui.autocomplete import Choices
from chat.ui.components import Interaction
from chat.ui.markdown import cut, length
from chat.ui.request import NAME_LIMIT
from lore.editing import Moderator
from lore.model.errors import LoreError

Look = Callable[[Moderator], Awaitable[Iterable[tuple[str, str]]]]
"""Looks up labels, each with what it fills in."""


async def moderator_choices(
    changing: EditingContext, interaction: Interaction, look: Look
) -> Choices:
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
    ][: sizes.OPTIONS]
