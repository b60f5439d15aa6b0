"""/name: what things are called in a server, and which two of them are one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from discord import app_commands
from discord.ext import commands

from chat.editing.autocomplete import moderator_choices
from chat.editing.context import EditingContext
from chat.texts import commands as words
from chat.ui.autocomplete import MOST, Choices
from chat.ui.components import Interaction
from chat.ui.permissions import ModeratorCog, moderator_of
from chat.ui.replies import defer
from chat.ui.request import NAME_LIMIT
from lore.editing import Moderator, Saved
from lore.language import text as folding

_named = app_commands.describe(name=words.NAMED, alias=words.ALIAS, reason=words.REASON)


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class NameCommands(
    ModeratorCog, commands.GroupCog, group_name="name", group_description=words.NAME
):
    """Lets a server's moderators change names; each command asks whether they may."""

    def __init__(self, *, changing: EditingContext) -> None:
        self._changing = changing
        self._names = changing.editing.names

    @app_commands.command(name="add", description=words.NAME_ADD)
    @_named
    async def add(
        self, interaction: Interaction, name: str, alias: str, reason: str | None = None
    ) -> None:
        """Give something one more name."""
        await self._change(interaction, lambda by: self._names.add(name, alias, by, reason=reason))

    @app_commands.command(name="remove", description=words.NAME_REMOVE)
    @_named
    async def remove(
        self, interaction: Interaction, name: str, alias: str, reason: str | None = None
    ) -> None:
        """Take one of its names away."""
        await self._change(
            interaction, lambda by: self._names.remove(name, alias, by, reason=reason)
        )

    @app_commands.command(name="merge", description=words.NAME_MERGE)
    @app_commands.describe(name=words.DOUBLED, into=words.INTO, reason=words.REASON)
    async def merge(
        self, interaction: Interaction, name: str, into: str, reason: str | None = None
    ) -> None:
        """Make two things one."""
        await self._change(interaction, lambda by: self._names.merge(name, into, by, reason=reason))

    async def _change(
        self, interaction: Interaction, make: Callable[[Moderator], Awaitable[Saved]]
    ) -> None:
        by = moderator_of(interaction)
        async with self._changing.load.answering(lambda: defer(interaction, "private")):
            saved = await make(by)
        await self._changing.done(interaction, by, saved)

    @add.autocomplete("name")
    @remove.autocomplete("name")
    @merge.autocomplete("name")
    @merge.autocomplete("into")
    async def named(self, interaction: Interaction, text: str) -> Choices:
        """What has a name."""

        async def look(by: Moderator) -> Iterable[tuple[str, str]]:
            found = await self._names.near(text[:NAME_LIMIT], by.scope, limit=MOST)
            return [(name, name) for name in found]

        return await moderator_choices(self._changing, interaction, look)

    @remove.autocomplete("alias")
    async def aliases(self, interaction: Interaction, text: str) -> Choices:
        """The other names of what is filled in."""
        given: Any = interaction.namespace

        async def look(by: Moderator) -> Iterable[tuple[str, str]]:
            one, names = await self._names.of(str(getattr(given, "name", "") or ""), by.scope)
            key = folding.key(folding.words(text))
            others = [name for name in names if name != one.name]
            return [(name, name) for name in others if key in folding.key(folding.words(name))]

        return await moderator_choices(self._changing, interaction, look)
