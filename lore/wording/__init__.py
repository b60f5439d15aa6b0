"""Every sentence that a member reads, as typed functions."""

from lore.wording.answers import Parts, Tone, Wording
from lore.wording.record import record

__all__ = ["Parts", "Tone", "Wording", "record"]
