"""/suggest, and "Suggest as fact" on a message: what members propose to their moderators."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs._asked import NAME_LIMIT
from cogs._inbox.suggesting import Suggesting
from cogs._names import Choices, Names
from cogs._press import Interaction
from lore.curation import Curation
from lore.models import Status
from lore.wording import commands as words
from lore.wording import drafting

STATUSES = [app_commands.Choice(name=drafting.status(one), value=one.value) for one in Status]
Name = app_commands.Range[str, 1, NAME_LIMIT]
Source = app_commands.Range[str, 1, 200]
_MOST = 25


class Suggest(commands.Cog):
    """Lets members propose facts."""

    def __init__(
        self,
        *,
        suggesting: Suggesting,
        curation: Curation,
        names: Names,
        tree: app_commands.CommandTree[Any],
    ) -> None:
        self._suggesting = suggesting
        self._curation = curation
        self._names = names
        self._tree = tree
        # A cog's methods cannot be context menus, so it brings this one along.
        self._menu = app_commands.ContextMenu(name=words.SUGGEST_AS_FACT, callback=self.as_fact)
        self._menu.allowed_installs = app_commands.AppInstallationType(guild=True, user=False)
        self._menu.allowed_contexts = app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        )

    @app_commands.command(name="suggest", description=words.SUGGEST)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.describe(
        subject=words.SUBJECT,
        property=words.PROPERTY,
        value=words.VALUE,
        source=words.SOURCE,
        address=words.ADDRESS,
        date=words.DATE,
        role=words.ROLE,
        status=words.STATUS,
        as_of=words.AS_OF,
        spoiler=words.SPOILER,
        note=words.SUGGEST_NOTE,
    )
    @app_commands.choices(status=STATUSES)
    async def suggest(
        self,
        interaction: Interaction,
        subject: Name,
        property: Name,
        value: app_commands.Range[str, 1, 300],
        source: Source,
        address: str | None = None,
        date: str | None = None,
        role: str | None = None,
        status: Status | None = None,
        as_of: str | None = None,
        spoiler: bool = False,
        note: str | None = None,
    ) -> None:
        """Propose a fact with its source."""
        draft = {
            "subject": subject,
            "property": self._curation.property(property).id,
            "value": value,
            "role": role,
            "status": status,
            "source": source,
            "address": address,
            "published": date,
            "as_of": as_of,
            "spoiler": spoiler,
            "note": note,
        }
        await self._suggesting.suggest(interaction, draft)

    @suggest.autocomplete("subject")
    @suggest.autocomplete("value")
    @suggest.autocomplete("role")
    async def complete_name(self, interaction: Interaction, text: str) -> Choices:
        """Complete a name of any kind."""
        return await self._names.choices(interaction, text, frozenset())

    @suggest.autocomplete("property")
    async def complete_property(self, _: Interaction, text: str) -> Choices:
        """Complete a property by its label."""
        found = self._curation.properties(text, _MOST)
        return [app_commands.Choice(name=one.label, value=one.id) for one in found]

    async def as_fact(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for the fact of a message."""
        await self._suggesting.open(interaction, message)

    async def cog_load(self) -> None:
        """Add the menu to the commands."""
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self._tree.remove_command(self._menu.name, type=self._menu.type)
