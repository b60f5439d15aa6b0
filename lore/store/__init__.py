"""The only SQL: rows in, models out."""

from lore.store.database import Store, open_store

__all__ = ["Store", "open_store"]
