"""What a message asks, apart from what it says around that."""

from __future__ import annotations

import re

from lore.language import text as folding
from lore.language.lexicon import Language

_END = re.compile(r"(?<=[.!?…])\s+|\n+|\.\.+\s*")


def asked_part(message: str, language: Language) -> tuple[str, str] | None:
    """The last sentence of a message that asks something, behind all that it says beside it; None
    of a message that is one sentence, or asks nothing."""
    parts = [part for part in _END.split(message) if part.strip()]
    asking = [
        place
        for place, part in enumerate(parts)
        if part.endswith(folding.MARK)
        or not language.questions.keys().isdisjoint(folding.words(part))
    ]
    if len(parts) == 1 or not asking:
        return None
    place = asking[-1]
    return " ".join([*parts[:place], *parts[place + 1 :]]), parts[place]
