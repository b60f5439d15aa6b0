"""/fact find and /fact history."""

from __future__ import annotations

from discord import app_commands

from cogs._press import Interaction
from cogs.facts.completing import Completing
from cogs.facts.options import STATES
from lore.curation.search import State
from lore.wording import commands as words


class Looking(Completing):
    """What there is, and how it came about."""

    @app_commands.command(name="find", description=words.FACT_FIND)
    @app_commands.describe(text=words.FIND_TEXT, state=words.FIND_STATE)
    @app_commands.choices(state=STATES)
    async def find(self, interaction: Interaction, text: str = "", state: State = "live") -> None:
        """List facts."""
        await self.desk.find(interaction, text, state, 0)

    @app_commands.command(name="history", description=words.FACT_HISTORY)
    @app_commands.describe(fact=words.HISTORY_FACT)
    async def history(self, interaction: Interaction, fact: str | None = None) -> None:
        """List changes, the latest first."""
        number = await self.desk.number(interaction, fact) if fact else None
        if number is not None or not fact:
            await self.desk.history(interaction, number, None)

    find.autocomplete("text")(Completing.all)
    history.autocomplete("fact")(Completing.all)
