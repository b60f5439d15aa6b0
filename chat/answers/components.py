"""What can be pressed under an answer. It works for all who see it, and after a restart: each
custom id names the row of what was shown, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, Self

import discord
from discord import ui

from chat.answers.service import Option, Reply
from chat.texts import replies as words
from chat.ui import sizes
from chat.ui.components import HandlerKey, Interaction, PersistentItem
from chat.ui.forms import FOLLOW_UP, REPORT
from chat.ui.markdown import cut
from chat.ui.reopening import open_form
from lore.model.facts import Found, Unknown
from lore.store.sealing import NAME

MOST_BUTTONS = 5
"""Options that are buttons; more are a select."""
MOST_NEAR = 2
"""Near questions that are offered where there is no answer."""
_ROW = re.compile(rf"[a-z]+:({NAME})(?::.*)?")


class AnswerActions(Protocol):
    """What the items under an answer call; `row` is the name of what was shown."""

    async def turn(
        self, interaction: Interaction, row: str, what: str, page: int, flags: str, /
    ) -> None:
        """Show another page in the same message."""

    async def choose(self, interaction: Interaction, row: str, digest: str, /) -> None:
        """Answer what was offered."""

    async def sources(self, interaction: Interaction, row: str, /) -> None:
        """Show what an answer rests on."""

    async def more(self, interaction: Interaction, row: str, /) -> None:
        """Show all that is known of what an answer tells of."""

    async def publish(self, interaction: Interaction, row: str, /) -> None:
        """Show an answer to everyone."""

    async def tell_me(self, interaction: Interaction, row: str, /) -> None:
        """Note that a member waits for an answer."""


ANSWERS = HandlerKey[AnswerActions]("answers")


class Item(PersistentItem, template=r"(?!)"):
    """A button or a select under what a row shows; `shown` is the row's name."""

    def __init__(self, component: ui.Item[Any], row: str) -> None:
        super().__init__(component)
        self.shown = row

    async def pressed(self, interaction: Interaction) -> None:
        """Run the action with the handler of answers."""
        await self.act(interaction, interaction.client.handlers[ANSWERS])

    async def act(self, interaction: Interaction, answers: AnswerActions) -> None:
        """Run the action."""
        raise NotImplementedError


class Turn(Item, template=rf"turn:(?P<row>{NAME}):(?P<what>[as]):(?P<page>\d+):(?P<flags>[a-z]*)"):
    """Turns to another page of an answer or of its sources, in the same message."""

    def __init__(self, row: str, what: str, page: int, flags: str, here: int = -1) -> None:
        label = words.PREVIOUS if page < here else words.NEXT
        custom_id = f"turn:{row}:{what}:{page}:{flags}"
        super().__init__(ui.Button(label=label, custom_id=custom_id, row=0), row)
        self.what, self.page, self.flags = what, page, flags

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The item that was pressed."""
        return cls(match["row"], match["what"], int(match["page"]), match["flags"])

    async def act(self, interaction: Interaction, answers: AnswerActions) -> None:
        """Show the other page."""
        await answers.turn(interaction, self.shown, self.what, self.page, self.flags)


class Choose(Item, template=rf"ask:(?P<row>{NAME}):(?P<option>[0-9a-f]+)"):
    """Answers what is offered on a button."""

    def __init__(self, row: str, digest: str, label: str = "…", *, near: bool = False) -> None:
        custom_id = f"ask:{row}:{digest}"
        style = discord.ButtonStyle.secondary if near else discord.ButtonStyle.primary
        super().__init__(ui.Button(label=label, custom_id=custom_id, style=style, row=1), row)
        self.digest = digest

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The item that was pressed."""
        return cls(match["row"], match["option"])

    async def act(self, interaction: Interaction, answers: AnswerActions) -> None:
        """Answer it."""
        await answers.choose(interaction, self.shown, self.digest)


class Select(Item, template=rf"choose:(?P<row>{NAME})"):
    """Answers one of many things that are offered."""

    def __init__(self, row: str, options: Sequence[Option] = ()) -> None:
        listed = [
            discord.SelectOption(label=cut(option.label, sizes.OPTION), value=option.digest)
            for option in options[: sizes.OPTIONS]
        ]
        select: ui.Select[Any] = ui.Select(
            custom_id=f"choose:{row}", placeholder=words.WHICH_ONE, options=listed, row=1
        )
        super().__init__(select, row)

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The item that was used."""
        return cls(match["row"])

    async def act(self, interaction: Interaction, answers: AnswerActions) -> None:
        """Answer what was chosen."""
        await answers.choose(interaction, self.shown, self.item.values[0])


class Simple(Item, template=rf"(?P<what>sources|followup|wrong|publish|tell|more):(?P<row>{NAME})"):
    """A button that needs to know no more than the row."""

    def __init__(self, what: str, row: str) -> None:
        first = what == "tell"
        style = discord.ButtonStyle.primary if first else discord.ButtonStyle.secondary
        button: ui.Button[Any] = ui.Button(
            label=words.BUTTONS[what], custom_id=f"{what}:{row}", style=style, row=0 if first else 2
        )
        super().__init__(button, row)
        self.what = what

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The item that was pressed."""
        return cls(match["what"], match["row"])

    async def act(self, interaction: Interaction, answers: AnswerActions) -> None:
        """Open a form or show more."""
        match self.what:
            case "sources":
                await answers.sources(interaction, self.shown)
            case "more":
                await answers.more(interaction, self.shown)
            case "publish":
                await answers.publish(interaction, self.shown)
            case "tell":
                await answers.tell_me(interaction, self.shown)
            case "followup":
                await open_form(interaction, FOLLOW_UP.modal(self.shown))
            case "wrong":
                await open_form(interaction, REPORT.modal(self.shown))


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
    row = reply.row.id
    if pages > 1:
        for to in (page - 1, page + 1):
            if 0 <= to < pages:
                view.add_item(Turn(row, what, to, flags, here=page))
    if reply.heard and what == "a":
        view.add_item(Simple("tell", row))
    for item in _offered(reply) if what == "a" else ():
        view.add_item(item)
    for item in _below(reply, flags) if what == "a" else ():
        view.add_item(item)
    return view if view.children else None


def _offered(reply: Reply) -> Iterator[Item]:
    options = reply.options
    if isinstance(reply.outcome, Unknown):
        options = options[:MOST_NEAR]
    if len(options) > MOST_BUTTONS:
        yield Select(reply.row.id, options)
        return
    for option in options:
        near = isinstance(reply.outcome, Unknown)
        yield Choose(reply.row.id, option.digest, cut(option.label, sizes.BUTTON), near=near)


def _below(reply: Reply, flags: str) -> Iterator[Item]:
    if not isinstance(reply.outcome, Found):
        return
    outcome = reply.outcome
    wanted = {
        "more": outcome.total > len(outcome.lines) and not outcome.count,
        "sources": True,
        "followup": "f" in flags,
        "wrong": reply.row.channel is not None,  # elsewhere nobody looks after the facts
        "publish": "p" in flags,
    }
    for what, is_wanted in wanted.items():
        if is_wanted:
            yield Simple(what, reply.row.id)


def row_of(message: discord.Message) -> str | None:
    """The row of what a message of the bot shows, from its components; None where it has none."""
    for row in message.components:
        for item in getattr(row, "children", ()):
            if found := _ROW.fullmatch(getattr(item, "custom_id", None) or ""):
                return found[1]
    return None
