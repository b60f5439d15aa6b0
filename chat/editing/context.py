"""What all commands that change facts share: who may, the result, telling the listeners."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from chat.editing.undo import Undo
from chat.ui.backpressure import Backpressure
from chat.ui.components import HandlerKey, Interaction, below
from chat.ui.permissions import Moderators, moderator_of
from chat.ui.rendering import Card, render, sheet
from chat.ui.replies import Way, add, defer, respond
from chat.ui.request import names_in
from lore.editing import EditingService, Moderator, Saved
from lore.language.lexicon import Language
from lore.model.edits import SettingStep
from lore.texts import Parts, Tone
from lore.texts import changes as words
from lore.texts.quota import filling

log = logging.getLogger(__name__)

Listener = Callable[[Moderator, Saved], Awaitable[str | None]]
"""Is called after each change; a sentence that it returns is shown to its author."""


class ChangeListeners:
    """Tells listeners of each change, in the order in which they were added."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def tell(self, listener: Listener) -> None:
        """Add a listener."""
        self._listeners.append(listener)

    async def made(self, by: Moderator, saved: Saved) -> list[str]:
        """Tell all listeners of a change, which is stored already: a failure here does not undo it.

        Returns what is to be told to whoever made it.
        """
        told = []
        for listener in self._listeners:
            try:
                told.append(await listener(by, saved))
            except Exception:
                log.exception("A change was made, but not everyone could be told")
        return [sentence for sentence in told if sentence]


@dataclass(frozen=True, slots=True)
class EditingContext:
    """What a command needs that changes facts."""

    editing: EditingService
    moderators: Moderators
    changes: ChangeListeners
    load: Backpressure
    language: Language
    wording: words.ChangeTexts

    async def done(
        self,
        interaction: Interaction,
        by: Moderator,
        saved: Saved,
        *,
        way: Way = "private",
        also: str | None = None,
    ) -> None:
        """Show a moderator what a change did, with Undo under it, and tell whoever has to know."""
        try:
            await respond(interaction, self._result(interaction, saved, also), way)
        finally:
            await self.follow(interaction, by, saved)

    async def follow(self, interaction: Interaction, by: Moderator, saved: Saved) -> None:
        """Tell whoever has to know of a change, and the moderator what became of that."""
        for sentence in await self.changes.made(by, saved):
            await add(interaction, sentence)

    async def undo(
        self, interaction: Interaction, number: int, *, reason: str | None = None
    ) -> None:
        """Take a change back for whoever asks for it, if they may: one of settings as who may set
        them.

        Raises:
            LoreError: where they may not, or it cannot be taken back.
        """
        async with self.load.answering(lambda: defer(interaction, "private")):
            by = await self.may_undo(interaction, number)
            saved = await self.editing.undo(number, by, reason=reason)
        await self.done(interaction, by, saved)

    async def may_undo(self, interaction: Interaction, number: int) -> Moderator:
        """Whoever may take a change back: one of settings who may set them.

        Raises:
            LoreError: for everybody else, and where there is no such change.
        """
        by = moderator_of(interaction)
        change = await self.editing.change(number, by.scope)
        if any(isinstance(step, SettingStep) for step in change.steps):
            return await self.moderators.manager(interaction)
        return by

    def _result(self, interaction: Interaction, saved: Saved, also: str | None) -> Card:
        """The sentence that says what was done, over what stands now."""
        if saved.view is not None and saved.change.action != "undo":
            told = self.wording.fact(saved.view)
        else:
            told = replace(self.wording.change(saved.change, names_in(interaction.guild)), notes=())
        notes = (
            self.wording.saved(saved),
            *([also] if also else []),
            *filling(saved.filling),
        )
        shown = replace(told, notes=(*notes, *told.notes))
        return replace(card(interaction, shown), view=below([Undo(saved.change.number)]))


EDITING = HandlerKey[EditingContext]("editing")


def card(
    interaction: Interaction, told: words.Card, *, tone: Tone = "choice", page: int = 0
) -> Card:
    """A card of a text for moderators, who see spoilers without bars."""
    parts = Parts(told.title, told.lines, told.notes, None, (), tone)
    embeds = interaction.app_permissions.embed_links
    return render(sheet(parts, barred=False, links=told.links), embeds=embeds, page=page)
