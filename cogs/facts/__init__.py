"""/fact: what moderators do with the facts of their server."""

from cogs.facts.commands import FactCommands
from cogs.facts.components import FACTS, ITEMS
from cogs.facts.handler import FactHandler

__all__ = ["FACTS", "ITEMS", "FactCommands", "FactHandler"]
