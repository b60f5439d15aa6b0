"""Query + store → Found | Ambiguous | Unknown, and the engine behind every way of asking."""

from lore.answering.engine import Engine

__all__ = ["Engine"]
