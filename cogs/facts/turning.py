"""/fact edit, retire, restore, prefer and undo."""

from __future__ import annotations

from typing import Any

from discord import app_commands

from cogs._press import Interaction
from cogs.facts.completing import Completing
from cogs.facts.options import PROVENANCE, RANKS, STATUSES, TERMS
from lore.curation.search import State
from lore.models import Status
from lore.wording import commands as words

_chosen = app_commands.describe(fact=words.FACT_OPTION, reason=words.REASON)


class Turning(Completing):
    """Facts that are there, changed."""

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
        by = await self.changing.moderators.moderator(interaction)
        number = await self.desk.number(interaction, fact)
        if number is None:
            return
        view = await self.changing.curation.fact(number, by.scope)
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
        given |= await self.source(
            by, source, published=date, address=address, publisher=publisher, estimate=estimate
        )
        await self.desk.edit(interaction, view, by, reason=reason, **given)

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
        await self.changing.undo(interaction, change, reason=reason)

    async def _act(
        self, interaction: Interaction, what: str, fact: str, reason: str | None
    ) -> None:
        by = await self.changing.moderators.moderator(interaction)
        state: State = "retired" if what == "restore" else "live"
        number = await self.desk.number(interaction, fact, state)
        if number is None:
            return
        view = await self.changing.curation.fact(number, by.scope)
        await self.desk.act(interaction, what, number, view.version, reason)

    edit.autocomplete("fact")(Completing.live)
    edit.autocomplete("subject")(Completing.subjects)
    edit.autocomplete("property")(Completing.properties)
    edit.autocomplete("value")(Completing.values)
    edit.autocomplete("role")(Completing.roles)
    edit.autocomplete("source")(Completing.sources)
    retire.autocomplete("fact")(Completing.live)
    restore.autocomplete("fact")(Completing.retired)
    prefer.autocomplete("fact")(Completing.live)
    undo.autocomplete("change")(Completing.changes)
