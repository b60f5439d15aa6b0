"""What a draft looks like, and what can be done with it next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chat.editing import texts
from chat.editing.context import card
from chat.editing.draft_components import Choose, Step, Use
from chat.editing.draft_session import DraftSession
from chat.ui.components import Interaction, PersistentItem, below
from chat.ui.rendering import Card
from lore.editing.errors import AmbiguousName
from lore.texts import Tone, changes
from lore.texts.changes import ChangeTexts

_BUTTONS = 5
"""Names that are buttons; more are a select."""


def shown(interaction: Interaction, work: DraftSession, key: str, wording: ChangeTexts) -> Card:
    """The card of a draft, or what keeps one from being made; `key` names it in what is pressed."""
    tone: Tone = "unknown"
    if work.draft is None:
        said = texts.written(list(work.fields.plain().items()))
        told = changes.Card(texts.NOT_READY, (str(work.problem), said))
    else:
        told = wording.draft(work.draft)
        tone = "conflict" if work.draft.contradicts else "fact"
    if work.note:
        told = replace(told, notes=(work.note, *told.notes))
    made = card(interaction, told, tone=tone, page=work.page)
    if work.page >= made.pages:
        made = card(interaction, told, tone=tone, page=work.page % made.pages)
    return replace(made, view=below(_items(work, key, made.pages)))


def _items(work: DraftSession, key: str, pages: int) -> Iterator[PersistentItem]:
    if work.editing:
        yield from (Step(key, what) for what in ("fact", "source", "details"))
        if work.news:
            yield Step(key, "names")
        yield Step(key, "back")
        return
    if work.kinds:
        yield Choose(key, "kind", work.kinds)
    yield from _offered(work, key)
    others = len(work.draft.contradicts) if work.draft else 0
    yield from (Step(key, what, others) for what in _steps(work))
    if pages > 1:
        yield Step(key, "more")


def _offered(work: DraftSession, key: str) -> Iterator[PersistentItem]:
    if len(work.offers) > _BUTTONS:
        yield Choose(key, "name", work.offers)
        return
    ambiguous = isinstance(work.problem, AmbiguousName)
    for place, name in enumerate(work.offers):
        yield Use(key, place, name if ambiguous else texts.use(name))


def _steps(work: DraftSession) -> Iterator[str]:
    draft = work.draft
    # An edit that says what another fact says cannot be saved; its note tells what to do instead.
    if draft is not None and not (draft.edits and draft.same):
        yield "save"
        if draft.contradicts:
            yield "supersede"
    if work.lacks_source:
        yield "source"
    if work.news:
        yield "names"
    yield "edit"
    yield "cancel"
