"""The tokens of a plain question: folded words, brackets, quotation and question marks.

A stretch of tokens has a key, by which the names that it may be are looked up, and which equals
that of the name however its numerals are folded in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lore.language import text as folding

MARKS = {"(": "(", ")": ")", "?": "?", "“": "“", "”": "”", '"': '"', "„": "“", "[": "(", "]": ")"}
_PIECE = re.compile(
    r"[$€£]?\d+(?:[.,]\d+)+|[$€£]\d+|\d{4}-\d\d(?:-\d\d)?|[()?“”\"„\[\],]|[^\s()?“”\"„\[\],$€£]+"
)
_NUMBER = re.compile(r"[$€£]?\d+(?:[.,]\d+)+|[$€£]\d+")
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_ROMAN = re.compile(r"[ivx]+", re.IGNORECASE)
_OWNED = re.compile(r"(.+)['’ʼ´`]s|(.+s)['’ʼ´`]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark.

    `word` is folded as in the middle of the sentence, `first` and `last` as at the ends of a name;
    `key` is empty for a mark. `owner` is the word without a possessive ending, where it has one.
    `comma` says that a comma stands before it, `raw` is as it was written.
    """

    word: str
    first: str
    last: str
    key: str
    raw: str
    owner: str | None = None
    comma: bool = False


def tokens(text: str) -> list[Token]:
    """The tokens of a question; other punctuation is left out."""
    found: list[Token] = []
    comma = False
    for piece in _PIECE.findall(text):
        if piece == ",":
            comma = True
            continue
        made = _made(piece, found[-1].raw if found else "")
        for place, token in enumerate(made):
            found.append(token if place or not comma else _after_comma(token))
        comma = comma and not made
    return found


def _after_comma(token: Token) -> Token:
    return replace(token, comma=True)


def _made(piece: str, before: str) -> list[Token]:
    if piece in MARKS:
        return [Token(MARKS[piece], "", "", "", piece)]
    if _NUMBER.fullmatch(piece) or _DATE.fullmatch(piece):
        key = "".join(folding.words(piece))
        return [Token(piece.lstrip("$€£"), key, key, key, piece)]
    owned = _owner(piece)
    if owned and owned.isdigit():
        *most, last = _made(_bare(piece), before)
        return [*most, replace(last, owner=owned)]
    words = folding.words(f"{before} {piece} a")[len(folding.words(before)) : -1] if before else []
    words = words or folding.words(piece)
    if not any(char.isalnum() or char == "&" for char in piece):
        return []
    if len(words) == 1:
        return [_single(piece, words[0], before)]
    *most, last = [Token(word, word, word, word, word) for word in words]
    return [*most, replace(last, owner=owned)]


def _single(piece: str, word: str, before: str) -> Token:
    owner = _owner(piece)
    first = last = word
    bare = piece.strip(".!;:'’")
    if _ROMAN.fullmatch(bare):
        first = folding.words(bare)[0]
        last = folding.words(f"{before or 'a'} {bare}")[-1]
    if owner and _ROMAN.fullmatch(owner):
        owner = folding.words(f"{before or 'a'} {owner}")[-1]
    return Token(word, first, last, word, piece, owner)


def _owner(piece: str) -> str | None:
    """The last word of a possessive without its ending."""
    owned = _OWNED.fullmatch(piece.rstrip(".!;:"))
    return folding.words(owned[1] or owned[2])[-1] if owned else None


def _bare(piece: str) -> str:
    """A possessive without its ending."""
    owned = _OWNED.fullmatch(piece.rstrip(".!;:"))
    return str(owned[1] or owned[2]) if owned else piece


def key(stretch: Sequence[Token], *, owner: bool = False) -> str:
    """The key of the name that a stretch may be; `owner` leaves a possessive ending out."""
    told = [token for token in stretch if token.key]
    if not told:
        return ""
    words = [token.word if token.word == token.key else token.key for token in told]
    words[-1] = (told[-1].owner or "") if owner else told[-1].last
    if len(told) > 1 or not owner:
        words[0] = told[0].first if len(told) > 1 else _alone(told[0])
    return folding.key(words)


def _alone(token: Token) -> str:
    return token.first
