"""Forms that open on a press. What is sent in finds its way by its custom id alone, so a form that
was open during a restart is taken as well."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from lore.wording import discord as words

_FIELD = "text"

Sent = Callable[[discord.Interaction[Any]], Awaitable[None]]
"""Takes a form that was sent in."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one text, which belongs to a row of what was shown."""

    id: str
    title: str
    label: str
    hint: str
    most: int
    long: bool = False

    def modal(self, row: str) -> ui.Modal:
        """The form as it is opened for a row."""
        modal = ui.Modal(title=self.title, custom_id=f"{self.id}:{row}", timeout=None)
        style = discord.TextStyle.paragraph if self.long else discord.TextStyle.short
        field: ui.TextInput[Any] = ui.TextInput(
            custom_id=_FIELD, style=style, placeholder=self.hint, max_length=self.most
        )
        modal.add_item(ui.Label(text=self.label, component=field))
        # Whatever is sent in goes through `sent`, so discord.py need not remember it.
        modal.stop()
        return modal

    def sent(self, interaction: discord.Interaction[Any]) -> tuple[str, str]:
        """The row and the text of what was sent in with this form."""
        data: Any = interaction.data or {}
        _, _, row = str(data.get("custom_id", "")).partition(":")
        return row, _typed(data.get("components") or [])


def _typed(components: list[Any]) -> str:
    """The text of the form's one field."""
    for component in components:
        field = component.get("component") or {}
        if field.get("custom_id") == _FIELD:
            return str(field.get("value") or "")
    return ""


FOLLOW_UP = Form(
    "followup", words.FOLLOW_UP_TITLE, words.FOLLOW_UP_LABEL, words.FOLLOW_UP_HINT, most=300
)
REPORT = Form("wrong", words.WRONG_TITLE, words.WRONG_LABEL, words.WRONG_HINT, most=1000, long=True)
