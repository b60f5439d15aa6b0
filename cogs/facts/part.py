"""What the parts of /fact share."""

from __future__ import annotations

from discord.ext import commands

from cogs._changing import Changing
from cogs._draft import Drafts


class Part(commands.Cog):
    """Some of the commands of /fact."""

    changing: Changing
    drafts: Drafts
