"""Amounts in texts as numbers that can be compared."""

from __future__ import annotations

import pytest

from lore.language.amounts import measure


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("118 minutes", 118),
        ("2 hours 13 minutes", 133),
        ("1h 30m", 90),
        ("10 episodes of 52 minutes", 52),
        ("$95 million", 95),
        ("$95,000,000", 95),
        ("9 metres", 9),
        ("rice paper over cane", None),
    ],
)
def test_the_measure_of_a_text(text: str, number: float | None) -> None:
    assert measure(text) == number
