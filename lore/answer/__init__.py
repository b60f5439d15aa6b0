"""Query + store → Found | Ambiguous | Unknown, and the engine behind every way of asking."""

from lore.answer.engine import Engine

__all__ = ["Engine"]
