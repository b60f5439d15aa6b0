"""Forms of several fields. Each is known by its custom id alone, so that it is taken after a
restart too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui

from cogs._markdown import cut, head
from cogs._press import Interaction

TITLE = LABEL = 45
HINT = 100


def form(title: str, custom_id: str, fields: Sequence[ui.Label[Any]]) -> ui.Modal:
    """A form of up to five fields."""
    modal = ui.Modal(title=cut(title, TITLE), custom_id=custom_id, timeout=None)
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
        placeholder=hint and cut(hint, HINT),
        max_length=most,
        required=required,
    )
    return ui.Label(text=cut(label, LABEL), component=field)


def choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> ui.Label[Any]:
    """A field for one of some values, each with its label."""
    listed = [
        discord.SelectOption(label=cut(text, 100), value=value, default=value == chosen)
        for value, text in options.items()
    ]
    select: ui.Select[Any] = ui.Select(custom_id=name, options=listed, required=False)
    return ui.Label(text=cut(label, LABEL), component=select)


def sent(interaction: Interaction) -> dict[str, str]:
    """What was typed or chosen, by field; a field that was not there is missing."""
    data: Any = interaction.data or {}
    found: dict[str, str] = {}
    for row in data.get("components") or []:
        field = row.get("component") or {}
        chosen = field.get("values") or ()
        found[str(field.get("custom_id"))] = str(field.get("value") or next(iter(chosen), ""))
    return found
