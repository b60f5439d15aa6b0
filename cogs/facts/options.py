"""The options of the commands of /fact: what may be chosen, and what describes a fact."""

from __future__ import annotations

from discord import app_commands

from chat.editing import texts
from chat.texts import commands as words
from cogs.facts import texts as facts_texts
from lore.model.facts import Status

FORMS = [app_commands.Choice(name=name, value=form) for form, name in facts_texts.FORMS.items()]
STATES = [app_commands.Choice(name=name, value=state) for state, name in facts_texts.STATES.items()]
RANKS = [app_commands.Choice(name=facts_texts.BUTTONS[act], value=act) for act in facts_texts.RANKS]
STATUSES = [app_commands.Choice(name=texts.status(status), value=status.value) for status in Status]

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
