"""Amounts in texts as numbers that can be compared: minutes, millions, years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lore.language import grammar

_UNITS: Mapping[str, float] = grammar.grammar()["amounts"]["units"]
"""What a unit makes of a number: lengths are told in minutes, sums in millions."""
_UNIT_WORDS = [[unit] for unit in _UNITS]
_AND_A_HALF = grammar.phrases("amounts", "and_a_half")
_MINUTES = grammar.words("amounts", "minutes")
_HOURS = grammar.words("amounts", "hours")
_A = grammar.words("amounts", "a")
_HALF = grammar.phrases("amounts", "half")
_HUNDRED = grammar.phrases("amounts", "hundred")
_NUMBER = re.compile(r"([$€£]\s*)?(\d+(?:[.,]\d+)*)\s*([a-z]+)?", re.IGNORECASE)
_WHOLE = 100_000
"""A sum of money from which on it is told in full and not in millions."""


def measure(text: str) -> float | None:
    """The measure of a text: that of its first number, and of minutes that follow hours.

    None where it holds no number. "2 hours 13 minutes" is 133, "10 episodes of 52 minutes" is 52,
    "$95 million" and "$95,000,000" are both 95.
    """
    total: float | None = None
    hours = False
    for currency, digits, unit in _NUMBER.findall(text):
        if total is not None and unit.casefold() not in _MINUTES:
            break
        if total is not None and not hours:
            total = None
        hours = unit.casefold() in _HOURS
        amount = _number(digits) * _UNITS.get(unit.casefold(), 1.0)
        if currency and amount >= _WHOLE:
            amount /= 1_000_000
        total = amount if total is None else total + amount
    return total


def amounts_in(words: Sequence[str]) -> Iterator[tuple[int, float]]:
    """The amounts that folded words tell, each with the place of its first word: "2 hours",
    "2 and a half hours", "an hour", "a hundred mil", "half a billion", "18"."""
    for place, word in enumerate(words):
        rest = list(words[place + 1 : place + 5])
        hundred = rest[:1] in _HUNDRED
        rest = rest[hundred:]
        half = rest[:3] in _AND_A_HALF or (rest[:1] in _UNIT_WORDS and rest[1:4] in _AND_A_HALF)
        unit = next(iter(rest[3:] if rest[:3] in _AND_A_HALF else rest), "")
        many = _UNITS.get(unit, 1.0) * (100 if hundred else 1)
        if word.isdecimal():
            yield place, (float(word) + 0.5 * half) * many
        elif word in _A and (hundred or many > 1) and words[place - 1 : place] not in _HALF:
            yield place, (1 + 0.5 * half) * many
        elif [word] in _HALF and _A.intersection(rest[:1]):
            yield place, 0.5 * _UNITS.get(rest[1] if len(rest) > 1 else "", 1.0)


def _number(digits: str) -> float:
    """Digits as a number: a comma or point before three last digits parts thousands."""
    whole = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits)
    if whole:
        return float(re.sub("[.,]", "", digits))
    return (
        float(digits.replace(",", "."))
        if digits.count(".") + digits.count(",") == 1
        else float(re.sub(r"[.,](?=.*[.,])", "", digits).replace(",", "."))
    )
