"""/fact: what moderators do with the facts of their server."""

from cogs.facts.commands import FactCommands
from cogs.facts.components import ITEMS
from cogs.facts.handler import FactHandler

__all__ = ["ITEMS", "FactCommands", "FactHandler"]
