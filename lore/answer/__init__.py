"""Query + store → Found | Ambiguous | Unknown, and the engine that every way of asking uses."""

from lore.answer.engine import Engine

__all__ = ["Engine"]
