"""The words of a paragraph with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 12
"""Words of the longest stretch that is looked up as one name."""
_TOKEN = re.compile(
    r"[@#]?(?<![^\W_])(?<![^\W_]['’])[^\W_](?:[^\W]|[.\-‑](?=\w)(?!led\b|starr|direct|helmed\b|fronted\b|born\b|based\b)"
    r"|['’](?=\w)(?!(?:s|ll|d|re|ve|m)\b))*"
)
_OPENING = ("", ".", "!", "?", ":", ")")
_CAPITAL = re.compile(r"[A-Z\u00C0-\u00DE]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a paragraph with its place."""

    start: int
    end: int
    text: str
    opens: bool
    """Whether it begins a sentence."""

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is."""
        return bool(_CAPITAL.match(self.text.lstrip("@#"))) or self.text[0] in "@#"

    @property
    def digits(self) -> bool:
        """Whether it is a number, or begins with one ("007", "3x")."""
        return self.text[0].isdecimal()


def tokens(text: str) -> list[Token]:
    """The words of a paragraph."""
    found = []
    for match in _TOKEN.finditer(text):
        before = text[: match.start()].rstrip(" \"“”‘'([—–-")[-1:]
        found.append(Token(match.start(), match.end(), match[0], before in _OPENING))
    return found
