"""What moderators do in the inbox: with entries, and with members' suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chat.answers.service import AnswerService
from chat.editing.context import ChangeListeners
from chat.editing.draft_handler import DraftHandler
from chat.notifications import Notifier, QuestionCloser
from chat.ui.backpressure import Backpressure
from chat.ui.components import Interaction
from chat.ui.forms import Sent
from chat.ui.permissions import moderated, moderator_of
from chat.ui.rendering import Card
from chat.ui.reopening import open_form
from chat.ui.replies import Way, add, defer, respond
from cogs.inbox import cards, forms
from cogs.inbox import texts as words
from lore.editing import Moderator, Saved
from lore.editing.errors import Overtaken
from lore.inbox import InboxEntry
from lore.inbox.suggestions import about
from lore.inbox.to_fields import answered, fields_of
from lore.language.properties import Property
from lore.model.errors import LoreError
from lore.services import Services
from lore.store.inbox import State
from lore.store.suggestions import Verdict
from lore.texts import inbox as inbox_words

_SUGGESTION_STATES: dict[words.List, tuple[Verdict, ...]] = {
    "proposed": ("open",),
    "decided": ("accepted", "declined"),
}


class Verdicts:
    """Shows suggestions and gives verdicts, which can be turned round."""

    def __init__(
        self,
        services: Services,
        *,
        changes: ChangeListeners,
        drafts: DraftHandler,
        teller: Notifier,
    ) -> None:
        self._suggestions = services.suggestions
        self._editing = services.editing
        self._changes = changes
        self._drafts = drafts
        self._teller = teller

    async def rows(
        self, scope: int, which: words.List, limit: int, first: int
    ) -> tuple[Sequence[words.Row], int]:
        """A part of a list of suggestions, and how many there are."""
        states = _SUGGESTION_STATES[which]
        suggestions = await self._suggestions.listed(scope, states, limit=limit, offset=first)
        total = await self._suggestions.count(scope, states)
        return [
            words.suggestion_row(suggestion, about(suggestion)) for suggestion in suggestions
        ], total

    async def show(
        self, interaction: Interaction, by: Moderator, number: int, said: str | None = None
    ) -> None:
        """Show a suggestion in the same message."""
        suggestion = await self._suggestions.get(by.scope, number)
        parts = words.suggestion(suggestion, about(suggestion))
        embeds = interaction.app_permissions.embed_links
        await respond(
            interaction, cards.suggestion(suggestion, parts, embeds=embeds, said=said), "edit"
        )

    async def do(self, interaction: Interaction, by: Moderator, what: str, number: int) -> None:
        """Begin to accept or to decline."""
        suggestion = await self._suggestions.get(by.scope, number)
        if what == "decline":
            await open_form(interaction, forms.decline(number))
            return
        if suggestion.state == "accepted":
            raise LoreError(inbox_words.STANDS_ALREADY)
        fields = await fields_of(suggestion.draft, by.scope, self._editing)

        async def accept(_: Interaction, by: Moderator, saved: Saved) -> str:
            change = saved.change.number
            notice = await self._suggestions.accepted(by.scope, number, actor=by.id, change=change)
            self._teller.notify(by.scope, notice)
            return words.accepted()

        reason = words.suggested(number)
        await self._drafts.open(interaction, fields, by=by, reason=reason, after=accept)

    @property
    def forms(self) -> dict[str, Sent]:
        """The handler of each form, by what its custom id starts with."""
        return {forms.DECLINE: moderated(self._decline)}

    async def _decline(self, interaction: Interaction) -> None:
        by = moderator_of(interaction)
        number, given = forms.sent(interaction)
        reason = given.get("reason", "")

        notes: list[str] = []
        await defer(interaction, "edit")
        notice = await self._suggestions.decline(
            by.scope,
            number,
            actor=by.id,
            reason=reason,
            undo=lambda change: self._take_back(by, change, reason, notes),
        )
        self._teller.notify(by.scope, notice)
        await self.show(interaction, by, number, words.MEMBER_TOLD)
        for sentence in notes:
            await add(interaction, sentence)

    async def _take_back(self, by: Moderator, change: int, reason: str, told: list[str]) -> None:
        """Take back what was accepted, unless somebody has done so already; what is to be `told`
        of that besides."""
        try:
            saved = await self._editing.undo(change, by, reason=reason)
        except Overtaken:
            made = await self._editing.history(by.scope, limit=1, before=change + 1)
            if not made or made[0].undone_by is None:
                raise
        else:
            told += await self._changes.made(by, saved)


_ENTRY_STATES: dict[words.List, tuple[State, ...]] = {
    "open": ("open",),
    "closed": ("answered", "dismissed"),
}


class Clippings(Protocol):
    """Whoever shows the articles that feeds brought."""

    async def open_clipping(self, interaction: Interaction, number: int, /) -> None:
        """Show in the same message what one of them proposes."""


DAYS = 14
"""Days that the figures tell of."""


class InboxHandler:
    """Lists and entries of the inbox, and what moderators do with them."""

    def __init__(
        self,
        services: Services,
        verdicts: Verdicts,
        *,
        changes: ChangeListeners,
        drafts: DraftHandler,
        settling: QuestionCloser,
        answers: AnswerService,
        load: Backpressure,
        articles: Clippings,
    ) -> None:
        self._articles = articles
        self._services = services
        self._inbox = services.inbox
        self._verdicts = verdicts
        self._changes = changes
        self._drafts = drafts
        self._settling = settling
        self._answers = answers
        self._load = load

    async def listed(self, interaction: Interaction, which: words.List) -> None:
        """Show a list, to the moderator alone."""
        await self._list(interaction, which, 0, "private")

    async def turn(self, interaction: Interaction, which: words.List, first: int) -> None:
        """Show a list from one place on, in the same message."""
        await self._list(interaction, which, first, "edit")

    async def pick(self, interaction: Interaction, which: words.List, number: int) -> None:
        """Open one of a list, in the same message."""
        by = moderator_of(interaction)
        if which == "articles":
            await self._articles.open_clipping(interaction, number)
        elif which in _ENTRY_STATES:
            await self._show(interaction, await self._inbox.entry(by.scope, number))
        else:
            await self._verdicts.show(interaction, by, number)

    async def do(self, interaction: Interaction, what: str, number: int) -> None:
        """Do what a button under a card says."""
        by = moderator_of(interaction)
        match what:
            case "accept" | "decline":
                await self._verdicts.do(interaction, by, what, number)
            case "answer" | "known":
                entry = await self._inbox.entry(by.scope, number)
                known = what == "known"
                form = forms.known(entry) if known else forms.answer(entry, self._label(entry))
                await open_form(interaction, form)
            case "dismiss" | "restore":
                state: State = "dismissed" if what == "dismiss" else "open"
                await self._show(interaction, await self._inbox.set_state(by.scope, number, state))
            case "mended":
                await self._settle(interaction, by, number)

    async def stats(self, interaction: Interaction) -> None:
        """Show the figures, to the moderator alone."""
        by = moderator_of(interaction)
        await self._inbox.flush(by.scope)
        figures = await self._services.statistics.figures(by.scope, days=DAYS)
        embeds = interaction.app_permissions.embed_links
        await respond(
            interaction, cards.plain(words.figures(figures, DAYS), embeds=embeds), "private"
        )

    @property
    def forms(self) -> dict[str, Sent]:
        """The handler of each form, by what its custom id starts with."""
        own = {forms.ANSWER: moderated(self._answer), forms.KNOWN: moderated(self._known)}
        return {**own, **self._verdicts.forms}

    async def _answer(self, interaction: Interaction) -> None:
        """Open the card of the fact that answers a question; once it is saved, close that."""
        by = moderator_of(interaction)
        number, given = forms.sent(interaction)
        entry = await self._inbox.entry(by.scope, number)
        editing, asked = self._services.editing, self._asked(entry)
        fields = await answered(entry, asked, given, by.scope, editing)

        async def close(_: Interaction, by: Moderator, __: Saved) -> str:
            return await self.settled(by, number)

        reason = words.reason(number)
        await self._drafts.open(interaction, fields, by=by, reason=reason, after=close)

    async def _known(self, interaction: Interaction) -> None:
        """Let words of members mean what is known, as the form says."""
        by = moderator_of(interaction)
        number, given = forms.sent(interaction)
        entry = await self._inbox.entry(by.scope, number)
        unknown, name, meant = (
            given.get(field, "").strip() for field in ("words", "name", "property")
        )
        if bool(name) is bool(meant):
            raise LoreError(words.ONE_OF_TWO)
        editing, reason = self._services.editing, words.reason(entry.number)
        if name:
            saved = await editing.names.add(name, unknown, by, reason=reason)
        else:
            saved = await editing.phrases.add(unknown, meant, by, reason=reason)
        notes = await self._changes.made(by, saved)
        await self._settle(interaction, by, number)
        for sentence in notes:
            await add(interaction, sentence)

    async def _settle(self, interaction: Interaction, by: Moderator, number: int) -> None:
        """Close a question that has an answer now, and show what became of it."""
        await defer(interaction, "edit")
        report = await self.settled(by, number)
        await self._show(interaction, await self._inbox.entry(by.scope, number), report)

    async def settled(self, by: Moderator, number: int) -> str:
        """Close a question if it has an answer now, and tell whoever waits; what became of it."""
        waiting = (await self._inbox.entry(by.scope, number)).waiting
        await self._inbox.settle(by.scope, number)
        self._settling.settle([by.scope])
        entry = await self._inbox.entry(by.scope, number)
        return words.STILL_OPEN if entry.state == "open" else words.told(waiting)

    async def _list(
        self, interaction: Interaction, which: words.List, first: int, way: Way
    ) -> None:
        by = moderator_of(interaction)
        embeds = interaction.app_permissions.embed_links
        async with self._load.answering(lambda: defer(interaction, way)):
            card = await self._listed(by.scope, which, first, embeds=embeds)
        await respond(interaction, card, way)

    async def _listed(self, scope: int, which: words.List, first: int, *, embeds: bool) -> Card:
        room, notes = cards.ROWS[embeds], await self._notes(scope, which)
        if which == "articles":
            waiting = await self._services.feeds.listed(scope, limit=room, offset=first)
            rows: Sequence[words.Row] = [words.article_row(clipping) for clipping in waiting]
            total = await self._services.feeds.count(scope)
        elif which not in _ENTRY_STATES:
            rows, total = await self._verdicts.rows(scope, which, room, first)
        else:
            states = _ENTRY_STATES[which]
            entries = await self._inbox.entries(scope, states, limit=room, offset=first)
            rows = [words.question_row(entry) for entry in entries]
            total = await self._inbox.count(scope, states)
        return cards.listed(which, rows, first, total, embeds=embeds, notes=notes)

    async def _notes(self, scope: int, which: words.List) -> list[str]:
        """What is to be said of feeds above a list."""
        if which not in ("open", "articles"):
            return []
        feeds = self._services.feeds
        notes = [words.failing(feed) for feed in await feeds.failing(scope)]
        if which == "open" and (count := await feeds.count(scope)):
            notes.insert(0, words.waiting(count))
        return notes

    async def _show(
        self, interaction: Interaction, entry: InboxEntry, said: str | None = None
    ) -> None:
        scope = interaction.guild_id or 0
        reports = await self._inbox.reports(scope, entry.number)
        now: tuple[str, ...] = ()
        if entry.kind == "wrong" and entry.wordings:
            answer = await self._answers.quietly(entry.wordings[0], scope)
            now = answer.lines if answer is not None else ()
        parts = words.entry(entry, self._label(entry), reports, now)
        embeds = interaction.app_permissions.embed_links
        await respond(interaction, cards.entry(entry, parts, embeds=embeds, said=said), "edit")

    def _label(self, entry: InboxEntry) -> str | None:
        asked = self._asked(entry)
        return asked.label if asked else None

    def _asked(self, entry: InboxEntry) -> Property | None:
        return self._services.language.properties.get(entry.property or "")
