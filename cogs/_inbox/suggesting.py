"""The members' side: what they suggest, by command or of a message."""

from __future__ import annotations

from typing import Any

import discord

from cogs import _modals
from cogs._asked import scope_of
from cogs._cooldown import REPORT, Cooldown
from cogs._deliver import defer, respond
from cogs._forms import Sent
from cogs._load import Load
from cogs._press import Interaction
from cogs._render import said
from lore.inbox import Suggestions
from lore.inbox.answering import source
from lore.inbox.rules import kept_text
from lore.inbox.suggesting import FIELDS, Draft
from lore.wording import inbox as words

FORM = "suggest"
_SOURCE = 600


class Suggesting:
    """Takes what a member suggests, for the moderators of the server where they do."""

    def __init__(self, suggestions: Suggestions, *, cooldown: Cooldown, load: Load) -> None:
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
            one = await self._suggestions.suggest(scope_of(interaction), interaction.user.id, draft)
        await respond(interaction, said(words.suggested(one.number)), "private")

    async def open(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask for the fact of a message, and for its source."""
        sentence = kept_text(message.content, FIELDS["sentence"])
        fields = [
            _modals.text(
                "sentence",
                words.SUGGEST_SENTENCE,
                most=FIELDS["sentence"],
                value=sentence,
                hint=words.SUGGEST_HINT,
                required=True,
            ),
            _modals.text(
                "source", words.SUGGEST_SOURCE, most=_SOURCE, hint=words.SOURCE_HINT, required=True
            ),
            _modals.text("published", words.SUGGEST_DATE, most=FIELDS["published"]),
            _modals.text("note", words.SUGGEST_NOTE, most=FIELDS["note"]),
        ]
        await interaction.response.send_modal(_modals.form(words.SUGGEST_TITLE, FORM, fields))

    @property
    def forms(self) -> dict[str, Sent]:
        """Who takes which form that is sent in."""
        return {FORM: self._sent}

    async def _sent(self, interaction: Interaction) -> None:
        given: dict[str, Any] = dict(_modals.sent(interaction))
        given["source"], given["address"] = source(given.get("source", ""))
        await self.suggest(interaction, given)
