"""/fact add and /fact say."""

from __future__ import annotations

from discord import app_commands

from cogs._press import Interaction
from cogs.facts.completing import Completing
from cogs.facts.options import PROVENANCE, STATUSES, TERMS
from lore.curation import Fields
from lore.models import Status
from lore.wording import commands as words


class Adding(Completing):
    """New facts, on the card that shows what will be stored."""

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
        by = await self.changing.moderators.moderator(interaction)
        cited = await self.source(
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
        await self.drafts.open(interaction, fields, by=by, reason=reason)

    @app_commands.command(name="say", description=words.FACT_SAY)
    @app_commands.describe(sentence=words.SENTENCE, reason=words.REASON)
    async def say(self, interaction: Interaction, sentence: str, reason: str | None = None) -> None:
        """Open the card of what a sentence says."""
        by = await self.changing.moderators.moderator(interaction)
        fields = await self.changing.curation.read(sentence, by.scope)
        await self.drafts.open(interaction, fields, by=by, reason=reason)

    add.autocomplete("subject")(Completing.subjects)
    add.autocomplete("property")(Completing.properties)
    add.autocomplete("value")(Completing.values)
    add.autocomplete("role")(Completing.roles)
    add.autocomplete("source")(Completing.sources)
