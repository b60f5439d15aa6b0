"""What /fact does with facts that are there, by command or by press."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from chat.editing import texts
from chat.editing.context import EditingContext
from chat.editing.draft_handler import DraftHandler
from chat.editing.draft_session import Sessions
from chat.ui import forms
from chat.ui.components import Interaction
from chat.ui.errors import Gone
from chat.ui.forms import Sent
from chat.ui.permissions import moderated, moderator_of
from chat.ui.reopening import open_form
from chat.ui.replies import Way, defer, respond
from cogs.facts import texts as words
from cogs.facts.cards import CHANGES, ROWS, FactCards
from cogs.facts.components import LATEST, SEARCH
from lore.editing import FactView, Moderator, Saved, user_input
from lore.editing.errors import Refused, Stale
from lore.editing.search import State

FORM = "factdo"
_NUMBER = re.compile(r"#?\s*(\d{1,9})")


OnFact = Callable[[Interaction, int], Awaitable[None]]
"""What is done with the fact of a number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The action that a command runs once the moderator has chosen the fact."""

    by: Moderator
    act: OnFact


class FactHandler:
    """Looks facts up and changes them, for moderators alone."""

    def __init__(self, changing: EditingContext, drafts: DraftHandler) -> None:
        self._changing = changing
        self._editing = changing.editing
        self._drafts = drafts
        self._cards = FactCards(changing.wording)
        self._waiting: Sessions[Waiting] = Sessions()

    # Looking up.

    async def find(
        self, interaction: Interaction, text: str, state: State, skip: int, way: Way = "private"
    ) -> None:
        """Show the facts that a text finds; where it finds one alone, open it.

        Raises:
            LoreError: for whoever may not see them, and for a text that is too long.
        """
        by = moderator_of(interaction)
        text = " ".join(text.split())
        if len(text) > SEARCH:
            raise Refused(words.TOO_LONG)
        room = ROWS[interaction.app_permissions.embed_links]
        async with self._changing.load.answering(lambda: defer(interaction, way)):
            page = await self._editing.find(text, by.scope, state=state, limit=room, skip=skip)
        if text and page.total == 1:
            shown = self._cards.fact(interaction, page.views[0])
        else:
            shown = self._cards.found(interaction, page, text, state, skip)
        await respond(interaction, shown, way)

    async def see(
        self, interaction: Interaction, what: str, number: int, page: int, way: Way = "edit"
    ) -> None:
        """Show a page of a fact or of a change.

        Raises:
            LoreError: for whoever may not see it, and where there is none.
        """
        by = moderator_of(interaction)
        if what == "fact":
            view = await self._editing.fact(number, by.scope)
            await respond(interaction, self._cards.fact(interaction, view, page), way)
        else:
            change = await self._editing.change(number, by.scope)
            await respond(interaction, self._cards.change(interaction, change, page), way)

    async def history(
        self, interaction: Interaction, number: int | None, before: int | None, way: Way = "private"
    ) -> None:
        """Show the changes of a fact, or all.

        Raises:
            LoreError: for whoever may not see them, and where there is no such fact.
        """
        by = moderator_of(interaction)
        # Under a fact the history is a message of its own: what it stands under is needed still.
        way = "private" if before is None else way
        async with self._changing.load.answering(lambda: defer(interaction, way)):
            changes = await self._editing.history(by.scope, number, limit=CHANGES, before=before)
        first = before in (None, LATEST)
        shown = self._cards.history(interaction, changes, number, first=first)
        await respond(interaction, shown, way)

    async def number(self, interaction: Interaction, text: str) -> int | None:
        """The number of a fact as a moderator writes it.

        For words, None: what they find is shown instead, to be opened from there.

        Raises:
            LoreError: for whoever may not see it.
        """
        if match := _NUMBER.fullmatch(text.strip()):
            return int(match[1])
        await self.find(interaction, text, "all", 0)
        return None

    async def on(self, interaction: Interaction, text: str, state: State, act: OnFact) -> None:
        """Act on the fact that a moderator names: by number at once, by words on the one that is
        chosen of what they find, since words may find what nobody meant.

        Raises:
            LoreError: for whoever may not, and for a text that is too long.
        """
        by = moderator_of(interaction)
        text = " ".join(text.split())
        if match := _NUMBER.fullmatch(text):
            await act(interaction, int(match[1]))
            return
        if len(text) > SEARCH:
            raise Refused(words.TOO_LONG)
        room = ROWS[interaction.app_permissions.embed_links]
        async with self._changing.load.answering(lambda: defer(interaction, "private")):
            page = await self._editing.find(text, by.scope, state=state, limit=room)
        shown = self._cards.meant(interaction, page, text, self._waiting.keep(Waiting(by, act)))
        await respond(interaction, shown, "private")

    async def meant(self, interaction: Interaction, key: str, number: int) -> None:
        """Run the command that named a fact in words, on the fact that was chosen.

        Raises:
            LoreError: for whoever may not, and where the list is kept no longer.
        """
        waiting = self._waiting.get(key, moderator_of(interaction))
        await waiting.act(interaction, number)

    # Changing.

    async def ask(self, interaction: Interaction, what: str, number: int, version: str) -> None:
        """Ask why a fact is to be changed, or open the card of an edit.

        Raises:
            LoreError: for whoever may not.
        """
        by = moderator_of(interaction)
        if what == "edit":
            view = await self._editing.fact(number, by.scope)
            note = None if view.version == version else str(Stale(view))
            await self.edit(interaction, view, by, note=note)
            return
        reason = forms.text("reason", texts.LABELS["reason"], most=user_input.REASON_LENGTH)
        custom_id = f"{FORM}:{what}:{number}:{version}"
        form = forms.form(words.FORM_TITLES[what], custom_id, [reason])
        await open_form(interaction, form)

    async def edit(
        self,
        interaction: Interaction,
        view: FactView,
        by: Moderator,
        *,
        reason: str | None = None,
        note: str | None = None,
        **changed: Any,
    ) -> None:
        """Open the card of a fact with some fields changed, or to change some.

        Raises:
            Refused: for a retired fact.
        """
        fields = await self._editing.fields(view.number, by.scope)
        fields = replace(fields, **changed)
        await self._drafts.open(
            interaction, fields, by=by, reason=reason, edits=view, editing=not changed, note=note
        )

    async def act(
        self, interaction: Interaction, what: str, number: int, version: str, reason: str | None
    ) -> None:
        """Retire, restore or rank a fact as it was seen; where it is no longer so, show it.

        Raises:
            LoreError: for whoever may not, and where it cannot be done.
        """
        by = moderator_of(interaction)
        try:
            async with self._changing.load.answering(lambda: defer(interaction, "private")):
                saved = await self._acted(what, number, by, version, reason)
        except Stale as stale:
            view = cast(FactView, stale.fresh)
            shown = self._cards.fact(interaction, view, note=str(stale))
            await respond(interaction, shown, "private")
            return
        await self._changing.done(interaction, by, saved)

    async def _acted(
        self, what: str, number: int, by: Moderator, version: str, reason: str | None
    ) -> Saved:
        if what == "retire":
            return await self._editing.retire(number, by, version=version, reason=reason)
        if what == "restore":
            return await self._editing.restore(number, by, version=version, reason=reason)
        rank = words.RANKS[what]
        return await self._editing.prefer(number, by, version=version, rank=rank, reason=reason)

    @property
    def forms(self) -> Mapping[str, Sent]:
        """The handler of each form, by what its custom id starts with."""
        return {FORM: moderated(self._sent)}

    async def _sent(self, interaction: Interaction) -> None:
        """Take the form that asks why."""
        data: Any = interaction.data or {}
        _, action, number, version = str(data.get("custom_id", "")).split(":")
        if action not in words.ACTS or not number.isdecimal():
            raise Gone
        reason = forms.sent(interaction).get("reason") or None
        await self.act(interaction, action, int(number), version, reason)
