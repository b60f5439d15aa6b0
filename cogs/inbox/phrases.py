"""/inbox phrases: the phrases that moderators taught, to be read and to be forgotten."""

from __future__ import annotations

from dataclasses import replace

from chat.editing.context import EditingContext, card
from chat.ui.components import Interaction, PersistentItem, below
from chat.ui.permissions import moderator_of
from chat.ui.replies import Way, defer, respond
from cogs.inbox import texts as words
from cogs.inbox.cards import ROWS
from cogs.inbox.components import Forget, TurnPhrases
from lore.texts.changes import Card


class PhraseHandler:
    """Lists a server's phrases and removes one, as a change that can be undone."""

    def __init__(self, changing: EditingContext) -> None:
        self._changing = changing
        self._phrases = changing.editing.phrases

    async def listed(self, interaction: Interaction) -> None:
        """Show the phrases, to the moderator alone."""
        await self._list(interaction, 0, "private")

    async def turn_phrases(self, interaction: Interaction, first: int) -> None:
        """Show them from one place on, in the same message."""
        await self._list(interaction, first, "edit")

    async def forget(self, interaction: Interaction, phrase: str) -> None:
        """Let a phrase mean nothing again, and show the change with Undo.

        Raises:
            Unchanged: where it means nothing by now.
        """
        by = moderator_of(interaction)
        async with self._changing.load.answering(lambda: defer(interaction, "private")):
            saved = await self._phrases.remove(phrase, by)
        await self._changing.done(interaction, by, saved)

    async def _list(self, interaction: Interaction, first: int, way: Way) -> None:
        async with self._changing.load.answering(lambda: defer(interaction, way)):
            taught = await self._phrases.listed(moderator_of(interaction).scope)
        room = ROWS[interaction.app_permissions.embed_links]
        rows = [(text, self._label(name)) for text, name in taught[first : first + room]]
        items: list[PersistentItem] = [Forget([text for text, _ in rows])] if rows else []
        if first:
            items.append(TurnPhrases(max(0, first - room), words.PREVIOUS))
        if first + len(rows) < len(taught):
            items.append(TurnPhrases(first + room, words.NEXT))
        title, lines = words.phrases(rows, first, len(taught))
        shown = card(interaction, Card(title, tuple(lines)))
        await respond(interaction, replace(shown, view=below(items)), way)

    def _label(self, name: str) -> str:
        entry = self._changing.language.properties.get(name)
        return entry.label if entry else name
