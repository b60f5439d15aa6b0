"""Forms that open on a press. What is sent in is routed by the custom id alone, so a form that was
open during a restart is taken as well."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from chat.texts import replies as words
from chat.ui import sizes
from chat.ui.components import Interaction
from chat.ui.markdown import cut, head


def form(title: str, custom_id: str, fields: Sequence[ui.Label[Any]]) -> ui.Modal:
    """A form of up to five fields."""
    modal = ui.Modal(title=cut(title, sizes.FIELD), custom_id=custom_id, timeout=None)
    for field in fields:
        modal.add_item(field)
    # Whatever is sent in is taken by its custom id, so discord.py need not remember it.
    modal.stop()
    return modal


def text(
    name: str,
    label: str,
    *,
    most: int,
    value: str | None = None,
    hint: str | None = None,
    required: bool = False,
) -> ui.Label[Any]:
    """A field for a text; what stands in it already is cut to the length that it takes."""
    long = discord.TextStyle.paragraph if most > 300 else discord.TextStyle.short
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=long,
        default=head(value, most) if value else None,
        placeholder=hint and cut(hint, sizes.HINT),
        max_length=most,
        required=required,
    )
    return ui.Label(text=cut(label, sizes.FIELD), component=field)


def choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> ui.Label[Any]:
    """A field for one of some values, each with its label."""
    listed = [
        discord.SelectOption(label=cut(text, sizes.OPTION), value=value, default=value == chosen)
        for value, text in options.items()
    ]
    select: ui.Select[Any] = ui.Select(custom_id=name, options=listed, required=False)
    return ui.Label(text=cut(label, sizes.FIELD), component=select)


def sent(interaction: Interaction) -> dict[str, str]:
    """What was typed or chosen, by field; a field that was not there is missing."""
    data: Any = interaction.data or {}
    found: dict[str, str] = {}
    for row in data.get("components") or []:
        field = row.get("component") or {}
        chosen = field.get("values") or ()
        found[str(field.get("custom_id"))] = str(field.get("value") or next(iter(chosen), ""))
    return found


def typed(interaction: Interaction) -> list[str]:
    """What was typed into a form, whatever its fields are."""
    data: Any = interaction.data or {}
    fields = [row.get("component") or {} for row in data.get("components") or []]
    return [str(field["value"]) for field in fields if field.get("value")]


_FIELD = "text"

Sent = Callable[[Interaction], Awaitable[None]]
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

    def sent(self, interaction: Interaction) -> tuple[str, str]:
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
