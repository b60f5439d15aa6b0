"""/suggest, and "Suggest as fact" on a message: members propose facts to the moderators."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from chat.editing import texts
from chat.texts import commands as words
from chat.ui import forms, sizes
from chat.ui.autocomplete import Autocomplete, Choices
from chat.ui.backpressure import Backpressure
from chat.ui.components import Interaction
from chat.ui.forms import Sent
from chat.ui.limits import REPORT, Cooldown
from chat.ui.rendering import said
from chat.ui.reopening import open_form
from chat.ui.replies import defer, respond
from chat.ui.request import NAME_LIMIT, scope_of
from lore.editing import EditingService
from lore.inbox import Suggestions
from lore.inbox.limits import kept_text
from lore.inbox.suggestions import FIELDS, Draft
from lore.inbox.to_fields import source
from lore.model.facts import Status
from lore.texts import inbox

FORM = "suggest"
_SOURCE = 600
"""Characters of a source."""


class SuggestionHandler:
    """Takes what a member suggests, for the moderators of the server where they do."""

    def __init__(self, suggestions: Suggestions, *, cooldown: Cooldown, load: Backpressure) -> None:
        self._suggestions = suggestions
        self._cooldown = cooldown
        self._load = load

    async def suggest(self, interaction: Interaction, draft: Draft) -> None:
        """Keep a draft, and say so to the member alone.

        Raises:
            LoreError: with what the member can mend, outside a server, and for too many.
        """
        self._cooldown.charge(interaction.user.id, REPORT)
        async with self._load.answering(lambda: defer(interaction, "private")):
            suggestion = await self._suggestions.suggest(
                scope_of(interaction), interaction.user.id, draft
            )
        await respond(interaction, said(inbox.suggested(suggestion.number)), "private")

    async def open(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask for the fact of a message, and for its source."""
        sentence = kept_text(message.content, FIELDS["sentence"])
        fields = [
            forms.text(
                "sentence",
                inbox.SUGGEST_SENTENCE,
                most=FIELDS["sentence"],
                value=sentence,
                hint=inbox.SUGGEST_HINT,
                required=True,
            ),
            forms.text(
                "source", inbox.SUGGEST_SOURCE, most=_SOURCE, hint=inbox.SOURCE_HINT, required=True
            ),
            forms.text("published", inbox.SUGGEST_DATE, most=FIELDS["published"]),
            forms.text("note", inbox.SUGGEST_NOTE, most=FIELDS["note"]),
        ]
        await open_form(interaction, forms.form(inbox.SUGGEST_TITLE, FORM, fields))

    @property
    def forms(self) -> dict[str, Sent]:
        """The handler of each form, by what its custom id starts with."""
        return {FORM: self._sent}

    async def _sent(self, interaction: Interaction) -> None:
        given: dict[str, Any] = dict(forms.sent(interaction))
        given["source"], given["address"] = source(given.get("source", ""))
        await self.suggest(interaction, given)


STATUSES = [app_commands.Choice(name=texts.status(status), value=status.value) for status in Status]
Name = app_commands.Range[str, 1, NAME_LIMIT]
"""A name as it is typed."""
Source = app_commands.Range[str, 1, 200]
"""A source as it is typed."""


class Suggest(commands.Cog):
    """Lets members propose facts."""

    def __init__(
        self,
        *,
        suggesting: SuggestionHandler,
        editing: EditingService,
        names: Autocomplete,
        tree: app_commands.CommandTree[Any],
    ) -> None:
        self._suggesting = suggesting
        self._editing = editing
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
            "property": self._editing.property(property).id,
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
        properties = self._editing.properties(text, sizes.OPTIONS)
        return [app_commands.Choice(name=entry.label, value=entry.id) for entry in properties]

    async def as_fact(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for the fact of a message."""
        await self._suggesting.open(interaction, message)

    async def cog_load(self) -> None:
        """Add the menu to the commands."""
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away again."""
        self._tree.remove_command(self._menu.name, type=self._menu.type)
