"""What can be pressed in lists of facts, under a fact, and in the history.

Every custom id says all that a press needs, so it works after a restart as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

import discord
from discord import ui

from chat.ui.components import Interaction, PersistentItem
from chat.ui.markdown import cut
from cogs.facts import texts as words
from lore.editing.search import State

if TYPE_CHECKING:
    from cogs.facts.handler import FactHandler

LABEL = 100
MOST = 25
SEARCH = 70
"""Characters of a search at most, so that a custom id has room for it."""
_ACTS = "|".join(["edit", *words.ACTS])


LATEST = 999_999_999
"""A number beyond all changes: the history before it begins with the latest."""


class Pressed(Protocol):
    """A client with a desk for facts, to which the items hand on what is pressed."""

    facts: FactHandler


class Find(
    PersistentItem, template=r"fact:find:(?P<state>live|retired|all):(?P<skip>\d{1,6}):(?P<text>.*)"
):
    """Shows a part of a list of facts, in the same message."""

    def __init__(self, state: State, skip: int, text: str, label: str = words.NEXT) -> None:
        custom_id = f"fact:find:{state}:{skip}:{text}"
        super().__init__(ui.Button(label=label, custom_id=custom_id, row=1))
        self.state, self.skip, self.text = state, skip, text

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(cast(State, match["state"]), int(match["skip"]), match["text"])

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        client: Pressed = interaction.client
        await client.facts.find(interaction, self.text, self.state, self.skip, way="edit")


class History(PersistentItem, template=r"fact:history:(?P<number>\d{1,9}):(?P<before>\d{1,9})"):
    """Shows the history of a fact, of all where its number is 0: in the same message what came
    before a change; in a message of its own, where that is 0, the latest."""

    def __init__(self, number: int, before: int, label: str = words.OLDER) -> None:
        custom_id = f"fact:history:{number}:{before}"
        super().__init__(ui.Button(label=label, custom_id=custom_id, row=1))
        self.number, self.before = number, before

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(int(match["number"]), int(match["before"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        client: Pressed = interaction.client
        number, before = self.number or None, self.before or None
        await client.facts.history(interaction, number, before, way="edit")


class See(
    PersistentItem, template=r"fact:(?P<what>fact|change):(?P<number>\d{1,9}):(?P<page>\d{1,4})"
):
    """Shows a page of a fact or of a change."""

    def __init__(self, what: str, number: int, page: int, label: str = words.NEXT) -> None:
        custom_id = f"fact:{what}:{number}:{page}"
        super().__init__(ui.Button(label=label, custom_id=custom_id, row=2))
        self.what, self.number, self.page = what, number, page

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(match["what"], int(match["number"]), int(match["page"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        client: Pressed = interaction.client
        await client.facts.see(interaction, self.what, self.number, self.page)


class Pick(PersistentItem, template=r"fact:pick:(?P<what>fact|change)"):
    """Opens a fact or a change of a list, in a message of its own."""

    def __init__(self, what: str, rows: Sequence[tuple[int, str]] = ()) -> None:
        options = [
            discord.SelectOption(label=cut(label, LABEL), value=str(number))
            for number, label in rows[:MOST]
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
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The select that was used."""
        return cls(match["what"])

    async def pressed(self, interaction: Interaction) -> None:
        """Open it."""
        client: Pressed = interaction.client
        number = int(self.item.values[0])
        await client.facts.see(interaction, self.what, number, 0, way="private")


class Do(
    PersistentItem,
    template=rf"fact:do:(?P<what>{_ACTS}):(?P<number>\d{{1,9}}):(?P<version>[0-9a-f]{{16}})",
):
    """Changes a fact as it was seen."""

    def __init__(self, what: str, number: int, version: str) -> None:
        custom_id = f"fact:do:{what}:{number}:{version}"
        super().__init__(ui.Button(label=words.BUTTONS[what], custom_id=custom_id, row=0))
        self.what, self.number, self.version = what, number, version

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(match["what"], int(match["number"]), match["version"])

    async def pressed(self, interaction: Interaction) -> None:
        """Ask why, or open the card of an edit."""
        client: Pressed = interaction.client
        await client.facts.ask(interaction, self.what, self.number, self.version)


ITEMS = (Find, History, See, Pick, Do)
