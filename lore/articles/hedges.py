"""How sure a clause is: the weakest of what its words say."""

from __future__ import annotations

import re

from lore.articles.vocabulary import Vocabulary
from lore.model.facts import Status

_WEAKEST = (Status.DENIED, Status.HOPED, Status.RUMOURED, Status.REPORTED)


class Hedges:
    """Reads the status of a stretch of a sentence."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._hedges = vocabulary.hedges
        self._break = vocabulary.rules["clause_break"]
        self._onward = vocabulary.rules["onward"]

    def status(self, text: str, start: int, end: int) -> Status:
        """What the clause about a stretch claims. A negation counts up to the stretch's end alone;
        what says of a whole sentence how sure it is ("fans hope that …") reaches on."""
        begin, stop = self._clause(text, start, end)
        found: set[Status] = set()
        for hedge in self._hedges:
            last = end if hedge.status is Status.DENIED else stop
            if hedge.regex.search(text, begin, last):
                found.add(hedge.status)
        opening = self._onward.search(text, 0, start)
        if opening is not None and opening.end() <= start:
            found |= {
                hedge.status
                for hedge in self._hedges
                if hedge.status is not Status.DENIED
                and hedge.regex.search(text, opening.start(), opening.end())
            }
        return next((status for status in _WEAKEST if status in found), Status.CONFIRMED)

    def _clause(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Where the clause about a stretch begins and ends."""
        begin, stop = 0, len(text)
        for match in re.finditer(self._break, text):
            if match.end() <= start:
                begin = match.end()
            elif match.start() >= end:
                stop = match.start()
                break
        return begin, stop
