"""The words of a paragraph with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 12
"""Words of the longest stretch that is looked up as one name."""
_TOKEN = re.compile(
    r"[@#]?(?<![^\W_])(?<![^\W_]['’])[^\W_](?:[^\W]|[.\-‑](?=\w)(?!led\b|starr|direct|helmed\b|fronted\b|born\b|based\b)"
    r"|['’](?=\w)(?!(?:s|ll|d|re|ve|m)\b))*(?:(?<=[^\W\d_])\+(?!\w))?"
)
_OPENING = ("", ".", "!", "?", ":", ")")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a paragraph with its place."""

    start: int
    end: int
    text: str
    opens: bool
    """Whether it begins a sentence."""
    capital: bool
    """Whether it is written as a name is."""
    digits: bool
    """Whether it is a number, or begins with one ("007", "3x")."""


def tokens(text: str) -> list[Token]:
    """The words of a paragraph."""
    found = []
    for match in _TOKEN.finditer(text):
        before = text[: match.start()].rstrip(" \"“”‘'([—–-")[-1:]
        word = match[0]
        capital = word[0] in "@#" or word[0].isupper()
        opens, digits = before in _OPENING, word[0].isdecimal()
        found.append(Token(match.start(), match.end(), word, opens, capital, digits))
    return found
