"""What a draft looks like, and what can be done with it next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cogs._changing import card
from cogs._draft.items import Choose, Step, Use
from cogs._draft.work import Work
from cogs._press import Interaction, Press, below
from cogs._render import Card
from lore.curation.errors import AmbiguousName
from lore.wording import Tone, curation, drafting
from lore.wording.curation import CurationWording

_BUTTONS = 5
"""Names that are buttons; more are a select."""


def shown(interaction: Interaction, work: Work, key: str, wording: CurationWording) -> Card:
    """The card of a draft, or what keeps one from being made; `key` names it in what is pressed."""
    tone: Tone = "unknown"
    if work.draft is None:
        said = drafting.written(list(work.fields.plain().items()))
        told = curation.Card(drafting.NOT_READY, (str(work.problem), said))
    else:
        told = wording.draft(work.draft)
        tone = "conflict" if work.draft.contradicts else "fact"
    if work.note:
        told = replace(told, notes=(work.note, *told.notes))
    made = card(interaction, told, tone=tone, page=work.page)
    if work.page >= made.pages:
        made = card(interaction, told, tone=tone, page=work.page % made.pages)
    return replace(made, view=below(_items(work, key, made.pages)))


def _items(work: Work, key: str, pages: int) -> Iterator[Press]:
    if work.editing:
        yield from (Step(key, what) for what in ("fact", "source", "details"))
        if work.news:
            yield Step(key, "names")
        yield Step(key, "back")
        return
    if work.kinds:
        yield Choose(key, "kind", work.kinds)
    yield from _offered(work, key)
    yield from (Step(key, what) for what in _steps(work))
    if pages > 1:
        yield Step(key, "more")


def _offered(work: Work, key: str) -> Iterator[Press]:
    if len(work.offers) > _BUTTONS:
        yield Choose(key, "name", work.offers)
        return
    ambiguous = isinstance(work.problem, AmbiguousName)
    for place, name in enumerate(work.offers):
        yield Use(key, place, name if ambiguous else drafting.use(name))


def _steps(work: Work) -> Iterator[str]:
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
