"""/fact: what moderators do with the facts of their server."""

from cogs.facts.cog import Facts

__all__ = ["Facts"]
