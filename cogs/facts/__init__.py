"""/fact: what moderators do with the facts of their server."""

from cogs.facts.cog import Facts
from cogs.facts.desk import Desk
from cogs.facts.items import ITEMS

__all__ = ["ITEMS", "Desk", "Facts"]
