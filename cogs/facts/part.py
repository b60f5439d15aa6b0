"""What the parts of /fact share."""

from __future__ import annotations

from typing import Any

from discord.ext import commands

from cogs._changing import Changing
from cogs._draft import Drafts
from cogs.facts.desk import Desk
from lore.curation import Moderator


class Part(commands.Cog):
    """Some of the commands of /fact."""

    changing: Changing
    drafts: Drafts
    desk: Desk

    async def source(self, by: Moderator, title: str | None, **given: str | None) -> dict[str, Any]:
        """The fields of a source: those given, and of a title that is known its others."""
        told = {name: text for name, text in given.items() if text is not None}
        if title is None:
            return told
        known = await self.changing.curation.source(title, by.scope)
        if known is None:
            return {"title": title, **given}
        filled = {
            "title": known.title,
            "publisher": known.publisher,
            "address": known.address,
            "published": str(known.published) if known.published else None,
            "estimate": known.reason if known.estimated else None,
        }
        return filled | told
