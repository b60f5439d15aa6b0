"""How many random examples the tests are shown that take long for each."""

from __future__ import annotations

import os


def examples(most: int) -> int:
    """All with LORE_SLOW=1, else two in five: each run draws others, unless it is CI's."""
    return most if os.environ.get("LORE_SLOW") else most * 2 // 5
