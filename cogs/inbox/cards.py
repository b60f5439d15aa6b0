"""Cards of the inbox: what a moderator reads, with what can be pressed under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chat.ui.components import PersistentItem, below
from chat.ui.rendering import Card, render, sheet
from cogs.inbox import texts as words
from cogs.inbox.components import Do, Pick, Turn
from lore.inbox import InboxEntry, Suggestion
from lore.texts import Parts

ROWS = {True: 20, False: 6}
"""Rows of a list that fit a message, with an embed and without."""


def listed(
    which: words.List,
    rows: Sequence[words.Row],
    first: int,
    total: int,
    *,
    embeds: bool,
    notes: Sequence[str] = (),
) -> Card:
    """A part of a list, with what is to be said above it; from there one can be opened."""
    items: list[PersistentItem] = [Pick(which, rows)] if rows else []
    room = ROWS[embeds]
    if first:
        items.append(Turn(which, max(0, first - room), words.NEWER))
    if first + len(rows) < total:
        items.append(Turn(which, first + room, words.OLDER))
    other = words.OTHER[which]
    items.append(Turn(other, 0, words.SHOW[other]))
    return _card(words.listed(which, rows, first, total, notes), items, embeds=embeds)


def entry(question: InboxEntry, parts: Parts, *, embeds: bool, said: str | None = None) -> Card:
    """An entry, with what happened to it where that is to be `said`."""
    if question.state == "open":
        known = "mended" if question.kind == "wrong" else "known"
        done: Sequence[str] = ("answer", known, "dismiss")
    else:
        done = ("restore",)
    which: words.List = "open" if question.state == "open" else "closed"
    return _opened(parts, done, question.number, which, embeds=embeds, said=said)


def suggestion(
    proposed: Suggestion, parts: Parts, *, embeds: bool, said: str | None = None
) -> Card:
    """A suggestion, with the verdicts that it can still get."""
    verdicts = {"open": ("accept", "decline"), "accepted": ("decline",), "declined": ("accept",)}
    which: words.List = "proposed" if proposed.state == "open" else "decided"
    return _opened(
        parts, verdicts[proposed.state], proposed.number, which, embeds=embeds, said=said
    )


def plain(parts: Parts, *, embeds: bool) -> Card:
    """Something to be read with nothing to be pressed."""
    return _card(parts, (), embeds=embeds)


def _opened(
    parts: Parts,
    done: Sequence[str],
    number: int,
    which: words.List,
    *,
    embeds: bool,
    said: str | None,
) -> Card:
    items: list[PersistentItem] = [Do(action, number) for action in done]
    items.append(Turn(which, 0, words.BUTTONS["back"]))
    if said:
        parts = replace(parts, notes=(said,))
    return _card(parts, items, embeds=embeds)


def _card(parts: Parts, items: Sequence[PersistentItem], *, embeds: bool) -> Card:
    return replace(render(sheet(parts, barred=False), embeds=embeds), view=below(items))
