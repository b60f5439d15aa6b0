"""Facts and changes as moderators see them, with what can be done with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chat.editing.context import card
from chat.editing.undo import Undo
from chat.ui.components import Interaction, PersistentItem, below
from chat.ui.markdown import cut, escape, length, split
from chat.ui.rendering import DESCRIPTION, LINE, TEXT, Card, Sheet, render
from chat.ui.request import names_in
from cogs.facts import texts as words
from cogs.facts.components import LATEST, Do, Find, History, Meant, Pick, See
from lore.editing import Change, FactView, FoundFacts
from lore.editing.search import State
from lore.texts import changes as changes_texts
from lore.texts.changes import ChangeTexts

ROWS = {True: 15, False: 4}
"""Facts of a list that fit a message, with an embed and without."""
CHANGES = 10
"""Changes that are looked up for a list; those that have no room are on the next."""
_STEPS = 4
"""Steps of a change that its line in the history tells."""
_LINE = 180
"""Characters of one of them."""
_PIECE = LINE - 8
"""Characters of a piece that a page is made of: a line with what marks it."""


class FactCards:
    """Makes the cards of facts and changes, in the words of one property table."""

    def __init__(self, wording: ChangeTexts) -> None:
        self._wording = wording

    def found(
        self, interaction: Interaction, found: FoundFacts, text: str, state: State, skip: int
    ) -> Card:
        """A part of a list of facts; from there one can be opened."""
        rows = [(view.number, self._wording.choice(view)) for view in found.views]
        title, count = words.found(text, skip, len(rows), found.total)
        listed = self._wording.listed(found.views)
        shown = card(interaction, changes_texts.Card(title, (count, *listed)))
        items: list[PersistentItem] = [Pick("fact", rows)] if rows else []
        room = ROWS[interaction.app_permissions.embed_links]
        if skip:
            items.append(Find(state, max(0, skip - room), text, words.PREVIOUS))
        if skip + len(rows) < found.total:
            items.append(Find(state, skip + room, text, words.NEXT))
        return replace(shown, view=below(items))

    def meant(self, interaction: Interaction, found: FoundFacts, text: str, key: str) -> Card:
        """The facts that the words of a command may mean; choosing one goes on with it."""
        rows = [(view.number, self._wording.choice(view)) for view in found.views]
        title, count = words.found(text, 0, len(rows), found.total)
        notes = (words.NAME_CLOSER,) if found.total > len(rows) else ()
        report = changes_texts.Card(title, (count, *self._wording.listed(found.views)), notes)
        return replace(card(interaction, report), view=below([Meant(key, rows)] if rows else []))

    def fact(
        self, interaction: Interaction, view: FactView, page: int = 0, note: str | None = None
    ) -> Card:
        """A fact with its sources, and what can be done with it."""
        report = self._wording.fact(view)
        report = replace(report, notes=(note, *report.notes)) if note else report
        shown = card(interaction, report, page=page)
        items = [*_done(view), History(view.number, 0, words.BUTTONS["history"])]
        return replace(shown, view=below([*items, *_turns("fact", view.number, shown)]))

    def change(self, interaction: Interaction, change: Change, page: int = 0) -> Card:
        """A change: who, when, why, before and after."""
        report = self._wording.change(change, names_in(interaction.guild))
        pieces = [piece for text in (*report.notes, *report.lines) for piece in split(text, _PIECE)]
        body = Sheet(escape(report.title), (_made(change), *pieces), "choice")
        shown = render(body, embeds=interaction.app_permissions.embed_links, page=page)
        items = [Undo(change.number), *_turns("change", change.number, shown)]
        return replace(shown, view=below(items))

    def history(
        self,
        interaction: Interaction,
        changes: Sequence[Change],
        number: int | None,
        *,
        first: bool,
    ) -> Card:
        """The first of some changes, as many as there is room for; from there one can be opened.

        `first` says that nothing later is left out.
        """
        embeds = interaction.app_permissions.embed_links
        room = (DESCRIPTION if embeds else TEXT) - _LINE
        names = names_in(interaction.guild)
        lines: list[str] = []
        rows: list[tuple[int, str]] = []
        for change in changes:
            entry = self._entry(change, names)
            room -= sum(length(line) + 1 for line in entry)
            if rows and room < 0:
                break
            lines += entry
            rows.append((change.number, self._wording.history_line(change, names)))
        body = Sheet(words.history(number), tuple(lines or [words.NO_HISTORY]), "choice")
        items: list[PersistentItem] = [Pick("change", rows)] if rows else []
        if not first:
            items.append(History(number or 0, LATEST, words.NEWEST))
        if rows and (len(rows) < len(changes) or len(changes) == CHANGES) and rows[-1][0] > 1:
            items.append(History(number or 0, rows[-1][0], words.OLDER))
        return replace(render(body, embeds=embeds), view=below(items))

    def _entry(self, change: Change, names: Mapping[int, str]) -> list[str]:
        """A change in a list: what it was, and its first steps."""
        report = self._wording.change(change, names)
        texts = [*report.notes, *report.lines]
        lines = [cut(escape(text), _LINE) for text in texts[:_STEPS]]
        if len(texts) > _STEPS:
            lines.append(escape(words.rest(len(texts) - _STEPS, change.number)))
        return [f"**{escape(report.title)}** {_made(change)}", *lines]


def _made(change: Change) -> str:
    who = f"<@{change.actor}>" if change.actor.isdecimal() else escape(change.actor)
    return words.made(who, change.made_at)


def _done(view: FactView) -> Iterator[PersistentItem]:
    """The buttons for what can be done with a fact in its present state."""
    if not view.live:
        yield Do("restore", view.number, view.version)
        return
    yield Do("edit", view.number, view.version)
    yield Do("retire", view.number, view.version)
    ranked = {"lead": view.fact.preferred, "outdated": view.fact.superseded}
    for turn, is_so in ranked.items():
        yield Do("equal" if is_so else turn, view.number, view.version)


def _turns(what: str, number: int, shown: Card) -> Iterator[PersistentItem]:
    if shown.page:
        yield See(what, number, shown.page - 1, words.PREVIOUS)
    if shown.page + 1 < shown.pages:
        yield See(what, number, shown.page + 1, words.NEXT)
