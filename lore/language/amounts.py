"""Amounts in texts as numbers that can be compared: minutes, millions, years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_UNITS = {
    "hour": 60.0,
    "hours": 60.0,
    "h": 60.0,
    "hr": 60.0,
    "hrs": 60.0,
    "billion": 1000.0,
    "bn": 1000.0,
    "thousand": 0.001,
    "k": 0.001,
}
"""What a unit makes of a number: lengths are told in minutes, sums in millions."""
_MINUTES = ("minutes", "minute", "min", "mins", "m")
_NUMBER = re.compile(r"([$€£]\s*)?(\d+(?:[.,]\d+)*)\s*([a-z]+)?", re.IGNORECASE)
_WHOLE = 100_000
"""A sum of money from which on it is told in full and not in millions."""


def measure(text: str) -> float | None:
    """The measure of a text: that of its first number, and of minutes that follow hours.

    None where it holds no number. "2 hours 13 minutes" is 133, "$95 million" and "$95,000,000"
    are both 95.
    """
    total: float | None = None
    for currency, digits, unit in _NUMBER.findall(text):
        if total is not None and unit.casefold() not in _MINUTES:
            break
        amount = _number(digits) * _UNITS.get(unit.casefold(), 1.0)
        if currency and amount >= _WHOLE:
            amount /= 1_000_000
        total = amount if total is None else total + amount
    return total


def amounts_in(words: Sequence[str]) -> Iterator[tuple[int, float]]:
    """The amounts that folded words tell, each with the place of its first word: "2 hours",
    "2 and a half hours", "an hour", "100 mil", "18"."""
    for place, word in enumerate(words):
        rest = list(words[place + 1 : place + 5])
        half = rest[:3] in (["and", "a", "half"], ["and", "1", "half"])
        unit = next(iter(rest[3:] if half else rest), "")
        if word.isdecimal():
            yield place, (float(word) + 0.5 * half) * _UNITS.get(unit, 1.0)
        elif word in ("a", "an") and unit in _UNITS and _UNITS[unit] > 1:
            yield place, _UNITS[unit]


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
