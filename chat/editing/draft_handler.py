"""The card before a fact is saved: proposed, shown, corrected, saved. Facts are stored in no other
way."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chat.editing import draft_card, draft_forms
from chat.editing import texts as words
from chat.editing.context import EditingContext
from chat.editing.draft_session import After, Closed, DraftSession, DraftSessions
from chat.ui import forms
from chat.ui.components import Interaction
from chat.ui.forms import Sent
from chat.ui.permissions import moderated, moderator_of
from chat.ui.rendering import said
from chat.ui.reopening import open_form
from chat.ui.replies import Way, defer, respond
from lore.editing import Draft, FactView, Fields, Moderator, NewName, Saved
from lore.editing.errors import AmbiguousName, Missing, Stale, UnknownName
from lore.model.errors import LoreError, StoreError

log = logging.getLogger(__name__)


class DraftHandler:
    """Opens the card of a fact and does what is pressed on it.

    Whoever presses is asked anew whether they may; a card is its moderator's alone.
    """

    def __init__(self, changing: EditingContext, works: DraftSessions | None = None) -> None:
        self._changing = changing
        self._editing = changing.editing
        self._works = works or DraftSessions()

    async def open(
        self,
        interaction: Interaction,
        fields: Fields,
        *,
        by: Moderator,
        reason: str | None = None,
        after: After | None = None,
        edits: FactView | None = None,
        editing: bool = False,
        note: str | None = None,
    ) -> None:
        """Show a moderator alone what saving the fields would store, or what is to be mended first.

        With `edits` they are to stand in place of that fact, with `editing` the card asks at once
        what to change. `after` is called once they are saved. `note` is said above.
        """
        seen = (edits.number, edits.version) if edits else None
        work = DraftSession(by, fields, reason, after, seen, note=note, editing=editing)
        async with self._changing.load.answering(lambda: defer(interaction, "private")):
            work = await self._proposed(work)
        await self._show(interaction, work, "private")

    @property
    def forms(self) -> Mapping[str, Sent]:
        """The handler of each form, by what its custom id starts with."""
        return {draft_forms.FORM: moderated(self._sent)}

    async def step(self, interaction: Interaction, key: str, what: str) -> None:
        """Take a step on the way of a draft.

        Raises:
            LoreError: for whoever may not, where the card is closed, and where nothing changes.
        """
        by = moderator_of(interaction)
        work = self._works.get(key, by)
        match what:
            case "save" | "supersede":
                await self._save(interaction, key, by, supersede=what == "supersede")
            case "cancel":
                self._works.take(key, by)
                await respond(interaction, said(words.CANCELLED), "edit")
            case "edit" | "back":
                await self._show(interaction, replace(work, editing=what == "edit"))
            case "more":
                await self._show(interaction, replace(work, page=work.page + 1))
            case _:
                await open_form(interaction, draft_forms.opened(work, key, what))

    async def use(self, interaction: Interaction, key: str, place: int) -> None:
        """Take one of the names that are offered.

        Raises:
            LoreError: for whoever may not, and where the card is closed.
        """
        by = moderator_of(interaction)
        work = self._works.get(key, by)
        problem = work.problem
        if not isinstance(problem, AmbiguousName | UnknownName) or place >= len(work.offers):
            raise Closed
        slot = {str(problem.slot): work.offers[place]}
        fields = Fields.of({**work.fields.plain(), **slot})
        await self._again(interaction, replace(work, fields=fields))

    async def create(self, interaction: Interaction, key: str, place: int) -> None:
        """Create what has an unknown name as one of the kinds that it may be of.

        Raises:
            LoreError: for whoever may not, and where the card is closed.
        """
        by = moderator_of(interaction)
        work = self._works.get(key, by)
        if not isinstance(work.problem, UnknownName) or place >= len(work.kinds):
            raise Closed
        new = NewName(work.problem.name, work.kinds[place])
        told = draft_forms.told_anew(work.fields.new, [new])
        await self._again(interaction, replace(work, fields=replace(work.fields, new=told)))

    async def _sent(self, interaction: Interaction) -> None:
        """Take a form that was sent in."""
        by = moderator_of(interaction)
        data: Any = interaction.data or {}
        _, key, step = str(data.get("custom_id", "")).split(":", 2)
        work = self._works.get(key, by)
        await self._again(interaction, draft_forms.filled(work, step, forms.sent(interaction)))

    async def _again(self, interaction: Interaction, work: DraftSession) -> None:
        """Propose the corrected fields, and show that on the same card."""
        async with self._changing.load.answering(lambda: defer(interaction, "edit")):
            work = await self._proposed(replace(work, editing=False, page=0))
        await self._show(interaction, work)

    async def _proposed(self, work: DraftSession) -> DraftSession:
        """The work with its draft, or with what keeps one from being made.

        Raises:
            Missing: where the fact that it edits is not there.
        """
        note = work.note
        try:
            draft = await self._draft(work)
        except (StoreError, Missing):
            raise
        except Stale as stale:
            return await self._refreshed(work, stale)
        except LoreError as problem:
            return replace(work, draft=None, problem=problem, note=note)
        return replace(work, draft=draft, problem=None, note=note)

    async def _draft(self, work: DraftSession) -> Draft:
        if work.edits is None:
            return await self._editing.propose(work.fields, work.by)
        number, version = work.edits
        return await self._editing.propose_edit(number, work.fields, work.by, version=version)

    async def _refreshed(self, work: DraftSession, stale: Stale) -> DraftSession:
        """The work on what stands now, since somebody was faster; what was written stays."""
        note, fresh = str(stale), stale.fresh
        if isinstance(fresh, Draft):
            seen = (fresh.edits.number, fresh.edits.version) if fresh.edits else None
            return replace(work, draft=fresh, problem=None, edits=seen, note=note, page=0)
        return await self._proposed(replace(work, edits=(fresh.number, fresh.version), note=note))

    async def _save(
        self, interaction: Interaction, key: str, by: Moderator, *, supersede: bool
    ) -> None:
        """Save what the card shows, once; where nothing was saved, it can be pressed again."""
        work = self._works.take(key, by)
        if work.draft is None:
            raise Closed
        try:
            async with self._changing.load.answering(lambda: defer(interaction, "edit")):
                saved = await self._editing.save(
                    work.draft, by, reason=work.reason, supersede=supersede
                )
        except Stale as stale:
            await self._show(interaction, await self._refreshed(work, stale))
            return
        except BaseException:
            self._works.keep(work, key)
            raise
        also = await _following(interaction, work, by, saved)
        await self._changing.done(interaction, by, saved, way="edit", also=also)

    async def _show(self, interaction: Interaction, work: DraftSession, way: Way = "edit") -> None:
        key = self._works.keep(replace(work, note=None))
        await respond(
            interaction, draft_card.shown(interaction, work, key, self._changing.wording), way
        )


async def _following(
    interaction: Interaction, work: DraftSession, by: Moderator, saved: Saved
) -> str | None:
    """Tell listeners of a save; a failure there does not undo it."""
    if work.after is None:
        return None
    try:
        await defer(interaction, "edit")
        return await work.after(interaction, by, saved)
    except Exception:
        log.exception("A fact was saved, but not all that follows could be done")
        return None
