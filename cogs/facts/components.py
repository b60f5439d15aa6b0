"""What can be pressed in lists of facts, under a fact, and in the history.

Every custom id says all that a press needs, so it works after a restart as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol, Self, cast

import discord
from discord import ui

from chat.ui import sizes
from chat.ui.components import HandlerKey, Interaction
from chat.ui.markdown import cut
from chat.ui.permissions import ModeratorItem
from chat.ui.replies import Way
from cogs.facts import texts as words
from lore.editing.search import State
from lore.store.sealing import NAME

SEARCH = 70
"""Characters of a search at most, so that a custom id has room for it."""
_ACTS = "|".join(["edit", *words.ACTS])


LATEST = 999_999_999
"""A number beyond all changes: the history before it begins with the latest."""


class FactActions(Protocol):
    """What the items of /fact call; `number` is that of a fact or of a change."""

    async def find(
        self, interaction: Interaction, text: str, state: State, skip: int, /, *, way: Way
    ) -> None:
        """Show the facts that a text finds, but the first `skip`."""

    async def history(
        self, interaction: Interaction, number: int | None, before: int | None, /, *, way: Way
    ) -> None:
        """Show the changes of a fact, or all, before a change."""

    async def see(
        self, interaction: Interaction, what: str, number: int, page: int, /, *, way: Way = "edit"
    ) -> None:
        """Show a page of a fact or of a change."""

    async def ask(self, interaction: Interaction, what: str, number: int, version: str, /) -> None:
        """Ask why a fact is to be changed, or open the card of an edit."""

    async def meant(self, interaction: Interaction, key: str, number: int, /) -> None:
        """Run the command that named a fact in words, on the fact that was chosen."""


FACTS = HandlerKey[FactActions]("facts")


class Find(
    ModeratorItem, template=r"fact:find:(?P<state>live|retired|all):(?P<skip>\d{1,6}):(?P<text>.*)"
):
    """Shows a part of a list of facts, in the same message."""

    def __init__(self, state: State, skip: int, text: str, label: str = words.NEXT) -> None:
        custom_id = f"fact:find:{state}:{skip}:{text}"
        super().__init__(ui.Button(label=label, custom_id=custom_id, row=1))
        self.state, self.skip, self.text = state, skip, text

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(cast(State, match["state"]), int(match["skip"]), match["text"])

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await interaction.client.handlers[FACTS].find(
            interaction, self.text, self.state, self.skip, way="edit"
        )


class History(ModeratorItem, template=r"fact:history:(?P<number>\d{1,9}):(?P<before>\d{1,9})"):
    """Shows the history of a fact, of all where its number is 0: in the same message what came
    before a change; in a message of its own, where that is 0, the latest."""

    def __init__(self, number: int, before: int, label: str = words.OLDER) -> None:
        custom_id = f"fact:history:{number}:{before}"
        super().__init__(ui.Button(label=label, custom_id=custom_id, row=1))
        self.number, self.before = number, before

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(int(match["number"]), int(match["before"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        number, before = self.number or None, self.before or None
        await interaction.client.handlers[FACTS].history(interaction, number, before, way="edit")


class See(
    ModeratorItem, template=r"fact:(?P<what>fact|change):(?P<number>\d{1,9}):(?P<page>\d{1,4})"
):
    """Shows a page of a fact or of a change."""

    def __init__(self, what: str, number: int, page: int, label: str = words.NEXT) -> None:
        custom_id = f"fact:{what}:{number}:{page}"
        super().__init__(ui.Button(label=label, custom_id=custom_id, row=2))
        self.what, self.number, self.page = what, number, page

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(match["what"], int(match["number"]), int(match["page"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await interaction.client.handlers[FACTS].see(interaction, self.what, self.number, self.page)


class Pick(ModeratorItem, template=r"fact:pick:(?P<what>fact|change)"):
    """Opens a fact or a change of a list, in a message of its own."""

    def __init__(self, what: str, rows: Sequence[tuple[int, str]] = ()) -> None:
        options = [
            discord.SelectOption(label=cut(label, sizes.OPTION), value=str(number))
            for number, label in rows[: sizes.OPTIONS]
        ]
        select: ui.Select[Any] = ui.Select(
            custom_id=f"fact:pick:{what}",
            placeholder=words.OPEN_FACT if what == "fact" else words.OPEN_CHANGE,
            options=options,
            row=0,
        )
        super().__init__(select)
        self.what = what

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The select that was used."""
        return cls(match["what"])

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        number = int(self.item.values[0])
        await interaction.client.handlers[FACTS].see(
            interaction, self.what, number, 0, way="private"
        )


class Meant(ModeratorItem, template=rf"fact:meant:(?P<key>{NAME})"):
    """Chooses which fact the words of a command mean; `key` names what the command was to do."""

    def __init__(self, key: str, rows: Sequence[tuple[int, str]] = ()) -> None:
        options = [
            discord.SelectOption(label=cut(label, sizes.OPTION), value=str(number))
            for number, label in rows[: sizes.OPTIONS]
        ]
        custom_id = f"fact:meant:{key}"
        super().__init__(
            ui.Select[Any](custom_id=custom_id, placeholder=words.WHICH_FACT, options=options)
        )
        self.key = key

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The select that was used."""
        return cls(match["key"])

    async def pressed(self, interaction: Interaction) -> None:
        """Do it with the fact that was chosen."""
        number = int(self.item.values[0])
        await interaction.client.handlers[FACTS].meant(interaction, self.key, number)


class Do(
    ModeratorItem,
    template=rf"fact:do:(?P<what>{_ACTS}):(?P<number>\d{{1,9}}):(?P<version>[0-9a-f]{{16}})",
):
    """Changes a fact, if it is still as it was shown."""

    def __init__(self, what: str, number: int, version: str) -> None:
        custom_id = f"fact:do:{what}:{number}:{version}"
        super().__init__(ui.Button(label=words.BUTTONS[what], custom_id=custom_id, row=0))
        self.what, self.number, self.version = what, number, version

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(match["what"], int(match["number"]), match["version"])

    async def pressed(self, interaction: Interaction) -> None:
        """Ask why, or open the card of an edit."""
        await interaction.client.handlers[FACTS].ask(
            interaction, self.what, self.number, self.version
        )


ITEMS = (Find, History, See, Pick, Meant, Do)
