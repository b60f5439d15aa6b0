"""The moderators' side of the inbox: what they open, and what becomes of it."""

from __future__ import annotations

from cogs._answers import Answers
from cogs._changes import Changes
from cogs._deliver import Way, add, defer, respond
from cogs._draft import Drafts
from cogs._forms import Sent
from cogs._inbox import cards, forms
from cogs._inbox.verdicts import Verdicts
from cogs._load import Load
from cogs._moderators import Moderators
from cogs._press import Interaction
from cogs._render import Card
from cogs._settling import Settling
from lore.curation import Moderator, Saved
from lore.errors import LoreError
from lore.inbox import Entry
from lore.inbox.answering import answered
from lore.library import Library
from lore.properties import Property
from lore.store.inbox.entries import State
from lore.wording import desk as words

_STATES: dict[words.List, tuple[State, ...]] = {
    "open": ("open",),
    "closed": ("answered", "dismissed"),
}
DAYS = 14
"""Days that the figures tell of."""


class Desk:
    """Shows moderators what is theirs; each asks anew whether they may."""

    def __init__(
        self,
        library: Library,
        verdicts: Verdicts,
        *,
        moderators: Moderators,
        changes: Changes,
        drafts: Drafts,
        settling: Settling,
        answers: Answers,
        load: Load,
    ) -> None:
        self._library = library
        self._inbox = library.inbox
        self._verdicts = verdicts
        self._moderators = moderators
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
        by = await self._moderators.moderator(interaction)
        if which in _STATES:
            await self._show(interaction, await self._inbox.entry(by.scope, number))
        else:
            await self._verdicts.show(interaction, by, number)

    async def do(self, interaction: Interaction, what: str, number: int) -> None:
        """Do what a button under a card says."""
        by = await self._moderators.moderator(interaction)
        match what:
            case "accept" | "decline":
                await self._verdicts.do(interaction, by, what, number)
            case "answer" | "known":
                entry = await self._inbox.entry(by.scope, number)
                known = what == "known"
                form = forms.known(entry) if known else forms.answer(entry, self._label(entry))
                await interaction.response.send_modal(form)
            case "dismiss" | "restore":
                state: State = "dismissed" if what == "dismiss" else "open"
                await self._show(interaction, await self._inbox.set_state(by.scope, number, state))
            case "mended":
                await self._settle(interaction, by, number)

    async def stats(self, interaction: Interaction) -> None:
        """Show the figures, to the moderator alone."""
        by = await self._moderators.moderator(interaction)
        await self._inbox.flush(by.scope)
        figures = await self._library.statistics.figures(by.scope, days=DAYS)
        embeds = interaction.app_permissions.embed_links
        await respond(
            interaction, cards.plain(words.figures(figures, DAYS), embeds=embeds), "private"
        )

    @property
    def forms(self) -> dict[str, Sent]:
        """Who takes which form that is sent in."""
        own = {forms.ANSWER: self._answer, forms.KNOWN: self._known}
        return {**own, **self._verdicts.forms}

    async def _answer(self, interaction: Interaction) -> None:
        """Open the card of the fact that answers a question; once it is saved, close that."""
        by = await self._moderators.moderator(interaction)
        number, given = forms.sent(interaction)
        entry = await self._inbox.entry(by.scope, number)
        curation, asked = self._library.curation, self._asked(entry)
        fields = await answered(entry, asked, given, by.scope, curation)

        async def close(_: Interaction, by: Moderator, __: Saved) -> str:
            return await self.settled(by, number)

        reason = words.reason(number)
        await self._drafts.open(interaction, fields, by=by, reason=reason, after=close)

    async def _known(self, interaction: Interaction) -> None:
        """Let words of members mean what is known, as the form says."""
        by = await self._moderators.moderator(interaction)
        number, given = forms.sent(interaction)
        entry = await self._inbox.entry(by.scope, number)
        said, name, meant = (given.get(one, "").strip() for one in ("words", "name", "property"))
        if bool(name) is bool(meant):
            raise LoreError(words.ONE_OF_TWO)
        curation, reason = self._library.curation, words.reason(entry.number)
        if name:
            saved = await curation.names.add(name, said, by, reason=reason)
        else:
            saved = await curation.phrases.add(said, meant, by, reason=reason)
        told = await self._changes.made(by, saved)
        await self._settle(interaction, by, number)
        for sentence in told:
            await add(interaction, sentence)

    async def _settle(self, interaction: Interaction, by: Moderator, number: int) -> None:
        """Close a question that has an answer now, and show what became of it."""
        await defer(interaction, "edit")
        said = await self.settled(by, number)
        await self._show(interaction, await self._inbox.entry(by.scope, number), said)

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
        by = await self._moderators.moderator(interaction)
        embeds = interaction.app_permissions.embed_links
        async with self._load.answering(lambda: defer(interaction, way)):
            card = await self._listed(by.scope, which, first, embeds=embeds)
        await respond(interaction, card, way)

    async def _listed(self, scope: int, which: words.List, first: int, *, embeds: bool) -> Card:
        room = cards.ROWS[embeds]
        if which not in _STATES:
            rows, total = await self._verdicts.rows(scope, which, room, first)
        else:
            states = _STATES[which]
            found = await self._inbox.entries(scope, states, limit=room, offset=first)
            rows = [words.question_row(one) for one in found]
            total = await self._inbox.count(scope, states)
        return cards.listed(which, rows, first, total, embeds=embeds)

    async def _show(self, interaction: Interaction, entry: Entry, said: str | None = None) -> None:
        scope = interaction.guild_id or 0
        reports = await self._inbox.reports(scope, entry.number)
        now: tuple[str, ...] = ()
        if entry.kind == "wrong" and entry.wordings:
            answer = await self._answers.quietly(entry.wordings[0], scope)
            now = answer.lines if answer is not None else ()
        parts = words.entry(entry, self._label(entry), reports, now)
        embeds = interaction.app_permissions.embed_links
        await respond(interaction, cards.entry(entry, parts, embeds=embeds, said=said), "edit")

    def _label(self, entry: Entry) -> str | None:
        asked = self._asked(entry)
        return asked.label if asked else None

    def _asked(self, entry: Entry) -> Property | None:
        return self._library.language.properties.get(entry.property or "")
