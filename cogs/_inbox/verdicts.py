"""What moderators make of members' suggestions. The member learns the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from cogs._changes import Changes
from cogs._deliver import add, defer, respond
from cogs._draft import Drafts
from cogs._forms import Sent
from cogs._inbox import cards, forms
from cogs._moderators import Moderators
from cogs._press import Interaction
from cogs._telling import Teller
from lore.curation import Moderator, Saved
from lore.curation.errors import Overtaken
from lore.errors import LoreError
from lore.inbox.drafted import fields_of
from lore.inbox.suggesting import about
from lore.library import Library
from lore.store.inbox.suggested import Verdict
from lore.wording import desk as words
from lore.wording import inbox as inbox_words

_STATES: dict[words.List, tuple[Verdict, ...]] = {
    "proposed": ("open",),
    "decided": ("accepted", "declined"),
}


class Verdicts:
    """Shows suggestions and gives verdicts, which can be turned round."""

    def __init__(
        self,
        library: Library,
        *,
        moderators: Moderators,
        changes: Changes,
        drafts: Drafts,
        teller: Teller,
    ) -> None:
        self._suggestions = library.suggestions
        self._curation = library.curation
        self._moderators = moderators
        self._changes = changes
        self._drafts = drafts
        self._teller = teller

    async def rows(
        self, scope: int, which: words.List, limit: int, first: int
    ) -> tuple[Sequence[words.Row], int]:
        """A part of a list of suggestions, and how many there are."""
        states = _STATES[which]
        found = await self._suggestions.listed(scope, states, limit=limit, offset=first)
        total = await self._suggestions.count(scope, states)
        return [words.suggestion_row(one, about(one)) for one in found], total

    async def show(
        self, interaction: Interaction, by: Moderator, number: int, said: str | None = None
    ) -> None:
        """Show a suggestion in the same message."""
        one = await self._suggestions.get(by.scope, number)
        parts = words.suggestion(one, about(one))
        embeds = interaction.app_permissions.embed_links
        await respond(interaction, cards.suggestion(one, parts, embeds=embeds, said=said), "edit")

    async def do(self, interaction: Interaction, by: Moderator, what: str, number: int) -> None:
        """Begin to accept or to decline."""
        one = await self._suggestions.get(by.scope, number)
        if what == "decline":
            await interaction.response.send_modal(forms.decline(number))
            return
        if one.state == "accepted":
            raise LoreError(inbox_words.STANDS_ALREADY)
        fields = await fields_of(one.draft, by.scope, self._curation)

        async def accept(_: Interaction, by: Moderator, saved: Saved) -> str:
            change = saved.change.number
            notice = await self._suggestions.accepted(by.scope, number, actor=by.id, change=change)
            self._teller.notify(by.scope, notice)
            return words.accepted()

        reason = words.suggested(number)
        await self._drafts.open(interaction, fields, by=by, reason=reason, after=accept)

    @property
    def forms(self) -> dict[str, Sent]:
        """Who takes which form that is sent in."""
        return {forms.DECLINE: self._decline}

    async def _decline(self, interaction: Interaction) -> None:
        by = await self._moderators.moderator(interaction)
        number, given = forms.sent(interaction)
        reason = given.get("reason", "")

        told: list[str] = []
        await defer(interaction, "edit")
        notice = await self._suggestions.decline(
            by.scope,
            number,
            actor=by.id,
            reason=reason,
            undo=lambda change: self._take_back(by, change, reason, told),
        )
        self._teller.notify(by.scope, notice)
        await self.show(interaction, by, number, words.MEMBER_TOLD)
        for sentence in told:
            await add(interaction, sentence)

    async def _take_back(self, by: Moderator, change: int, reason: str, told: list[str]) -> None:
        """Take back what was accepted, unless somebody has done so already; what is to be `told`
        of that besides."""
        try:
            saved = await self._curation.undo(change, by, reason=reason)
        except Overtaken:
            made = await self._curation.history(by.scope, limit=1, before=change + 1)
            if not made or made[0].undone_by is None:
                raise
        else:
            told += await self._changes.made(by, saved)
