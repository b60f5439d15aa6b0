"""The forms of the inbox. Each is known by its custom id and the number of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from chat.editing import texts
from chat.ui import forms
from chat.ui.components import Interaction
from cogs.inbox import texts as words
from lore.editing import user_input
from lore.inbox import InboxEntry
from lore.inbox.to_fields import is_clear
from lore.model.facts import Status

ANSWER = "inboxanswer"
KNOWN = "inboxknown"
DECLINE = "inboxdecline"
_PHRASE = 60
"""Characters of a phrase that is taught."""
_REASON = 400
"""Characters of why a suggestion is declined."""
_SOURCE = 600
"""Characters of a source, and of an answer in a sentence."""


def answer(entry: InboxEntry, label: str | None) -> ui.Modal:
    """Asks for the answer to a question: a value where it is known of what, else a sentence."""
    asked = (
        forms.text(
            "value",
            words.answer_label(label, entry.names),
            most=user_input.SHORT_LENGTH,
            required=True,
        )
        if label and is_clear(entry)
        else forms.text(
            "sentence", words.SENTENCE, most=_SOURCE, hint=words.SENTENCE_HINT, required=True
        )
    )
    statuses = {status.value: texts.status(status) for status in Status}
    return forms.form(
        words.ANSWER_TITLE,
        f"{ANSWER}:{entry.number}",
        [
            asked,
            forms.choice("status", words.STATUS, statuses, Status.REPORTED.value),
            forms.text("source", words.SOURCE, most=_SOURCE, hint=words.SOURCE_HINT, required=True),
            forms.text("dates", words.DATES, most=user_input.SHORT_LENGTH, hint=words.DATES_HINT),
            forms.choice("spoiler", words.SPOILER, texts.SPOILER, "no"),
        ],
    )


def known(entry: InboxEntry) -> ui.Modal:
    """Asks for what the words of a question mean."""
    asked = entry.word or (entry.wordings[0] if entry.wordings else "")
    return forms.form(
        words.KNOWN_TITLE,
        f"{KNOWN}:{entry.number}",
        [
            forms.text("words", words.KNOWN_WORDS, most=_PHRASE, value=asked, required=True),
            forms.text(
                "name", words.KNOWN_NAME, most=user_input.NAME_LENGTH, hint=words.KNOWN_NAME_HINT
            ),
            forms.text(
                "property",
                words.KNOWN_PROPERTY,
                most=user_input.NAME_LENGTH,
                hint=words.KNOWN_PROPERTY_HINT,
            ),
        ],
    )


def decline(number: int) -> ui.Modal:
    """Asks why a suggestion is declined."""
    reason = forms.text("reason", words.DECLINE_LABEL, most=_REASON, required=True)
    return forms.form(words.DECLINE_TITLE, f"{DECLINE}:{number}", [reason])


def sent(interaction: Interaction) -> tuple[int, Mapping[str, str]]:
    """The number that a form is about, and what was typed or chosen, by field."""
    data: Any = interaction.data or {}
    _, _, number = str(data.get("custom_id", "")).partition(":")
    return int(number) if number.isdecimal() else 0, forms.sent(interaction)
