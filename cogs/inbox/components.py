"""What moderators press in the inbox. Every press asks anew whether they may."""

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
from cogs.inbox import texts as words

_LISTS = "|".join(words.LISTS)


class InboxActions(Protocol):
    """What the items of the inbox call."""

    async def turn(self, interaction: Interaction, which: words.List, first: int, /) -> None:
        """Show a list from one place on."""

    async def pick(self, interaction: Interaction, which: words.List, number: int, /) -> None:
        """Open one of a list."""

    async def do(self, interaction: Interaction, what: str, number: int, /) -> None:
        """Run what a button under a card says."""


class PhraseActions(Protocol):
    """What the items of /inbox phrases call."""

    async def turn_phrases(self, interaction: Interaction, first: int, /) -> None:
        """Show the phrases from one place on."""

    async def forget(self, interaction: Interaction, phrase: str, /) -> None:
        """Remove a phrase."""


INBOX = HandlerKey[InboxActions]("inbox")
PHRASES = HandlerKey[PhraseActions]("phrases")


class Turn(ModeratorItem, template=rf"inbox:list:(?P<which>{_LISTS}):(?P<first>\d{{1,6}})"):
    """Shows a list from one place on, in the same message."""

    def __init__(self, which: words.List, first: int, label: str = words.OLDER) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"inbox:list:{which}:{first}", row=1))
        self.which, self.first = which, first

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(cast(words.List, match["which"]), int(match["first"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Show it."""
        await interaction.client.handlers[INBOX].turn(interaction, self.which, self.first)


class Pick(ModeratorItem, template=rf"inbox:pick:(?P<which>{_LISTS})"):
    """Opens one of a list."""

    def __init__(self, which: words.List, rows: Sequence[words.Row] = ()) -> None:
        options = [
            discord.SelectOption(
                label=cut(f"#{row.number} {row.text}", sizes.OPTION),
                value=str(row.number),
                description=cut(row.beside, sizes.OPTION),
            )
            for row in rows[: sizes.OPTIONS]
        ]
        select: ui.Select[Any] = ui.Select(
            custom_id=f"inbox:pick:{which}", placeholder=words.OPEN_ONE, options=options, row=0
        )
        super().__init__(select)
        self.which = which

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The select that was used."""
        return cls(cast(words.List, match["which"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Open what was chosen."""
        await interaction.client.handlers[INBOX].pick(
            interaction, self.which, int(self.item.values[0])
        )


class Do(
    ModeratorItem,
    template=r"inbox:do:(?P<what>answer|known|mended|dismiss|restore|accept|decline)"
    r":(?P<number>\d{1,18})",
):
    """Does something with an entry or a suggestion."""

    def __init__(self, what: str, number: int) -> None:
        styles = {"answer": discord.ButtonStyle.primary, "accept": discord.ButtonStyle.primary}
        style = styles.get(what, discord.ButtonStyle.secondary)
        button: ui.Button[Any] = ui.Button(
            label=words.BUTTONS[what], custom_id=f"inbox:do:{what}:{number}", style=style, row=0
        )
        super().__init__(button)
        self.what, self.number = what, number

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(match["what"], int(match["number"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Do it."""
        await interaction.client.handlers[INBOX].do(interaction, self.what, self.number)


class TurnPhrases(ModeratorItem, template=r"inbox:phrases:(?P<first>\d{1,6})"):
    """Shows the phrases from one place on, in the same message."""

    def __init__(self, first: int, label: str = words.NEXT) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"inbox:phrases:{first}", row=1))
        self.first = first

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(int(match["first"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Show them."""
        await interaction.client.handlers[PHRASES].turn_phrases(interaction, self.first)


class Forget(ModeratorItem, template=r"inbox:forget"):
    """Removes one of the phrases that were taught."""

    def __init__(self, phrases: Sequence[str] = ()) -> None:
        options = [
            discord.SelectOption(label=cut(phrase, sizes.OPTION), value=phrase)
            for phrase in phrases[: sizes.OPTIONS]
        ]
        select: ui.Select[Any] = ui.Select(
            custom_id="inbox:forget", placeholder=words.FORGET, options=options, row=0
        )
        super().__init__(select)

    @classmethod
    def restored(cls, _: re.Match[str], __: ui.Item[Any]) -> Self:
        """The select that was used."""
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        """Remove what was chosen."""
        await interaction.client.handlers[PHRASES].forget(interaction, self.item.values[0])


ITEMS = (Turn, Pick, Do, TurnPhrases, Forget)
