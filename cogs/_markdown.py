"""Text that is safe to stand in a Discord message, and cut to a length."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lore.wording import discord as words

# Anywhere: emphasis, code, spoilers, links, mentions and timestamps. At the start of a line:
# headings, quotes, lists.
_SPECIAL = re.compile(r"[\\*_~`|<\[\]]|^[#>-]|^\d+(?=[.)])")
_EVERYONE = re.compile(r"@(?=everyone|here)")


def escape(text: str) -> str:
    """A text as one line that shows as it is written: no markdown, no mention, no line break."""
    line = " ".join(text.split())
    return _EVERYONE.sub("@\u200b", _SPECIAL.sub(_escaped, line))


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def length(text: str) -> int:
    """The length by which Discord's limits count: no less than what any of its parts counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Escaped text within a length; what was cut ends with an ellipsis."""
    if length(text) <= limit:
        return text
    halves = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)]
    return halves.decode("utf-16-le", "ignore").rstrip("\\") + "…"


def fit(lines: Sequence[str], limit: int) -> str:
    """As many escaped lines as fit within a length; the last then says how many more there are."""
    whole = "\n".join(lines)
    if length(whole) <= limit:
        return whole
    room = limit - length(words.more(len(lines))) - 1
    kept = [cut(lines[0], room)]
    room -= length(kept[0])
    for line in lines[1:]:
        room -= length(line) + 1
        if room < 0:
            break
        kept.append(line)
    rest = len(lines) - len(kept)
    return "\n".join([*kept, words.more(rest)] if rest else kept)
