"""/name: what things are called in a server, and which two of them are one."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from chat.editing import texts
from chat.editing.autocomplete import moderator_choices
from chat.editing.context import EditingContext, card
from chat.editing.draft_session import Sessions
from chat.texts import commands as words
from chat.ui import sizes
from chat.ui.autocomplete import Choices
from chat.ui.components import HandlerKey, Interaction, below
from chat.ui.permissions import SHOWN_TO, ModeratorCog, ModeratorItem, moderator_of
from chat.ui.rendering import said
from chat.ui.replies import defer, respond
from chat.ui.request import NAME_LIMIT
from lore.editing import Moderator, Saved
from lore.language import text as folding
from lore.store.sealing import NAME
from lore.texts import changes

_STYLES = {"save": discord.ButtonStyle.success, "cancel": discord.ButtonStyle.danger}


class NameActions(Protocol):
    """What the buttons under a new name call; `key` is the name of its card."""

    async def step(self, interaction: Interaction, key: str, what: str, /) -> None:
        """Save the name, or cancel that."""


NAMES = HandlerKey[NameActions]("names")


class NameStep(ModeratorItem, template=rf"name:(?P<key>{NAME}):(?P<what>save|cancel)"):
    """Saves a name that others bear already, or cancels that."""

    def __init__(self, key: str, what: str) -> None:
        button: ui.Button[Any] = ui.Button(
            label=texts.BUTTONS[what], custom_id=f"name:{key}:{what}", style=_STYLES[what]
        )
        super().__init__(button)
        self.key, self.what = key, what

    @classmethod
    def restored(cls, match: re.Match[str], _: ui.Item[Any]) -> Self:
        """The button that was pressed."""
        return cls(match["key"], match["what"])

    async def pressed(self, interaction: Interaction) -> None:
        """Take the step."""
        await interaction.client.handlers[NAMES].step(interaction, self.key, self.what)


ITEMS = (NameStep,)


@dataclass(frozen=True, slots=True)
class NewAlias:
    """A name on its way to be saved; `name` is what is to bear it."""

    by: Moderator
    name: str
    alias: str
    reason: str | None


class NameHandler:
    """Gives things names; one that something else bears is saved once its card was seen."""

    def __init__(self, changing: EditingContext) -> None:
        self._changing = changing
        self._names = changing.editing.names
        self._waiting: Sessions[NewAlias] = Sessions()

    async def add(self, interaction: Interaction, new: NewAlias) -> None:
        """Give something a name, or show first what else bears it.

        Raises:
            LoreError: where it cannot have the name.
        """
        saved: Saved | None = None
        async with self._changing.load.answering(lambda: defer(interaction, "private")):
            named, bearers = await self._names.bearers(new.name, new.alias, new.by.scope)
            if not bearers:
                saved = await self._save(new)
        if saved is not None:
            await self._changing.done(interaction, new.by, saved)
            return
        key = self._waiting.keep(new)
        question = card(interaction, changes.new_name(named, new.alias, bearers), tone="conflict")
        items = [NameStep(key, action) for action in ("save", "cancel")]
        await respond(interaction, replace(question, view=below(items)), "private")

    async def step(self, interaction: Interaction, key: str, what: str) -> None:
        """Save the name, or let it be.

        Raises:
            LoreError: for whoever may not, and where the card is closed.
        """
        by = moderator_of(interaction)
        new = self._waiting.take(key, by)
        if what == "cancel":
            await respond(interaction, said(texts.CANCELLED), "edit")
            return
        try:
            async with self._changing.load.answering(lambda: defer(interaction, "edit")):
                saved = await self._save(new)
        except BaseException:
            self._waiting.keep(new, key)
            raise
        await self._changing.done(interaction, by, saved, way="edit")

    async def _save(self, new: NewAlias) -> Saved:
        return await self._names.add(new.name, new.alias, new.by, reason=new.reason)


_named = app_commands.describe(name=words.NAMED, alias=words.ALIAS, reason=words.REASON)


@app_commands.default_permissions(SHOWN_TO)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class NameCommands(
    ModeratorCog, commands.GroupCog, group_name="name", group_description=words.NAME
):
    """Lets a server's moderators change names; each command asks whether they may."""

    def __init__(self, *, changing: EditingContext, desk: NameHandler) -> None:
        self._changing = changing
        self._desk = desk
        self._names = changing.editing.names

    @app_commands.command(name="add", description=words.NAME_ADD)
    @_named
    async def add(
        self, interaction: Interaction, name: str, alias: str, reason: str | None = None
    ) -> None:
        """Give something one more name."""
        new = NewAlias(moderator_of(interaction), name, alias, reason)
        await self._desk.add(interaction, new)

    @app_commands.command(name="remove", description=words.NAME_REMOVE)
    @_named
    async def remove(
        self, interaction: Interaction, name: str, alias: str, reason: str | None = None
    ) -> None:
        """Take one of its names away."""
        await self._change(
            interaction, lambda by: self._names.remove(name, alias, by, reason=reason)
        )

    @app_commands.command(name="merge", description=words.NAME_MERGE)
    @app_commands.describe(name=words.DOUBLED, into=words.INTO, reason=words.REASON)
    async def merge(
        self, interaction: Interaction, name: str, into: str, reason: str | None = None
    ) -> None:
        """Make two things one."""
        await self._change(interaction, lambda by: self._names.merge(name, into, by, reason=reason))

    async def _change(
        self, interaction: Interaction, make: Callable[[Moderator], Awaitable[Saved]]
    ) -> None:
        by = moderator_of(interaction)
        async with self._changing.load.answering(lambda: defer(interaction, "private")):
            saved = await make(by)
        await self._changing.done(interaction, by, saved)

    @add.autocomplete("name")
    @remove.autocomplete("name")
    @merge.autocomplete("name")
    @merge.autocomplete("into")
    async def named(self, interaction: Interaction, text: str) -> Choices:
        """What has a name."""

        async def look(by: Moderator) -> Iterable[tuple[str, str]]:
            names = await self._names.near(text[:NAME_LIMIT], by.scope, limit=sizes.OPTIONS)
            return [(name, name) for name in names]

        return await moderator_choices(self._changing, interaction, look)

    @remove.autocomplete("alias")
    async def aliases(self, interaction: Interaction, text: str) -> Choices:
        """The other names of what is filled in."""
        given: Any = interaction.namespace

        async def look(by: Moderator) -> Iterable[tuple[str, str]]:
            named, names = await self._names.of(str(getattr(given, "name", "") or ""), by.scope)
            key = folding.key(folding.words(text))
            others = [name for name in names if name != named.name]
            return [(name, name) for name in others if key in folding.key(folding.words(name))]

        return await moderator_choices(self._changing, interaction, look)
