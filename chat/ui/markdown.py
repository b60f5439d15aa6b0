"""Text that is safe to stand in a Discord message, cut or split to a length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit

from chat.texts import replies as words
from lore.visible import unturned

# Anywhere: emphasis, code, spoilers, links, mentions and timestamps. At the start of a line:
# headings, quotes, lists.
_SPECIAL = re.compile(r"[\\*_~`|<\[\]]|^[#>-]|^\d+(?=[.)])")
_EVERYONE = re.compile(r"@(?=everyone|here)")
_SPECIAL_IN_ADDRESS = re.compile(r"[\\*`|\[\]]")
_ADDRESS = re.compile(r"(https?://[^\s<>]+)")
_SAFE_IN_ADDRESS = "%/:=&?~#+!$,;'@-._"


def escape(text: str) -> str:
    """A text as one line that shows as it is written: no markdown, no mention, no line break,
    and nothing that turns the rest around. Discord makes a link of an address as it is
    written, so what is usual in one has no backslashes."""
    line = " ".join(unturned(text).split())
    parts = [
        (_SPECIAL_IN_ADDRESS if place % 2 else _SPECIAL).sub(_escaped, part)
        for place, part in enumerate(_ADDRESS.split(line))
    ]
    return _EVERYONE.sub("@\u200b", "".join(parts))


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
    return head(text, limit - 1).rstrip("\\") + "…"


def head(text: str, limit: int) -> str:
    """The beginning of a text within a length; no character is halved."""
    halves = text.encode("utf-16-le", "surrogatepass")[: 2 * limit]
    return halves.decode("utf-16-le", "ignore")


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


def split(text: str, limit: int) -> list[str]:
    """A text escaped, in as many pieces of a length as it needs: nothing is left out."""
    pieces: list[list[str]] = [[]]
    room = limit
    for word in _words(text, limit // 2):
        # Escaped on its own a word is as long as it can get: at the start of a line.
        needed = length(escape(word)) + 1
        if needed > room + 1 and pieces[-1]:
            pieces.append([])
            room = limit
        pieces[-1].append(word)
        room -= needed
    return [escape(" ".join(piece)) for piece in pieces]


def _words(text: str, limit: int) -> Iterator[str]:
    """What a text can be split between: the items of a list, of a long one its words, of an endless
    word its parts. Escaping makes at most two of a character."""
    items = re.split(r"(?<=,) ", " ".join(text.split()))
    for word in (
        word for item in items for word in ([item] if length(item) < 80 else item.split())
    ):
        while length(word) > limit:
            part = head(word, limit)
            yield part
            word = word[len(part) :]
        yield word


def link(address: str | None) -> str | None:
    """A link that shows the host it leads to; None for what is no address of a web page."""
    try:
        parts = urlsplit(address or "")
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return f"[{escape(host)}]({quote(address or '', safe=_SAFE_IN_ADDRESS)})"
