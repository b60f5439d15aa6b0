"""The options of /fact that say what a fact is."""

from __future__ import annotations

from discord import app_commands

from lore.models import Status
from lore.wording import commands as words
from lore.wording import drafting, facts

FORMS = [app_commands.Choice(name=name, value=form) for form, name in facts.FORMS.items()]
STATES = [app_commands.Choice(name=name, value=state) for state, name in facts.STATES.items()]
RANKS = [app_commands.Choice(name=facts.BUTTONS[act], value=act) for act in facts.RANKS]
STATUSES = [app_commands.Choice(name=drafting.status(one), value=one.value) for one in Status]

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
