"""The forms of the inbox. Each is known by its custom id and the number of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from cogs._markdown import head
from cogs._press import Interaction
from lore.inbox import Entry
from lore.wording import desk as words

KNOWN = "inboxknown"
DECLINE = "inboxdecline"
_NAMES = 100
_REASON = 400


def known(entry: Entry) -> ui.Modal:
    """Asks for what the words of a question mean."""
    said = entry.word or (entry.wordings[0] if entry.wordings else "")
    return modal(
        words.KNOWN_TITLE,
        f"{KNOWN}:{entry.number}",
        ui.Label(text=words.KNOWN_WORDS, component=text("words", value=said)),
        ui.Label(
            text=words.KNOWN_NAME,
            component=text("name", hint=words.KNOWN_NAME_HINT, required=False),
        ),
        ui.Label(
            text=words.KNOWN_PROPERTY,
            component=text("property", hint=words.KNOWN_PROPERTY_HINT, required=False),
        ),
    )


def decline(number: int) -> ui.Modal:
    """Asks why a suggestion is declined."""
    reason = text("reason", most=_REASON, long=True)
    return modal(
        words.DECLINE_TITLE,
        f"{DECLINE}:{number}",
        ui.Label(text=words.DECLINE_LABEL, component=reason),
    )


def modal(title: str, custom_id: str, *labels: ui.Label[Any]) -> ui.Modal:
    """A form of some fields; what is sent in is taken by its custom id alone."""
    form = ui.Modal(title=title, custom_id=custom_id, timeout=None)
    for label in labels:
        form.add_item(label)
    form.stop()
    return form


def text(
    name: str,
    *,
    value: str = "",
    hint: str | None = None,
    most: int = _NAMES,
    long: bool = False,
    required: bool = True,
) -> ui.TextInput[Any]:
    """A field for a text."""
    return ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        placeholder=hint,
        default=head(value, most) or None,
        max_length=most,
        required=required,
    )


def sent(interaction: Interaction) -> tuple[int, Mapping[str, str]]:
    """The number that a form is about, and what was typed or chosen, by field."""
    data: Any = interaction.data or {}
    _, _, number = str(data.get("custom_id", "")).partition(":")
    fields = [one.get("component") or {} for one in data.get("components") or []]
    given = {
        str(field.get("custom_id")): str(
            field.get("value") or next(iter(field.get("values") or ()), "")
        )
        for field in fields
    }
    return int(number) if number.isdecimal() else 0, given
