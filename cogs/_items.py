"""What can be pressed under an answer. It works for all who see it, and after a restart: each
custom id names the row of what was shown, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

import discord
from discord import ui

from cogs._answers import Option, Reply
from cogs._deliver import tell
from cogs._forms import FOLLOW_UP, REPORT
from cogs._markdown import cut
from lore.models import Found
from lore.wording import discord as words

if TYPE_CHECKING:
    from cogs._face import Face

LABEL = 80
CHOICE = 100
MOST_BUTTONS = 5
"""Options that are buttons; more are a select."""
MOST_CHOICES = 25
_NUMBER = re.compile(r"[a-z]+:(\d+)(?::.*)?")

Interaction = discord.Interaction[Any]


class Pressed(Protocol):
    """A client with a face, to which the items hand on what is pressed."""

    face: Face


class Item(ui.DynamicItem[Any], template=r"(?!)"):
    """A button or a select under what a row shows."""

    def __init__(self, component: ui.Item[Any], number: int) -> None:
        super().__init__(component)
        self.number = number

    @classmethod
    def matches(cls, custom_id: str) -> bool:
        """Whether a press on this is one on such an item."""
        return cls.__discord_ui_compiled_template__.fullmatch(custom_id) is not None

    async def callback(self, interaction: Interaction) -> None:
        """Do what was pressed for; what goes wrong is told to whoever pressed."""
        client: Pressed = interaction.client
        try:
            await self.pressed(interaction, client.face)
        except Exception as error:
            await tell(interaction, error)

    async def pressed(self, interaction: Interaction, face: Face) -> None:
        """Do what was pressed for."""
        raise NotImplementedError


class Turn(Item, template=r"turn:(?P<row>\d+):(?P<what>[as]):(?P<page>\d+):(?P<flags>[a-z]*)"):
    """Turns to another page of an answer or of its sources, in the same message."""

    def __init__(self, number: int, what: str, page: int, flags: str, here: int = -1) -> None:
        label = words.PREVIOUS if page < here or not page else words.NEXT
        custom_id = f"turn:{number}:{what}:{page}:{flags}"
        disabled = page == here
        super().__init__(
            ui.Button(label=label, custom_id=custom_id, disabled=disabled, row=0), number
        )
        self.what, self.page, self.flags = what, page, flags

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The item that was pressed."""
        return cls(int(match["row"]), match["what"], int(match["page"]), match["flags"])

    async def pressed(self, interaction: Interaction, face: Face) -> None:
        """Show the other page."""
        await face.turn(interaction, self.number, self.what, self.page, self.flags)


class Choose(Item, template=r"ask:(?P<row>\d+):(?P<option>[0-9a-f]+)"):
    """Answers what is offered on a button."""

    def __init__(self, number: int, digest: str, label: str = "…") -> None:
        custom_id = f"ask:{number}:{digest}"
        style = discord.ButtonStyle.primary
        super().__init__(ui.Button(label=label, custom_id=custom_id, style=style, row=1), number)
        self.digest = digest

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The item that was pressed."""
        return cls(int(match["row"]), match["option"])

    async def pressed(self, interaction: Interaction, face: Face) -> None:
        """Answer it."""
        await face.choose(interaction, self.number, self.digest)


class Select(Item, template=r"choose:(?P<row>\d+)"):
    """Answers one of many things that are offered."""

    def __init__(self, number: int, options: Sequence[Option] = ()) -> None:
        listed = [
            discord.SelectOption(label=cut(option.label, CHOICE), value=option.digest)
            for option in options[:MOST_CHOICES]
        ]
        select: ui.Select[Any] = ui.Select(
            custom_id=f"choose:{number}", placeholder=words.WHICH_ONE, options=listed, row=1
        )
        super().__init__(select, number)

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The item that was used."""
        return cls(int(match["row"]))

    async def pressed(self, interaction: Interaction, face: Face) -> None:
        """Answer what was chosen."""
        await face.choose(interaction, self.number, self.item.values[0])


class Simple(Item, template=r"(?P<what>sources|followup|wrong|publish):(?P<row>\d+)"):
    """A button that needs to know no more than the row."""

    def __init__(self, what: str, number: int) -> None:
        button: ui.Button[Any] = ui.Button(
            label=words.BUTTONS[what], custom_id=f"{what}:{number}", row=2
        )
        super().__init__(button, number)
        self.what = what

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, __: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The item that was pressed."""
        return cls(match["what"], int(match["row"]))

    async def pressed(self, interaction: Interaction, face: Face) -> None:
        """Open a form or show more."""
        match self.what:
            case "sources":
                await face.sources(interaction, self.number)
            case "publish":
                await face.publish(interaction, self.number)
            case "followup":
                await interaction.response.send_modal(FOLLOW_UP.modal(self.number))
            case "wrong":
                await interaction.response.send_modal(REPORT.modal(self.number))


ITEMS = (Turn, Choose, Select, Simple)


def controls(
    reply: Reply, *, page: int, pages: int, what: str = "a", flags: str = ""
) -> ui.View | None:
    """What stands under a page of an answer; None where that is nothing.

    `what` is "a" for the answer and "s" for its sources. `flags` go on from page to page: "f" a
    follow-up can be asked, "p" it can be shown to everyone, "q" the question stands above.
    """
    # It is answered by the dynamic items, so discord.py need not remember it.
    view = ui.View(timeout=None)
    view.stop()
    number = reply.row.id
    if pages > 1:
        for to in (max(page - 1, 0), min(page + 1, pages - 1)):
            view.add_item(Turn(number, what, to, flags, here=page))
    for item in _offered(reply) if what == "a" else ():
        view.add_item(item)
    for item in _below(reply, flags) if what == "a" else ():
        view.add_item(item)
    return view if view.children else None


def _offered(reply: Reply) -> Iterator[Item]:
    options = reply.options
    if len(options) > MOST_BUTTONS:
        yield Select(reply.row.id, options)
        return
    for option in options:
        yield Choose(reply.row.id, option.digest, cut(option.label, LABEL))


def _below(reply: Reply, flags: str) -> Iterator[Item]:
    if not isinstance(reply.outcome, Found):
        return
    wanted = {
        "sources": True,
        "followup": "f" in flags,
        "wrong": reply.row.channel is not None,  # elsewhere nobody looks after the facts
        "publish": "p" in flags,
    }
    for what, is_wanted in wanted.items():
        if is_wanted:
            yield Simple(what, reply.row.id)


def row_of(message: discord.Message) -> int | None:
    """The row of what a message of the bot shows, from its components; None where it has none."""
    for row in message.components:
        for item in getattr(row, "children", ()):
            if found := _NUMBER.fullmatch(getattr(item, "custom_id", None) or ""):
                return int(found[1])
    return None
