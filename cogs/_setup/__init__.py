"""/setup: one card with what is set, what each setting does, and the control that changes it."""

from cogs._setup.desk import SetupDesk
from cogs._setup.items import ITEMS

__all__ = ["ITEMS", "SetupDesk"]
