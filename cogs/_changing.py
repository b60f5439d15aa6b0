"""What every change of facts shares: who may, what it did, and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cogs._changes import Changes
from cogs._deliver import Way, add, defer, respond
from cogs._load import Load
from cogs._moderators import Moderators
from cogs._named import names_in
from cogs._press import Interaction, below
from cogs._render import Card, render
from cogs._sheet import sheet
from cogs._undo import Undo
from lore.curation import Curation, Moderator, Saved
from lore.curation.models import SettingStep
from lore.language import Language
from lore.wording import Parts, Tone
from lore.wording import curation as words
from lore.wording.quota import filling


@dataclass(frozen=True, slots=True)
class Changing:
    """What a command needs that changes facts."""

    curation: Curation
    moderators: Moderators
    changes: Changes
    load: Load
    language: Language
    wording: words.CurationWording

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
            saved = await self.curation.undo(number, by, reason=reason)
        await self.done(interaction, by, saved)

    async def may_undo(self, interaction: Interaction, number: int) -> Moderator:
        """Whoever may take a change back: one of settings who may set them.

        Raises:
            LoreError: for everybody else, and where there is no such change.
        """
        by = await self.moderators.moderator(interaction)
        change = await self.curation.change(number, by.scope)
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


def card(
    interaction: Interaction, told: words.Card, *, tone: Tone = "choice", page: int = 0
) -> Card:
    """Something for moderators to read, spoilers included."""
    parts = Parts(told.title, told.lines, told.notes, None, (), tone)
    embeds = interaction.app_permissions.embed_links
    return render(sheet(parts, barred=False), embeds=embeds, page=page)
