"""Reads and writes packs: sources, entities and facts as a TOML folder or as JSON Lines."""

from lore.packs.loading import Counts, import_pack, seed
from lore.packs.writing import export_pack, lines

__all__ = ["Counts", "export_pack", "import_pack", "lines", "seed"]
