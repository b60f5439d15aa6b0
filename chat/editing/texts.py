"""The texts of the card before a fact is saved: buttons, forms, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chat.texts.replies import shortened
from lore.model.facts import Status
from lore.texts import terms

GONE = (
    "This card is closed: what it showed is saved already, or was kept too long. "
    "/fact history shows what was saved, /fact add begins anew."
)
CANCELLED = "Nothing was saved."
NOT_READY = "That cannot be saved yet"
MORE = "Next page"
CREATE_AS = "Create it as …"
CHOOSE = "Which one?"
NO_YEAR = "I did not take the year: it is a number such as 2021."
WRITTEN = "You wrote: "

BUTTONS = {
    "save": "Save",
    "edit": "Edit",
    "cancel": "Cancel",
    "back": "Back",
    "fact": "The fact",
    "source": "The source",
    "details": "The details",
    "names": "Other names and year",
}
UNDO = "Undo"


def supersede(others: int) -> str:
    """Saves, and takes what contradicts it out of count."""
    if others == 1:
        return "Save, the other no longer counts"
    return f"Save, the other {others} no longer count"


TITLES = {
    "fact": "The fact",
    "source": "The source",
    "details": "The details",
    "names": "What is new",
}
LABELS = {
    "subject": "Subject",
    "property": "Property",
    "value": "Value",
    "role": "Role",
    "status": "Status: what the source claims",
    "title": "Title of the source",
    "publisher": "Publisher",
    "address": "Address",
    "published": "Date of the source",
    "as_of": "As of, if it speaks of another day",
    "locator": "Place in the source",
    "estimate": "Why, if the source's date is an estimate",
    "spoiler": "Spoiler",
    "reason": "Why you change it",
}
HINTS = {
    "property": "For example: cast, director, release date",
    "address": "https://…",
    "published": "For example: 19 Nov 2021, July 2021 or 2021",
    "locator": "For example: paragraph 3",
}
ALIASES_HINT = "Semicolons between them"
SPOILER = {"no": "It gives nothing away", "yes": "It is a spoiler"}
_SHORT = {
    "subject": "subject",
    "property": "property",
    "value": "value",
    "role": "role",
    "title": "source",
    "published": "of",
    "address": "address",
}


def status(claimed: Status) -> str:
    """A status to choose."""
    return terms.sentence(terms.STATUS[claimed])[:-1]


def aliases(name: str) -> str:
    """The field for the other names of something new."""
    return f"Other names of {name}"


def year(name: str) -> str:
    """The field for the year of something new."""
    return f"Year of {name}"


def use(name: str) -> str:
    """A button that takes a name that is known."""
    return f"Use {name}"


def written(fields: Sequence[tuple[str, Any]]) -> str:
    """What was written so far, so that nothing is lost from sight."""
    said = [f"{_SHORT[name]} “{text}”" for name, text in fields if name in _SHORT and text]
    return terms.sentence(f"{WRITTEN}{shortened(', '.join(said))}") if said else ""
