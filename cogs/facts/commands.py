"""The commands of /fact: add and say; find and history; edit, retire, restore, prefer and undo;
import and export."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from chat.editing.context import EditingContext
from chat.editing.draft_handler import DraftHandler
from chat.texts import commands as words
from chat.ui.components import Interaction
from chat.ui.permissions import SHOWN_TO, ModeratorCog, moderator_of
from cogs.facts import completion
from cogs.facts.files import FactFiles
from cogs.facts.handler import FactHandler
from cogs.facts.options import FORMS, PROVENANCE, RANKS, STATES, STATUSES, TERMS
from lore.editing import Fields, Moderator
from lore.editing.search import State
from lore.model.facts import Status

_chosen = app_commands.describe(fact=words.FACT_OPTION, reason=words.REASON)


@app_commands.default_permissions(SHOWN_TO)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class FactCommands(
    ModeratorCog,
    commands.GroupCog,
    group_name="fact",
    group_description=words.FACT,
):
    """Lets a server's moderators change its facts; each command asks whether they may."""

    def __init__(
        self, *, changing: EditingContext, drafts: DraftHandler, desk: FactHandler
    ) -> None:
        self._changing = changing
        self._drafts = drafts
        self._desk = desk
        self._files = FactFiles(changing)

    @app_commands.command(name="add", description=words.FACT_ADD)
    @app_commands.describe(**TERMS, **PROVENANCE)
    @app_commands.choices(status=STATUSES)
    async def add(
        self,
        interaction: Interaction,
        subject: str,
        property: str,
        value: str,
        source: str,
        role: str | None = None,
        status: Status = Status.REPORTED,
        date: str | None = None,
        address: str | None = None,
        publisher: str | None = None,
        as_of: str | None = None,
        place: str | None = None,
        estimate: str | None = None,
        spoiler: bool = False,
        reason: str | None = None,
    ) -> None:
        """Open the card of a fact."""
        by = moderator_of(interaction)
        cited = await self._source(
            by, source, published=date, address=address, publisher=publisher, estimate=estimate
        )
        fields = Fields(
            subject=subject,
            property=property,
            value=value,
            role=role,
            status=status,
            as_of=as_of,
            locator=place,
            spoiler=spoiler,
            **cited,
        )
        await self._drafts.open(interaction, fields, by=by, reason=reason)

    @app_commands.command(name="say", description=words.FACT_SAY)
    @app_commands.describe(sentence=words.SENTENCE, reason=words.REASON)
    async def say(self, interaction: Interaction, sentence: str, reason: str | None = None) -> None:
        """Open the card of what a sentence says."""
        by = moderator_of(interaction)
        fields = await self._changing.editing.read(sentence, by.scope)
        await self._drafts.open(interaction, fields, by=by, reason=reason)

    @app_commands.command(name="find", description=words.FACT_FIND)
    @app_commands.describe(text=words.FIND_TEXT, state=words.FIND_STATE)
    @app_commands.choices(state=STATES)
    async def find(self, interaction: Interaction, text: str = "", state: State = "live") -> None:
        """List facts."""
        await self._desk.find(interaction, text, state, 0)

    @app_commands.command(name="history", description=words.FACT_HISTORY)
    @app_commands.describe(fact=words.HISTORY_FACT)
    async def history(self, interaction: Interaction, fact: str | None = None) -> None:
        """List changes, the latest first."""
        number = await self._desk.number(interaction, fact) if fact else None
        if number is not None or not fact:
            await self._desk.history(interaction, number, None)

    @app_commands.command(name="edit", description=words.FACT_EDIT)
    @app_commands.describe(fact=words.FACT_OPTION, **TERMS, **PROVENANCE)
    @app_commands.choices(status=STATUSES)
    async def edit(
        self,
        interaction: Interaction,
        fact: str,
        subject: str | None = None,
        property: str | None = None,
        value: str | None = None,
        role: str | None = None,
        status: str | None = None,
        source: str | None = None,
        date: str | None = None,
        address: str | None = None,
        publisher: str | None = None,
        as_of: str | None = None,
        place: str | None = None,
        estimate: str | None = None,
        spoiler: bool | None = None,
        reason: str | None = None,
    ) -> None:
        """Open the card of a fact with what is given changed; to change some where nothing is."""
        by = moderator_of(interaction)
        changed: dict[str, Any] = {
            "subject": subject,
            "property": property,
            "value": value,
            "role": role,
            "status": Status(status) if status else None,
            "locator": place,
            "as_of": as_of,
            "spoiler": spoiler,
        }
        given = {name: text for name, text in changed.items() if text is not None}
        given |= await self._source(
            by, source, published=date, address=address, publisher=publisher, estimate=estimate
        )

        async def edit(interaction: Interaction, number: int) -> None:
            view = await self._changing.editing.fact(number, by.scope)
            await self._desk.edit(interaction, view, by, reason=reason, **given)

        await self._desk.on(interaction, fact, "live", edit)

    @app_commands.command(name="retire", description=words.FACT_RETIRE)
    @_chosen
    async def retire(self, interaction: Interaction, fact: str, reason: str | None = None) -> None:
        """Take a fact out of the server's view."""
        await self._act(interaction, "retire", fact, reason)

    @app_commands.command(name="restore", description=words.FACT_RESTORE)
    @_chosen
    async def restore(self, interaction: Interaction, fact: str, reason: str | None = None) -> None:
        """Bring a retired fact back."""
        await self._act(interaction, "restore", fact, reason)

    @app_commands.command(name="prefer", description=words.FACT_PREFER)
    @app_commands.describe(fact=words.FACT_OPTION, rank=words.RANK_OPTION, reason=words.REASON)
    @app_commands.choices(rank=RANKS)
    async def prefer(
        self, interaction: Interaction, fact: str, rank: str = "lead", reason: str | None = None
    ) -> None:
        """Say which of two facts leads where sources disagree."""
        await self._act(interaction, rank, fact, reason)

    @app_commands.command(name="undo", description=words.FACT_UNDO)
    @app_commands.describe(change=words.CHANGE_OPTION, reason=words.REASON)
    async def undo(self, interaction: Interaction, change: int, reason: str | None = None) -> None:
        """Take a change back."""
        await self._changing.undo(interaction, change, reason=reason)

    async def _act(
        self, interaction: Interaction, what: str, fact: str, reason: str | None
    ) -> None:
        by = moderator_of(interaction)
        state: State = "retired" if what == "restore" else "live"

        async def act(interaction: Interaction, number: int) -> None:
            view = await self._changing.editing.fact(number, by.scope)
            await self._desk.act(interaction, what, number, view.version, reason)

        await self._desk.on(interaction, fact, state, act)

    @app_commands.command(name="import", description=words.FACT_IMPORT)
    @app_commands.describe(file=words.FILE, reason=words.REASON)
    async def take(
        self, interaction: Interaction, file: discord.Attachment, reason: str | None = None
    ) -> None:
        """Take all that a file holds, or nothing."""
        await self._files.take(interaction, file, reason)

    @app_commands.command(name="export", description=words.FACT_EXPORT)
    @app_commands.describe(form=words.FORM)
    @app_commands.choices(form=FORMS)
    async def give(self, interaction: Interaction, form: str = "jsonl") -> None:
        """Give all that the server has of its own, as files that can be imported."""
        await self._files.give(interaction, "csv" if form == "csv" else "jsonl")

    async def _source(
        self, by: Moderator, title: str | None, **given: str | None
    ) -> dict[str, Any]:
        """The fields of a source: those given, and of a title that is known its others."""
        typed = {name: text for name, text in given.items() if text is not None}
        if title is None:
            return typed
        known = await self._changing.editing.source(title, by.scope)
        if known is None:
            return {"title": title, **given}
        filled = {
            "title": known.title,
            "publisher": known.publisher,
            "address": known.address,
            "published": str(known.published) if known.published else None,
            "estimate": known.reason if known.estimated else None,
        }
        return filled | typed

    add.autocomplete("subject")(completion.subjects)
    add.autocomplete("property")(completion.properties)
    add.autocomplete("value")(completion.values)
    add.autocomplete("role")(completion.roles)
    add.autocomplete("source")(completion.sources)
    find.autocomplete("text")(completion.in_any_state)
    history.autocomplete("fact")(completion.in_any_state)
    edit.autocomplete("fact")(completion.live)
    edit.autocomplete("subject")(completion.subjects)
    edit.autocomplete("property")(completion.properties)
    edit.autocomplete("value")(completion.values)
    edit.autocomplete("role")(completion.roles)
    edit.autocomplete("source")(completion.sources)
    retire.autocomplete("fact")(completion.live)
    restore.autocomplete("fact")(completion.retired)
    prefer.autocomplete("fact")(completion.live)
    undo.autocomplete("change")(completion.changes)
