"""How sure a sentence is of what it says, at each of its places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lore.articles.dates import DateMention
from lore.articles.named import Name
from lore.articles.sentences import Stretch
from lore.articles.vocabulary import Vocabulary
from lore.language import grammar
from lore.model.facts import Status

_WEAKEST = (Status.DENIED, Status.HOPED, Status.RUMOURED, Status.REPORTED)
_NEAR = 40
"""Letters behind a phrase that may tell how sure it is."""
_BREAKS = grammar.listed("press", "thought_breaks")


class Certainty:
    """The hedges and negations of a sentence, found once. `text` has no names and dates in it, in
    which no word says how sure it is."""

    def __init__(
        self,
        words: Vocabulary,
        text: str,
        hidden: Sequence[Name | DateMention],
        where: Stretch,
    ) -> None:
        blank = list(text)
        for name in hidden:
            blank[name.start : name.end] = "\x00" * (name.end - name.start)
        self.text = "".join(blank).replace("’", "'")
        self.where = where
        self._onward = words.rules["onward"].search(self.text, where.start, where.end)
        self._refuted = words.rules["refuted"].search(self.text[where.start : where.end])
        self._found = [
            (match.start(), match.end(), hedge.status)
            for hedge in words.hedges
            for match in hedge.regex.finditer(self.text, where.start, where.end)
        ]

    def between(
        self, start: int, end: int, denied: int, *, negated: bool = False, since: int = 0
    ) -> Status:
        """What a stretch claims; a negation counts from `since` up to `denied` alone."""
        found = {status for begin, stop, status in self._found if begin >= start and stop <= end}
        if self._onward is not None and self._onward.end() <= denied:
            first, last = self._onward.span()
            found |= {
                status for begin, stop, status in self._found if begin >= first and stop <= last
            }
        found.discard(Status.DENIED)
        if (
            negated
            or self._refuted
            or any(
                status is Status.DENIED and begin >= max(start, since) and stop <= denied
                for begin, stop, status in self._found
            )
        ):
            found.add(Status.DENIED)
        return weakest(found)

    def about(self, start: int, end: int) -> Status:
        """What the clause about a phrase claims."""
        marks = (self.text.rfind(mark, self.where.start, start) for mark in _BREAKS)
        begin = max(self.where.start, *marks)
        return self.between(begin, min(end + _NEAR, self.where.end), end)


def weakest(found: Iterable[Status]) -> Status:
    """The weakest of some statuses; confirmed where there is none."""
    found = set(found)
    return next((status for status in _WEAKEST if status in found), Status.CONFIRMED)
