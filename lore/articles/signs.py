"""The signs that stand for names in a sentence while patterns are matched.

Each name, date and quotation is one character of Unicode's private area. Which one says what it
may be: a film or a person, say, where nobody knows it yet. So a pattern is a plain regular
expression, and what it takes as a person is one class of characters.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import IntFlag

_FIRST = 0xE000
"""The first of the characters that stand for names: they are for private use, so no text has
them."""
PER_KIND = 64
"""Names of one kind that a sentence may hold; a longer one is cut before."""


class Kind(IntFlag):
    """What a name may be; a name that nobody knows may be several."""

    PERSON = 1
    CHARACTER = 2
    WORK = 4
    ORGANISATION = 8
    PLACE = 16
    OUTLET = 32


NOTHING = Kind(0)
"""No kind."""
_ALL = 64
"""How many sets of kinds there are."""
_DATE = _ALL * PER_KIND
_QUOTE = (_ALL + 1) * PER_KIND
"""Where the characters for quotations begin, behind those for dates."""
_ROLE = (_ALL + 2) * PER_KIND
"""Places after the names: dates, quotations, and roles that are told in words."""

ANY_NAME = Kind.PERSON | Kind.CHARACTER | Kind.WORK | Kind.ORGANISATION | Kind.PLACE

SLOTS: dict[str, str] = {
    "people": "p",
    "person": "p",
    "role": "cr",
    "character": "c",
    "works": "w",
    "work": "w",
    "organisation": "o",
    "place": "l",
    "dates": "d",
    "date": "d",
    "quote": "q",
    "name": "n",
    "film": "W",
    "studio": "O",
    "actor": "P",
    "outlet": "U",
    "service": "OU",
    "part": "C",
}
"""What each slot of a pattern takes, by letter."""
_LETTERS = {
    "p": Kind.PERSON,
    "c": Kind.CHARACTER,
    "w": Kind.WORK,
    "o": Kind.ORGANISATION,
    "l": Kind.PLACE,
}
_SURE = {
    "W": Kind.WORK,
    "O": Kind.ORGANISATION,
    "P": Kind.PERSON,
    "U": Kind.OUTLET,
    "C": Kind.CHARACTER,
}
"""Letters of signs that may be one thing alone."""


def sign(kinds: Kind, number: int) -> str:
    """The sign of a name of some kinds, the `number`th of the sentence."""
    return chr(_FIRST + int(kinds) * PER_KIND + number % PER_KIND)


def date_sign(number: int) -> str:
    """The sign of a date or of several."""
    return chr(_FIRST + _DATE + number % PER_KIND)


def quote_sign(number: int) -> str:
    """The sign of a quotation."""
    return chr(_FIRST + _QUOTE + number % PER_KIND)


def role_sign(number: int) -> str:
    """The sign of a role that has no name: "the villain"."""
    return chr(_FIRST + _ROLE + number % PER_KIND)


def is_sign(char: str) -> bool:
    """Whether a character is any of these."""
    return _FIRST <= ord(char) < _FIRST + (_ALL + 3) * PER_KIND


def is_quote(char: str) -> bool:
    """Whether a character stands for a quotation."""
    return char != "" and _FIRST + _QUOTE <= ord(char) < _FIRST + _QUOTE + PER_KIND


def clean(text: str) -> str:
    """A text in which no sign stands yet."""
    return "".join(char for char in text if not 0xE000 <= ord(char) <= 0xF8FF)


def sign_class(letters: str) -> str:
    """The class of signs that a slot takes, as a regular expression."""
    return f"[{''.join(_ranges(letters))}]"


def gap() -> str:
    """Some words and signs that are neither a film nor a date."""
    return f"[^{''.join(_ranges('Wd'))};]{{0,90}}?"


def _ranges(letters: str) -> Collection[str]:
    found: list[str] = []
    for letter in letters:
        if letter in _SURE:
            found.append(_range(_SURE[letter] * PER_KIND))
        elif letter in _LETTERS or letter == "n":
            wanted = _LETTERS.get(letter, ANY_NAME)
            found += [_range(mask * PER_KIND) for mask in range(1, _ALL) if mask & wanted]
        else:
            found.append(_range({"d": _DATE, "q": _QUOTE, "r": _ROLE}[letter]))
    return found


def _range(first: int) -> str:
    return f"{chr(_FIRST + first)}-{chr(_FIRST + first + PER_KIND - 1)}"
