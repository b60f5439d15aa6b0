"""Forms that were refused, to be opened once more with what was typed in them.

It is in memory alone, for some minutes, and for whoever typed it alone.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, Self

import discord
from cachetools import TTLCache
from discord import ui

from chat.texts import replies as words
from chat.ui.components import HandlerKey, Interaction, PersistentItem, below
from chat.ui.forms import sent
from lore.conversation import MINUTES
from lore.model.errors import LoreError
from lore.store.sealing import NAME, fresh

MOST = 500
"""Forms that are held at once; beyond that the oldest go."""


class KeptForms:
    """Holds the forms that were opened, and those that were refused under names of their own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        seconds = MINUTES * 60
        self._opened: TTLCache[tuple[int, str], ui.Modal] = TTLCache(MOST, seconds, clock)
        self._refused: TTLCache[str, tuple[int, ui.Modal]] = TTLCache(MOST, seconds, clock)

    async def open(self, interaction: Interaction, form: ui.Modal) -> None:
        """Open a form for somebody.

        Raises:
            discord.HTTPException: where Discord refuses.
        """
        await interaction.response.send_modal(form)
        self._opened[interaction.user.id, form.custom_id] = form

    def refused(self, interaction: Interaction) -> ui.View | None:
        """The button that opens a form again as it was sent in; None where it is held no longer."""
        data: Any = interaction.data or {}
        person = interaction.user.id
        form = self._opened.get((person, str(data.get("custom_id"))))
        if form is None:
            return None
        _fill(form, sent(interaction))
        name = fresh()
        self._refused[name] = (person, form)
        return below([Reopen(name)])

    def again(self, name: str, person: int) -> ui.Modal:
        """A form that was refused, with what was typed.

        Raises:
            LoreError: where it is held no longer, or was somebody else's.
        """
        owner, form = self._refused.get(name) or (None, None)
        if form is None or owner != person:
            raise LoreError(words.FORM_GONE)
        return form

    def forget(self, person: int) -> None:
        """Drop the forms of a person."""
        for opened in [key for key in list(self._opened) if key[0] == person]:
            self._opened.pop(opened, None)
        for name in [name for name, (owner, _) in list(self._refused.items()) if owner == person]:
            self._refused.pop(name, None)


def _fill(form: ui.Modal, typed: dict[str, str]) -> None:
    for item in form.walk_children():
        if isinstance(item, ui.TextInput):
            item.default = typed.get(item.custom_id) or None
        elif isinstance(item, ui.Select):
            for option in item.options:
                option.default = option.value == typed.get(item.custom_id)


FORMS = HandlerKey[KeptForms]("forms")


async def open_form(interaction: Interaction, form: ui.Modal) -> None:
    """Open a form, which can be opened again where it is refused.

    Raises:
        discord.HTTPException: where Discord refuses.
    """
    await interaction.client.handlers[FORMS].open(interaction, form)


class Reopen(PersistentItem, template=rf"form:(?P<name>{NAME})"):
    """Opens a form that was refused again."""

    def __init__(self, name: str) -> None:
        button: ui.Button[Any] = ui.Button(
            label=words.REOPEN, custom_id=f"form:{name}", style=discord.ButtonStyle.primary
        )
        super().__init__(button)
        self._name = name

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(match["name"])

    async def pressed(self, interaction: Interaction) -> None:
        """Open the form."""
        kept = interaction.client.handlers[FORMS]
        await kept.open(interaction, kept.again(self._name, interaction.user.id))
