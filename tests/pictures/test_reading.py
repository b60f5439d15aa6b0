"""A stranger's reading: nothing on a card is said twice."""

from __future__ import annotations

import re
from collections import Counter

from tests.pictures.reading import QUESTIONS, answers, rows

_STATUSES = ("confirmed", "reported", "rumour", "hoped")


async def test_no_card_says_anything_twice() -> None:
    assert len(QUESTIONS) == 30
    async for one in answers():
        lines = one.card.splitlines()
        assert len(set(lines)) == len(lines), one
        for status in _STATUSES:
            assert len(re.findall(rf"\b{status}\b", one.card)) <= 1, one
        begun = Counter(" ".join(line.split()[:3]) for line in lines if len(line.split()) > 6)
        assert not [start for start, times in begun.items() if times > 1], one


async def test_an_answer_is_six_lines_at_most_unless_it_lists() -> None:
    async for one in answers():
        lines = one.card.splitlines()
        listed = len(lines) > 4
        assert sum(map(rows, lines)) <= (20 if listed else 6), one
