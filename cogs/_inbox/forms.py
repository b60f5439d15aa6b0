"""The forms of the inbox. Each is known by its custom id and the number of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from cogs import _modals
from cogs._press import Interaction
from lore.curation import written
from lore.inbox import Entry
from lore.inbox.answering import is_clear
from lore.models import Status
from lore.wording import desk as words
from lore.wording import drafting

ANSWER = "inboxanswer"
KNOWN = "inboxknown"
DECLINE = "inboxdecline"
_PHRASE = 60
_REASON = 400
_SOURCE = 600


def answer(entry: Entry, label: str | None) -> ui.Modal:
    """Asks for the answer to a question: a value where it is known of what, else a sentence."""
    asked = (
        _modals.text(
            "value",
            words.answer_label(label, entry.names),
            most=written.SHORT_LENGTH,
            required=True,
        )
        if label and is_clear(entry)
        else _modals.text(
            "sentence", words.SENTENCE, most=_SOURCE, hint=words.SENTENCE_HINT, required=True
        )
    )
    statuses = {one.value: drafting.status(one) for one in Status}
    return _modals.form(
        words.ANSWER_TITLE,
        f"{ANSWER}:{entry.number}",
        [
            asked,
            _modals.choice("status", words.STATUS, statuses, Status.REPORTED.value),
            _modals.text(
                "source", words.SOURCE, most=_SOURCE, hint=words.SOURCE_HINT, required=True
            ),
            _modals.text("dates", words.DATES, most=written.SHORT_LENGTH, hint=words.DATES_HINT),
            _modals.choice("spoiler", words.SPOILER, drafting.SPOILER, "no"),
        ],
    )


def known(entry: Entry) -> ui.Modal:
    """Asks for what the words of a question mean."""
    said = entry.word or (entry.wordings[0] if entry.wordings else "")
    return _modals.form(
        words.KNOWN_TITLE,
        f"{KNOWN}:{entry.number}",
        [
            _modals.text("words", words.KNOWN_WORDS, most=_PHRASE, value=said, required=True),
            _modals.text(
                "name", words.KNOWN_NAME, most=written.NAME_LENGTH, hint=words.KNOWN_NAME_HINT
            ),
            _modals.text(
                "property",
                words.KNOWN_PROPERTY,
                most=written.NAME_LENGTH,
                hint=words.KNOWN_PROPERTY_HINT,
            ),
        ],
    )


def decline(number: int) -> ui.Modal:
    """Asks why a suggestion is declined."""
    reason = _modals.text("reason", words.DECLINE_LABEL, most=_REASON, required=True)
    return _modals.form(words.DECLINE_TITLE, f"{DECLINE}:{number}", [reason])


def sent(interaction: Interaction) -> tuple[int, Mapping[str, str]]:
    """The number that a form is about, and what was typed or chosen, by field."""
    data: Any = interaction.data or {}
    _, _, number = str(data.get("custom_id", "")).partition(":")
    return int(number) if number.isdecimal() else 0, _modals.sent(interaction)
