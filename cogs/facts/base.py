"""What the commands of /fact share: their dependencies, and the options that describe a fact."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from chat.editing import texts
from chat.editing.context import EditingContext
from chat.editing.draft_handler import DraftHandler
from chat.texts import commands as words
from chat.ui.permissions import ModeratorCog
from cogs.facts import texts as facts_texts
from cogs.facts.handler import FactHandler
from lore.editing import Moderator
from lore.model.facts import Status


class FactCommandBase(ModeratorCog):
    """Some of the commands of /fact."""

    changing: EditingContext
    drafts: DraftHandler
    desk: FactHandler

    async def source(self, by: Moderator, title: str | None, **given: str | None) -> dict[str, Any]:
        """The fields of a source: those given, and of a title that is known its others."""
        told = {name: text for name, text in given.items() if text is not None}
        if title is None:
            return told
        known = await self.changing.editing.source(title, by.scope)
        if known is None:
            return {"title": title, **given}
        filled = {
            "title": known.title,
            "publisher": known.publisher,
            "address": known.address,
            "published": str(known.published) if known.published else None,
            "estimate": known.reason if known.estimated else None,
        }
        return filled | told


FORMS = [app_commands.Choice(name=name, value=form) for form, name in facts_texts.FORMS.items()]
STATES = [app_commands.Choice(name=name, value=state) for state, name in facts_texts.STATES.items()]
RANKS = [app_commands.Choice(name=facts_texts.BUTTONS[act], value=act) for act in facts_texts.RANKS]
STATUSES = [app_commands.Choice(name=texts.status(one), value=one.value) for one in Status]

TERMS = {
    "subject": words.SUBJECT,
    "property": words.PROPERTY,
    "value": words.VALUE,
    "role": words.ROLE,
}
PROVENANCE = {
    "source": words.SOURCE,
    "status": words.STATUS,
    "date": words.DATE,
    "address": words.ADDRESS,
    "publisher": words.PUBLISHER,
    "as_of": words.AS_OF,
    "place": words.PLACE,
    "estimate": words.ESTIMATE,
    "spoiler": words.SPOILER,
    "reason": words.REASON,
}
